import InklingTargets

/// Where a block's head finds what the data set's images are compared with: one of them, or none.
struct BatchTargets {
  var labels: UnsafePointer<Int32>?
  /// Rows of numbers.
  var numbers: UnsafePointer<Float>?
  var sequences: SequenceTargets?
}

/// Sequences where a block's head finds them.
struct SequenceTargets {
  let labels: UnsafePointer<Int32>
  let lengths: UnsafePointer<Int32>
  let longest: Int
}

extension Targets {
  /// Calls `body` with pointers to what an output is compared with. Nothing is allocated.
  ///
  /// - Precondition: of one output alone.
  func withPointers<Result>(_ body: (BatchTargets) -> Result) -> Result {
    switch self {
    case .labels(let labels): labels.withUnsafeBufferPointer { body(BatchTargets(labels: $0.baseAddress)) }
    case .numbers(let rows): rows.values.withUnsafeBufferPointer { body(BatchTargets(numbers: $0.baseAddress)) }
    case .sequences(let sequences): sequences.withPointers { body(BatchTargets(sequences: $0)) }
    case .heads: preconditionFailure("the answers of several outputs were given for one")
    }
  }
}

extension LabelSequences {
  fileprivate func withPointers<Result>(_ body: (SequenceTargets?) -> Result) -> Result {
    labels.withUnsafeBufferPointer { labels in
      lengths.withUnsafeBufferPointer { lengths in
        guard let first = lengths.baseAddress else { return body(nil) }
        // Sequences that are all empty have no labels to point at.
        return body(
          SequenceTargets(
            labels: labels.baseAddress ?? UnsafePointer(first), lengths: first, longest: longest))
      }
    }
  }
}
