/// What the images of a data set are compared with: one answer for each, in the images' order.
///
///     program.step(images: images, targets: .labels([3, 1, 4]), indices: [0, 2])
public enum Targets: Sendable, Equatable {
  /// A class, counted from zero. There may be any number of classes.
  case labels([Int32])
  /// A row of numbers: the probability of each class, which of several labels hold, or quantities.
  case numbers(TargetRows)
  /// A sequence of classes, such as a text.
  case sequences(LabelSequences)
  /// An answer for each of a graph's named outputs.
  case heads([HeadTargets])

  /// Labels of any type of integer.
  ///
  /// - Precondition: not negative, and below 2^31.
  public init(labels: [some BinaryInteger]) { self = .labels(labels.map { Int32($0) }) }

  /// The number of images.
  public var count: Int {
    switch self {
    case .labels(let labels): labels.count
    case .numbers(let rows): rows.count
    case .sequences(let sequences): sequences.count
    case .heads(let heads): heads.isEmpty ? 0 : heads[0].targets.count
    }
  }

  /// The labels, where each image has one; nil for other answers.
  public var labels: [Int32]? { if case .labels(let labels) = self { labels } else { nil } }

  /// The sequences, where each image has one; nil for other answers.
  public var sequences: LabelSequences? { if case .sequences(let sequences) = self { sequences } else { nil } }

  /// The rows of numbers, where each image has one; nil for other answers.
  public var numbers: TargetRows? { if case .numbers(let rows) = self { rows } else { nil } }

  /// One more than the largest label, of labels or sequences; nil where there are none.
  package var labelBound: Int? {
    switch self {
    case .labels(let labels): labels.max().map { Int($0) + 1 }
    case .sequences(let sequences): Int(sequences.labelBound)
    case .numbers, .heads: nil
    }
  }

  /// What kind of answers these are, in words: "labels".
  public var kind: String {
    switch self {
    case .labels: "labels"
    case .numbers(let rows): "rows of \(rows.width) numbers"
    case .sequences: "sequences of labels"
    case .heads(let heads): "answers for " + heads.map(\.output).joined(separator: ", ")
    }
  }

  /// The answers of the images at these places, in that order.
  ///
  /// - Precondition: every index is an image's.
  public func selecting(_ indices: [Int]) -> Targets {
    switch self {
    case .labels(let labels): .labels(indices.map { labels[$0] })
    case .numbers(let rows):
      .numbers(TargetRows(indices.flatMap { rows[$0] }, width: rows.width))
    case .sequences(let sequences): .sequences(LabelSequences(indices.map { sequences[$0] }))
    case .heads(let heads):
      .heads(heads.map { HeadTargets(output: $0.output, targets: $0.targets.selecting(indices)) })
    }
  }
}

/// The answers for one of a graph's named outputs.
public struct HeadTargets: Sendable, Equatable {
  /// The output's name.
  public let output: String
  /// An answer for each image.
  public let targets: Targets

  /// The answers for the output of this name.
  public init(output: String, targets: Targets) {
    self.output = output
    self.targets = targets
  }
}
