import InklingFiles
import InklingTraining

/// What a model reads on one image of a data set. Its JSON form is
/// `{"text", "probability", "characters": [{"character", "probability"}], "truth", "weights"}`, where the truth is null for an
/// unknown image.
struct ReadText: Encodable {
  let answer: TextAnswer
  let truth: String?
  /// The file of the weights.
  let weights: String

  init(_ answer: TextAnswer, truth: String?, weights: String) {
    self.answer = answer
    self.truth = truth
    self.weights = weights
  }

  private enum CodingKeys: String, CodingKey { case text, probability, characters, truth, weights }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(answer.text, forKey: .text)
    try container.encode(answer.probability, forKey: .probability)
    try container.encode(answer.characters.map(TextAnswerJSON.Character.init), forKey: .characters)
    // Not encodeIfPresent: the key is always there.
    try container.encode(truth, forKey: .truth)
    try container.encode(weights, forKey: .weights)
  }

  /// The lines for people, without a last line feed.
  var lines: String {
    let text = PrintableText.escaped(answer.text)
    let first = TextAnswerText(answer).lines.joined(separator: "\n")
    guard let truth = truth.map(PrintableText.escaped) else { return first }
    return "\(first)\nlabel   \(truth)\(truth == text ? "" : ", so the text is wrong")"
  }
}
