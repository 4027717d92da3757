import InklingFiles
import InklingTraining

/// What a model reads on one image. Its JSON form is `{"text", "truth", "weights"}`, where the truth is null for an unknown
/// image.
struct ReadText: Encodable {
  let text: String
  let truth: String?
  /// The file of the weights.
  let weights: String

  private enum CodingKeys: String, CodingKey { case text, truth, weights }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(text, forKey: .text)
    // Not encodeIfPresent: the key is always there.
    try container.encode(truth, forKey: .truth)
    try container.encode(weights, forKey: .weights)
  }

  /// The lines for people, without a last line feed.
  var lines: String {
    let text = PrintableText.escaped(text)
    guard let truth = truth.map(PrintableText.escaped) else { return "text    \(text)" }
    return "text    \(text)\nlabel   \(truth)\(truth == text ? "" : ", so the text is wrong")"
  }
}
