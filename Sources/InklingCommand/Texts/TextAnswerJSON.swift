import InklingRecognition
import InklingTraining

/// What a model reads on a picture, as JSON:
/// `{"file", "text", "probability", "characters": [{"character", "probability"}], "refused", "reason"}`. Text and probability
/// are null where it is refused, and the reason where it is not.
struct TextAnswerJSON: Encodable {
  /// One character.
  struct Character: Encodable {
    let character: String
    let probability: Double

    init(_ character: TextAnswer.Character) {
      (self.character, probability) = (character.character, character.probability)
    }
  }

  let file: String
  let text: String?
  let probability: Double?
  let characters: [Character]
  let refused: Bool
  let reason: String?

  init(_ answer: PictureAnswer, file: String) {
    self.file = file
    text = answer.text
    probability = answer.probability
    characters = answer.reading?.characters.map(Character.init) ?? []
    refused = answer.isRefused
    reason = answer.refusal?.rawValue
  }

  /// The names of `fields`.
  static let header = ["file", "text", "probability", "characters", "refused", "reason"]

  private enum CodingKeys: String, CodingKey { case file, text, probability, characters, refused, reason }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(file, forKey: .file)
    // Not encodeIfPresent: the keys are always there.
    try container.encode(text, forKey: .text)
    try container.encode(probability, forKey: .probability)
    try container.encode(characters, forKey: .characters)
    try container.encode(refused, forKey: .refused)
    try container.encode(reason, forKey: .reason)
  }

  /// The same as fields of a table: the characters' probabilities with semicolons.
  var fields: [String] {
    [
      file, text ?? "", probability.map { "\($0)" } ?? "",
      characters.map { "\($0.probability)" }.joined(separator: ";"), "\(refused)", reason ?? "",
    ]
  }
}
