import InklingTargets

extension LossHead {
  /// Stops at answers that the head cannot take, for the images at `indices` of a batch.
  ///
  /// - Parameter output: the shape that the head was made for.
  func require(_ targets: Targets, at indices: ArraySlice<Int32>, output: Shape) {
    switch targets {
    case .labels(let labels):
      precondition(takesLabels, "this program's loss takes no labels")
      for place in 0..<indices.count {
        let label = labels[Int(indices[indices.startIndex + place])]
        precondition(label >= 0 && label < output.count, "label \(label) of \(output.count) classes")
      }
    case .numbers(let rows):
      guard let size = targetCount else { preconditionFailure("this program's loss takes no numbers for targets") }
      precondition(rows.width == size, "rows of \(rows.width) numbers for an output of \(size)")
    case .sequences(let sequences):
      precondition(takesSequences, "this program's loss takes no sequences")
      precondition(
        sequences.labelBound <= output.channels, "label \(sequences.labelBound - 1) of \(output.channels) classes")
    case .heads: preconditionFailure("the answers of several outputs were given for one")
    }
  }
}
