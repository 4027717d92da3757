import InklingTraining

/// What a model reads on a picture, as JSON: `{"file", "text", "probability", "characters": [{"character", "probability"}]}`.
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
  let text: String
  let probability: Double
  let characters: [Character]

  init(_ answer: TextAnswer, file: String) {
    self.file = file
    text = answer.text
    probability = answer.probability
    characters = answer.characters.map(Character.init)
  }

  /// The names of `fields`.
  static let header = ["file", "text", "probability", "characters"]

  /// The same as fields of a table: the characters' probabilities with semicolons.
  var fields: [String] {
    [file, text, "\(probability)", characters.map { "\($0.probability)" }.joined(separator: ";")]
  }
}
