import InklingFiles

/// As `{"texts", "correct", "characters", "read_characters", "character_accuracy", "edits", "character_error_rate",
/// "by_position": [{"correct", "count"}], "by_length": [...], "with_repeats", "without_repeats",
/// "confusions": [{"truth", "answer", "count"}]}`.
extension TextMetrics: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case characters, edits, confusions, texts, correct
    case readCharacters = "read_characters"
    case characterAccuracy = "character_accuracy"
    case characterErrorRate = "character_error_rate"
    case byPosition = "by_position"
    case byLength = "by_length"
    case withRepeats = "with_repeats"
    case withoutRepeats = "without_repeats"
  }

  private struct Counted: Codable {
    let truth: String
    let answer: String
    let count: Int

    init(truth: String, answer: String, count: Int) { (self.truth, self.answer, self.count) = (truth, answer, count) }

    private enum CodingKeys: String, CodingKey, CaseIterable { case truth, answer, count }

    init(from decoder: any Decoder) throws {
      try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
      let container = try decoder.container(keyedBy: CodingKeys.self)
      truth = try container.decode(String.self, forKey: .truth)
      answer = try container.decode(String.self, forKey: .answer)
      count = try Count.read(container, .count)
    }
  }

  /// Reads the counts; the rates follow from them. Older releases wrote the characters and the edits alone.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    characters = try Count.read(container, .characters)
    edits = try Count.read(container, .edits)
    texts.count = try Count.read(container, .texts, default: 0)
    texts.correct = try Count.read(container, .correct, default: 0)
    guard texts.correct <= texts.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .correct, in: container, debugDescription: "\(texts.correct) correct of \(texts.count)")
    }
    readCharacters = try Count.read(container, .readCharacters, default: 0)
    byPosition = try container.decodeIfPresent([Share].self, forKey: .byPosition) ?? []
    byLength = try container.decodeIfPresent([Share].self, forKey: .byLength) ?? []
    withRepeats = try container.decodeIfPresent(Share.self, forKey: .withRepeats) ?? Share()
    withoutRepeats = try container.decodeIfPresent(Share.self, forKey: .withoutRepeats) ?? Share()
    let counted = try container.decodeIfPresent([Counted].self, forKey: .confusions) ?? []
    confusions = Dictionary(
      counted.map { (Confusion(truth: $0.truth, answer: $0.answer), $0.count) }, uniquingKeysWith: { first, _ in first }
    )
  }

  /// Writes the counts and the rates.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(texts.count, forKey: .texts)
    try container.encode(texts.correct, forKey: .correct)
    try container.encode(characters, forKey: .characters)
    try container.encode(readCharacters, forKey: .readCharacters)
    try container.encode(characterAccuracy, forKey: .characterAccuracy)
    try container.encode(edits, forKey: .edits)
    try container.encode(characterErrorRate, forKey: .characterErrorRate)
    try container.encode(byPosition, forKey: .byPosition)
    try container.encode(byLength, forKey: .byLength)
    try container.encode(withRepeats, forKey: .withRepeats)
    try container.encode(withoutRepeats, forKey: .withoutRepeats)
    try container.encode(
      frequentConfusions.map { Counted(truth: $0.confusion.truth, answer: $0.confusion.answer, count: $0.count) },
      forKey: .confusions)
  }
}
