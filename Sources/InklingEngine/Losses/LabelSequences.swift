/// A sequence of labels for each image, for `CTCLoss`.
public struct LabelSequences: Sendable, Equatable {
  /// Images.
  public let count: Int
  /// The labels of the longest sequence.
  public let longest: Int
  let labels: [Int32]
  let lengths: [Int32]
  /// One more than the largest label.
  let labelBound: Int32

  /// - Precondition: labels are not negative.
  public init(_ sequences: [[Int]]) {
    count = sequences.count
    let longest = sequences.reduce(0) { max($0, $1.count) }
    self.longest = longest
    lengths = sequences.map { Int32($0.count) }
    labels = sequences.flatMap { $0.map(Int32.init) + Array(repeating: 0, count: longest - $0.count) }
    let smallest = labels.min() ?? 0
    precondition(smallest >= 0, "label \(smallest): labels are not negative")
    labelBound = (labels.max() ?? -1) + 1
  }
}

/// Sequences where a block's head finds them.
struct SequenceTargets {
  let labels: UnsafePointer<Int32>
  let lengths: UnsafePointer<Int32>
  let longest: Int
}

extension LabelSequences {
  func withPointers<Result>(_ body: (SequenceTargets?) -> Result) -> Result {
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
