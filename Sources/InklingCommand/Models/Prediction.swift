/// What a model says of one image. Its JSON form has each class by its index and by its name:
/// `{"label", "label_name", "truth", "truth_name", "probabilities", "classes": [{"index", "name", "probability"}],
/// "weights"}`, where the truth is null for an unknown image.
struct Prediction: Encodable {
  /// The class with the largest probability, the first of several.
  let label: Int
  let probabilities: [Double]
  let truth: Int?
  /// The name of each class.
  let classNames: [String]
  /// The file of the weights.
  let weights: String

  /// - Precondition: at least one class, a name for each, and a truth among them.
  init(probabilities: [Double], truth: Int?, classNames: [String], weights: String) {
    precondition(!probabilities.isEmpty, "a prediction among no classes")
    precondition(probabilities.count == classNames.count, "\(classNames.count) names of \(probabilities.count) classes")
    if let truth { precondition(classNames.indices.contains(truth), "truth \(truth) of \(classNames.count) classes") }
    self.probabilities = probabilities
    self.truth = truth
    self.classNames = classNames
    self.weights = weights
    label = probabilities.indices.dropFirst().reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
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
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(label, forKey: .label)
    try container.encode(classNames[label], forKey: .labelName)
    try container.encode(probabilities, forKey: .probabilities)
    // Not encodeIfPresent: the keys are always there.
    try container.encode(truth, forKey: .truth)
    try container.encode(truth.map { classNames[$0] }, forKey: .truthName)
    let classes = classNames.indices.map { Class(index: $0, name: classNames[$0], probability: probabilities[$0]) }
    try container.encode(classes, forKey: .classes)
    try container.encode(weights, forKey: .weights)
  }
}
