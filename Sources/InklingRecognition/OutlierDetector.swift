public import InklingFiles
import InklingMathematics
public import InklingTraining

/// A model that tells what a reader's model may be asked about from anything else: its last class is "none of them". It was
/// trained with pictures of both (outlier exposure; Hendrycks, Mazeika and Dietterich, "Deep anomaly detection with outlier
/// exposure", ICLR 2019).
public struct OutlierDetector: Sendable {
  /// The model, which takes the same images as the reader's.
  public let model: TrainedModel
  /// From which score on an image is an outlier.
  public let threshold: RefusalThreshold

  /// - Throws: `InputError` of kind `.usage` for a model without two classes, or without a threshold of log-odds.
  public init(_ model: TrainedModel) throws(InputError) {
    try model.requireClasses()
    guard model.classNames.count > 1, let threshold = model.refusal, threshold.score == .logOdds else {
      throw InputError(
        .usage, "the model is no outlier detector", path: model.title,
        expected: "two or more classes, and a threshold of log-odds",
        found:
          "\(model.classNames.count) classes, \(model.refusal.map { "a threshold of \($0.score.rawValue)" } ?? "none")")
    }
    self.model = model
    self.threshold = threshold
  }

  /// The log-odds of the last class, logit - log Σ exp(other logits): higher is less like any of the others.
  ///
  /// - Precondition: at least two logits, all finite.
  public static func score(logits: [Float]) -> Double {
    precondition(logits.count > 1, "log-odds of \(logits.count) logits")
    let others = logits.dropLast().map(Double.init)
    let largest = others.reduce(-Double.infinity, max)
    return Double(logits[logits.count - 1]) - largest
      - Elementary.logarithm(others.reduce(0) { $0 + Elementary.exponential($1 - largest) })
  }
}
