/// What an evaluator answers to labelled images: probabilities and predictions, to be counted, compared or calibrated.
public struct Answers: Sendable, Equatable {
  /// What each image is with which probability, beside its label.
  public let probabilities: ClassProbabilities
  /// The class that each image is called.
  public let predictions: [Int32]
  /// The name of each class, in the order of the labels.
  public let classNames: [String]
  /// The sum of the images' cross-entropies, in nats.
  public let lossSum: Double

  /// - Precondition: a prediction for each of the images, and a name for each of the classes.
  init(_ probabilities: ClassProbabilities, predictions: [Int32], lossSum: Double, classNames: [String]) {
    precondition(
      predictions.count == probabilities.count && classNames.count == probabilities.classes,
      "\(predictions.count) predictions among \(classNames.count) classes")
    self.probabilities = probabilities
    self.predictions = predictions
    self.lossSum = lossSum
    self.classNames = classNames
  }

  /// Answers that are nothing but probabilities: the largest is the prediction, the log loss the loss.
  init(_ probabilities: ClassProbabilities, classNames: [String]) {
    self.init(
      probabilities, predictions: probabilities.predictions,
      lossSum: probabilities.logLoss * Double(probabilities.count), classNames: classNames)
  }

  /// The class that each image is.
  public var labels: [Int32] { probabilities.labels }

  /// Counts the answers.
  ///
  /// - Parameter withMetrics: whether everything that can be said is, which takes longer; answers that are not finite
  ///   have no metrics.
  public func result(withMetrics: Bool = false) -> EvaluationResult {
    var confusion = ConfusionMatrix(classNames: classNames)
    for (label, prediction) in zip(labels, predictions) {
      confusion.add(truth: Int(label), prediction: Int(prediction))
    }
    let count = labels.count
    return EvaluationResult(
      correct: confusion.correct, count: count, loss: count == 0 ? 0 : lossSum / Double(count), confusion: confusion,
      metrics: withMetrics && probabilities.areFinite ? ClassificationMetrics(probabilities, confusion) : nil)
  }

  /// The same answers with calibrated probabilities.
  public func calibrated(by temperature: TemperatureScaling) -> Answers {
    let scaled = temperature(probabilities)
    return Answers(
      scaled, predictions: predictions, lossSum: scaled.logLoss * Double(scaled.count), classNames: classNames)
  }
}
