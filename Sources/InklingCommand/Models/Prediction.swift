/// What a model says of one image: `{"label", "probabilities", "truth"}`, where the truth is null for an unknown image.
struct Prediction: Encodable {
  /// The class with the largest probability, the first of several.
  let label: Int
  let probabilities: [Double]
  let truth: Int?

  /// - Precondition: at least one class.
  init(probabilities: [Double], truth: Int?) {
    precondition(!probabilities.isEmpty, "a prediction among no classes")
    self.probabilities = probabilities
    self.truth = truth
    label = probabilities.indices.dropFirst().reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
  }

  private enum CodingKeys: String, CodingKey { case label, probabilities, truth }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(label, forKey: .label)
    try container.encode(probabilities, forKey: .probabilities)
    // Not encodeIfPresent: the key is always there.
    try container.encode(truth, forKey: .truth)
  }
}
