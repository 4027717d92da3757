public import InklingDatasets
import InklingFiles

/// What an evaluation found on one split.
///
/// Its JSON form is `{"accuracy", "correct", "count", "loss", "interval": [lower, upper]}`, and `"metrics"` when they were
/// asked for; `"text"`, `"several_labels"` or `"regression"` for such a task, and of texts `"texts"`, `"character_accuracy"`
/// and `"cer"`, the character error rate. The confusion matrix is not part of it by itself.
public struct EvaluationResult: Sendable, Equatable {
  /// Images whose prediction is their label.
  public let correct: Int
  /// Images that were evaluated.
  public let count: Int
  /// The task's loss, the mean over the images; of a classification the cross-entropy in nats. Zero without images.
  public let loss: Double
  /// Nil when the result was read back from JSON.
  public let confusion: ConfusionMatrix?
  /// Nil unless they were asked for.
  public let metrics: ClassificationMetrics?
  /// What is said of a task that is no classification; nil for one that is.
  public let details: TaskMetrics?

  /// - Precondition: `0 <= correct <= count`.
  public init(
    correct: Int, count: Int, loss: Double, confusion: ConfusionMatrix? = nil, metrics: ClassificationMetrics? = nil,
    details: TaskMetrics? = nil
  ) {
    precondition(correct >= 0 && correct <= count, "\(correct) correct of \(count): expected 0 ... \(count)")
    self.correct = correct
    self.count = count
    self.loss = loss
    self.confusion = confusion
    self.metrics = metrics
    self.details = details
  }

  /// Counts predictions against a split's labels.
  ///
  /// - Parameters:
  ///   - predictions: a class for each of the images.
  ///   - split: the images that were predicted, with their labels.
  ///   - lossSum: the sum of the images' cross-entropies.
  /// - Precondition: one prediction an image, each a class of the split.
  public init(predictions: [Int32], on split: LabeledImages, lossSum: Double) {
    precondition(predictions.count == split.count, "\(predictions.count) predictions for \(split.count) images")
    var confusion = ConfusionMatrix(classNames: split.classNames)
    for (label, prediction) in zip(split.labels, predictions) {
      confusion.add(truth: Int(label), prediction: Int(prediction))
    }
    let count = split.count
    self.init(
      correct: confusion.correct, count: count, loss: count == 0 ? 0 : lossSum / Double(count), confusion: confusion)
  }

  /// `correct / count`; zero without images.
  public var accuracy: Double { counted.accuracy }

  /// Where the accuracy on all such images lies, with 95 % confidence.
  public var interval: WilsonInterval { counted.interval }

  private var counted: AccuracyCount { AccuracyCount(correct: correct, count: count) }
}

extension EvaluationResult: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case accuracy, correct, count, interval, loss, metrics, text, texts, cer, regression
    case severalLabels = "several_labels"
    case characterAccuracy = "character_accuracy"
  }

  /// Writes the JSON form above.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try counted.encode(to: encoder)
    try container.encode(count, forKey: .count)
    try container.encode(loss, forKey: .loss)
    try container.encodeIfPresent(metrics, forKey: .metrics)
    switch details {
    case .text(let metrics):
      try container.encode(metrics, forKey: .text)
      try container.encode(count, forKey: .texts)
      try container.encode(metrics.characterAccuracy, forKey: .characterAccuracy)
      try container.encode(metrics.characterErrorRate, forKey: .cer)
    case .severalLabels(let metrics): try container.encode(metrics, forKey: .severalLabels)
    case .regression(let metrics): try container.encode(metrics, forKey: .regression)
    case nil: break
    }
  }

  /// Reads the counts and the loss; accuracy and interval follow from them.
  ///
  /// - Throws: `DecodingError` for an unknown key, and for counts that no evaluation gives.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let count = try Count.read(container, .count)
    let correct = try Count.read(container, .correct)
    guard correct <= count else {
      throw DecodingError.dataCorruptedError(
        forKey: .correct, in: container, debugDescription: "\(correct) correct of \(count)")
    }
    self.init(
      correct: correct, count: count, loss: try container.decode(Double.self, forKey: .loss),
      metrics: try container.decodeIfPresent(ClassificationMetrics.self, forKey: .metrics),
      details: try container.decodeIfPresent(TextMetrics.self, forKey: .text).map { .text($0) }
        ?? container.decodeIfPresent(SeveralLabelsMetrics.self, forKey: .severalLabels).map { .severalLabels($0) }
        ?? container.decodeIfPresent(RegressionMetrics.self, forKey: .regression).map { .regression($0) })
  }
}
