/// A sequence of labels for each image, such as the characters of a text.
public struct LabelSequences: Sendable, Equatable {
  /// The number of images.
  public let count: Int
  /// The labels of the longest sequence.
  public let longest: Int
  /// `[count, longest]`, zeros behind each sequence's end.
  package let labels: [Int32]
  package let lengths: [Int32]
  /// One more than the largest label.
  package let labelBound: Int32

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

  /// The labels of one image.
  public subscript(image: Int) -> [Int] {
    labels[image * longest..<image * longest + Int(lengths[image])].map { Int($0) }
  }

  /// The number of one image's labels.
  public func length(of image: Int) -> Int { Int(lengths[image]) }

  /// The steps that connectionist temporal classification needs at least for one image's sequence: one for each label,
  /// and a blank between equal ones.
  public func steps(of image: Int) -> Int {
    let own = self[image]
    return own.count + zip(own, own.dropFirst()).count { $0 == $1 }
  }
}
