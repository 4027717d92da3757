public import InklingTraining

/// The models before and after on the same images.
///
/// Its JSON form has beside the counts what follows from them: accuracies, their intervals, and McNemar's test.
public struct TeachingComparison: Sendable, Equatable {
  /// Which images: "corrections held out", "test set of mnist".
  public let name: String
  /// How many.
  public let count: Int
  /// How many the model before calls right.
  public let before: Int
  /// How many the model after calls right.
  public let after: Int
  /// How many only the model before calls right.
  public let onlyBefore: Int
  /// How many only the model after calls right.
  public let onlyAfter: Int

  /// Counts which of the same images each model calls right.
  ///
  /// - Precondition: as many of one as of the other.
  public init(_ name: String, before: [Bool], after: [Bool]) {
    precondition(before.count == after.count, "\(before.count) and \(after.count) answers")
    self.name = name
    count = before.count
    self.before = before.count { $0 }
    self.after = after.count { $0 }
    onlyBefore = zip(before, after).count { $0 && !$1 }
    onlyAfter = zip(before, after).count { $1 && !$0 }
  }

  /// The share that the model before calls right; 0 without images.
  public var accuracyBefore: Double { count == 0 ? 0 : Double(before) / Double(count) }
  /// The share that the model after calls right; 0 without images.
  public var accuracyAfter: Double { count == 0 ? 0 : Double(after) / Double(count) }
  /// Where the accuracy before lies, with 95 % confidence.
  public var intervalBefore: WilsonInterval { WilsonInterval(successes: before, trials: count) }
  /// Where the accuracy after lies, with 95 % confidence.
  public var intervalAfter: WilsonInterval { WilsonInterval(successes: after, trials: count) }
  /// Whether they differ by more than chance.
  public var mcnemar: McNemarTest { McNemarTest(onlyFirst: onlyBefore, onlySecond: onlyAfter) }
}

extension TeachingComparison: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, count, before, after
    case onlyBefore = "only_before"
    case onlyAfter = "only_after"
    case accuracyBefore = "accuracy_before"
    case accuracyAfter = "accuracy_after"
    case intervalBefore = "interval_before"
    case intervalAfter = "interval_after"
    case pValue = "p_value"
  }

  /// Reads the counts; the rest follows from them.
  ///
  /// - Throws: `DecodingError` for what is missing, and for counts that cannot be.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    count = try container.decode(Int.self, forKey: .count)
    before = try container.decode(Int.self, forKey: .before)
    after = try container.decode(Int.self, forKey: .after)
    onlyBefore = try container.decode(Int.self, forKey: .onlyBefore)
    onlyAfter = try container.decode(Int.self, forKey: .onlyAfter)
    let range = 0...max(count, 0)
    let isPossible =
      count >= 0 && range.contains(before) && range.contains(after) && (0...before).contains(onlyBefore)
      && (0...after).contains(onlyAfter) && before - onlyBefore == after - onlyAfter
    guard isPossible else {
      throw DecodingError.dataCorruptedError(forKey: .count, in: container, debugDescription: "counts that cannot be")
    }
  }

  /// Writes the JSON form above.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(count, forKey: .count)
    try container.encode(before, forKey: .before)
    try container.encode(after, forKey: .after)
    try container.encode(onlyBefore, forKey: .onlyBefore)
    try container.encode(onlyAfter, forKey: .onlyAfter)
    try container.encode(accuracyBefore, forKey: .accuracyBefore)
    try container.encode(accuracyAfter, forKey: .accuracyAfter)
    try container.encode(intervalBefore, forKey: .intervalBefore)
    try container.encode(intervalAfter, forKey: .intervalAfter)
    try container.encode(mcnemar.pValue, forKey: .pValue)
  }
}
