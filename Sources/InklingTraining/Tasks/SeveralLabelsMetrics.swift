import InklingFiles

/// How well each of several labels is told. What has no images to be counted among is zero (scikit-learn's
/// `zero_division=0`).
public struct SeveralLabelsMetrics: Sendable, Equatable, Codable {
  /// One label's counts.
  public struct Label: Sendable, Equatable, Codable {
    /// What it is called.
    public let name: String
    /// Images of which it is said and true.
    public fileprivate(set) var hits = 0
    /// Of which it is said and not true.
    public fileprivate(set) var falseAlarms = 0
    /// Of which it is true and not said.
    public fileprivate(set) var misses = 0

    /// The harmonic mean of precision and recall: `2 hits / (2 hits + falseAlarms + misses)`.
    public var f1: Double {
      let all = 2 * hits + falseAlarms + misses
      return all == 0 ? 0 : Double(2 * hits) / Double(all)
    }

    fileprivate init(name: String) { self.name = name }

    /// - Throws: `DecodingError` for a key that is missing, unknown or of another type, and for a count out of range.
    public init(from decoder: any Decoder) throws {
      try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
      let container = try decoder.container(keyedBy: CodingKeys.self)
      name = try container.decode(String.self, forKey: .name)
      hits = try Count.read(container, .hits)
      falseAlarms = try Count.read(container, .falseAlarms)
      misses = try Count.read(container, .misses)
    }

    private enum CodingKeys: String, CodingKey, CaseIterable {
      case name, hits, misses
      case falseAlarms = "false_alarms"
    }
  }

  /// In the order of the outputs.
  public private(set) var labels: [Label]
  /// Images that were counted.
  public private(set) var count = 0

  private enum CodingKeys: String, CodingKey, CaseIterable { case labels, count }

  /// - Throws: `DecodingError` for a key that is missing, unknown or of another type, and for a count out of range.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: CodingKeys.self)
    labels = try container.decode([Label].self, forKey: .labels)
    count = try Count.read(container, .count)
    guard labels.count <= 1 << 20 else {
      throw DecodingError.dataCorruptedError(
        forKey: .labels, in: container, debugDescription: "\(labels.count) labels")
    }
  }

  /// Nothing counted yet.
  public init(names: [String]) { labels = names.map { Label(name: $0) } }

  /// Counts one more image.
  ///
  /// - Parameter logits: above zero for a label that is said to hold.
  /// - Returns: whether all labels are right.
  mutating func add(truth: ArraySlice<Float>, logits: ArraySlice<Float>) -> Bool {
    count += 1
    var isRight = true
    for (place, (truth, logit)) in zip(truth, logits).enumerated() {
      switch (truth > 0.5, logit > 0) {
      case (true, true): labels[place].hits += 1
      case (false, true): labels[place].falseAlarms += 1
      case (true, false): labels[place].misses += 1
      case (false, false): continue
      }
      if (truth > 0.5) != (logit > 0) { isRight = false }
    }
    return isRight
  }

  /// The share of single answers that are wrong (`hamming_loss`).
  public var hammingLoss: Double {
    let all = count * labels.count
    return all == 0 ? 0 : Double(labels.reduce(0) { $0 + $1.falseAlarms + $1.misses }) / Double(all)
  }

  /// The F1 of all labels' counts together (`f1_score` with `average="micro"`).
  public var microF1: Double {
    let hits = labels.reduce(0) { $0 + $1.hits }
    let all = labels.reduce(2 * hits) { $0 + $1.falseAlarms + $1.misses }
    return all == 0 ? 0 : Double(2 * hits) / Double(all)
  }

  /// The mean of the labels' F1 (`average="macro"`).
  public var macroF1: Double { labels.isEmpty ? 0 : labels.reduce(0) { $0 + $1.f1 } / Double(labels.count) }
}
