import InklingTargets

/// What an evaluation says beside accuracy and loss of a task that is no classification.
public enum TaskMetrics: Sendable, Equatable {
  /// Of reading.
  case text(TextMetrics)
  /// Of several labels.
  case severalLabels(SeveralLabelsMetrics)
  /// Of quantities.
  case regression(RegressionMetrics)
}

/// How far texts are from the truth.
public struct TextMetrics: Sendable, Equatable, Codable {
  /// Characters of the true texts.
  public private(set) var characters = 0
  /// Insertions, deletions and substitutions that make the answers right, the fewest for each.
  public private(set) var edits = 0

  /// Nothing counted yet.
  public init() {}

  /// Counts one more text.
  public mutating func add(truth: [Int], answer: [Int]) {
    characters += truth.count
    edits += editDistance(truth, answer)
  }

  /// `edits / characters`: the character error rate. Zero without characters.
  public var characterErrorRate: Double { characters == 0 ? 0 : Double(edits) / Double(characters) }

  private enum CodingKeys: String, CodingKey {
    case characters, edits
    case characterErrorRate = "character_error_rate"
  }

  /// Reads the two counts; the rate follows from them.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    characters = try container.decode(Int.self, forKey: .characters)
    edits = try container.decode(Int.self, forKey: .edits)
  }

  /// Writes the two counts and the rate.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(characters, forKey: .characters)
    try container.encode(edits, forKey: .edits)
    try container.encode(characterErrorRate, forKey: .characterErrorRate)
  }
}
