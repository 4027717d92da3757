import InklingTargets

extension OutputHead {
  /// Stops at answers that the head cannot take, for the images at `indices` of a batch.
  func require(_ targets: Targets, at indices: ArraySlice<Int32>) {
    switch targets {
    case .labels(let labels):
      precondition(head.takesLabels, "this program's loss takes no labels")
      for place in 0..<indices.count {
        let label = labels[Int(indices[indices.startIndex + place])]
        precondition(label >= 0 && label < count, "label \(label) of \(count) classes")
      }
    case .numbers(let rows):
      guard let size = head.targetCount else { preconditionFailure("this program's loss takes no numbers for targets") }
      precondition(rows.width == size, "rows of \(rows.width) numbers for an output of \(size)")
    case .sequences(let sequences):
      precondition(head.takesSequences, "this program's loss takes no sequences")
      precondition(Int(sequences.labelBound) <= channels, "label \(sequences.labelBound - 1) of \(channels) classes")
    case .heads: preconditionFailure("the answers of several outputs were given for one")
    }
  }
}
