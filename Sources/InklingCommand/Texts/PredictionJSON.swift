import InklingTraining

/// What a model says of one image, as JSON:
/// `{"label", "label_name", "truth", "truth_name", "probabilities", "classes": [{"index", "name", "probability"}],
/// "weights"}`, where the truth is null for an unknown image.
struct PredictionJSON: Encodable {
  let prediction: Prediction
  let truth: Int?
  /// The file of the weights.
  let weights: String

  init(_ prediction: Prediction, truth: Int?, weights: String) {
    self.prediction = prediction
    self.truth = truth
    self.weights = weights
  }

  private enum CodingKeys: String, CodingKey {
    case label, probabilities, truth, classes, weights
    case labelName = "label_name"
    case truthName = "truth_name"
  }

  /// A class and how probable it is.
  private struct Class: Encodable {
    let index: Int
    let name: String
    let probability: Double
  }

  func encode(to encoder: any Encoder) throws {
    let (names, probabilities) = (prediction.classNames, prediction.probabilities)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(prediction.label, forKey: .label)
    try container.encode(prediction.className, forKey: .labelName)
    try container.encode(probabilities, forKey: .probabilities)
    // Not encodeIfPresent: the keys are always there.
    try container.encode(truth, forKey: .truth)
    try container.encode(truth.map { names[$0] }, forKey: .truthName)
    let classes = names.indices.map { Class(index: $0, name: names[$0], probability: probabilities[$0]) }
    try container.encode(classes, forKey: .classes)
    try container.encode(weights, forKey: .weights)
  }
}
