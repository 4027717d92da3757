/// The figure on the held-out images that tells a better epoch, or a better trial of a search.
public enum Monitor: String, Sendable, CaseIterable {
  /// The largest accuracy; of equals the lowest loss.
  case validationAccuracy = "validation_accuracy"
  /// The lowest loss; of equals the largest accuracy.
  case validationLoss = "validation_loss"

  /// What a document may say, also in short.
  package static let words = allCases.map(\.rawValue) + MonitorName.short.map(\.word)

  package init?(word: String) { self.init(rawValue: MonitorName.whole(word)) }
}

extension Monitor {
  /// Whether an epoch is better than another.
  func prefers(_ one: EpochValidation, to other: EpochValidation) -> Bool {
    switch self {
    case .validationAccuracy:
      one.accuracy > other.accuracy || one.accuracy == other.accuracy && one.loss < other.loss
    case .validationLoss:
      one.loss < other.loss || one.loss == other.loss && one.accuracy > other.accuracy
    }
  }

  /// By how much `one` is better than `other` in the figure that is watched.
  func gain(_ one: EpochValidation, over other: EpochValidation) -> Double {
    switch self {
    case .validationAccuracy: one.accuracy - other.accuracy
    case .validationLoss: other.loss - one.loss
    }
  }
}

/// In a report a monitor has its short name: "accuracy", "loss".
extension Monitor: Codable {
  /// "accuracy" or "loss".
  package var shortName: String { MonitorName.short.first { $0.whole == rawValue }?.word ?? rawValue }

  /// Reads either name.
  ///
  /// - Throws: `DecodingError` for another.
  public init(from decoder: any Decoder) throws {
    let word = try decoder.singleValueContainer().decode(String.self)
    guard let monitor = Self(word: word) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "no figure of the held-out images: \(word.prefix(60))"))
    }
    self = monitor
  }

  /// Writes the short name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(shortName)
  }
}
