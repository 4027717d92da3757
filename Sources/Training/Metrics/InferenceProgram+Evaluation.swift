import Datasets
import Inkling

extension InferenceProgram {
  /// What the model reaches on a labelled split.
  ///
  /// - Precondition: the images are the model's, and the model has a logit for each of the classes (see
  ///   `Graph.requireFit(_:)`).
  public func evaluate(_ split: LabeledImages) -> EvaluationResult {
    let (predictions, lossSum) = evaluate(images: split.images, labels: split.labels)
    return EvaluationResult(predictions: predictions, on: split, lossSum: lossSum)
  }
}
