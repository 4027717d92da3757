/// What a model says of one image.
public struct Prediction: Sendable, Equatable {
  /// The class with the largest probability, the first of several.
  public let label: Int
  /// The name of that class.
  public var className: String { classNames[label] }
  /// The probability of each class, 0...1.
  public let probabilities: [Double]
  /// The name of each class.
  public let classNames: [String]

  /// - Precondition: at least one class, and a name for each.
  package init(probabilities: [Double], classNames: [String]) {
    precondition(!probabilities.isEmpty, "a prediction among no classes")
    precondition(probabilities.count == classNames.count, "\(classNames.count) names of \(probabilities.count) classes")
    self.probabilities = probabilities
    self.classNames = classNames
    label = probabilities.indices.dropFirst().reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
  }

  /// The probability of the answer.
  public var probability: Double { probabilities[label] }
}
