public import InklingDatasets
public import InklingEngine

extension InferenceProgram {
  /// What the model reaches on a labelled split, or on the images at `indices` of it alone.
  ///
  /// - Precondition: the images are the model's, and the model has a logit for each of the classes (see
  ///   `Graph.requireFit(_:)`).
  public func evaluate(_ split: LabeledImages, at indices: [Int32]? = nil) -> EvaluationResult {
    let outputs = outputs(images: split.images, labels: split.labels, at: indices, withLogits: false)
    var confusion = ConfusionMatrix(classNames: split.classNames)
    for (place, prediction) in outputs.predictions.enumerated() {
      let image = indices.map { Int($0[place]) } ?? place
      confusion.add(truth: Int(split.labels[image]), prediction: Int(prediction))
    }
    let count = outputs.predictions.count
    return EvaluationResult(
      correct: confusion.correct, count: count, loss: count == 0 ? 0 : outputs.lossSum / Double(count),
      confusion: confusion)
  }
}
