public import InklingDatasets
public import InklingEngine
public import InklingFiles

/// Saying which of several labels hold, each by itself: a logit for each, above zero where it holds. Images have a row of
/// zeros and ones. An answer is right when all of its labels are.
public struct SeveralLabelsTask: LearningTask {
  /// What training makes small.
  public let loss: any Loss

  /// - Parameter loss: binary cross-entropy unless another is given.
  public init(loss: any Loss = BCEWithLogitsLoss()) { self.loss = loss }

  /// "several_labels".
  public var name: String { "several_labels" }

  /// Refuses images of another size, and answers that are not a row of zeros and ones for the network's outputs.
  ///
  /// - Throws: `InputError` of kind `.malformed`.
  public func requireFit(_ images: LabeledImages, _ graph: Graph) throws(InputError) {
    try requireSize(images, graph)
    guard let rows = images.targets.numbers, rows.values.allSatisfy({ $0 == 0 || $0 == 1 }) else {
      throw otherTargets(images, expected: "a row of zeros and ones for each image")
    }
    guard graph.outputShape.count == rows.width, images.classNames.count == rows.width else {
      throw InputError(
        .malformed, "the data set's labels are not the model's", expected: "\(graph.outputShape.count) labels",
        found: "\(rows.width), with \(images.classNames.count) names")
    }
  }

  /// The mean loss, the images with all labels right, and each label's counts (`SeveralLabelsMetrics`).
  ///
  /// - Throws: `InputError` of kind `.unavailable` where there is not enough memory.
  public func evaluate(
    _ program: InferenceProgram, on images: LabeledImages, at indices: [Int32]?
  ) throws(InputError) -> EvaluationResult {
    let outputs = try TaskOutputs(program, on: images, at: indices, loss: loss)
    guard let truths = outputs.targets.numbers else {
      preconditionFailure("several labels are rows of numbers, not \(outputs.targets.kind)")
    }
    var (correct, metrics) = (0, SeveralLabelsMetrics(names: images.classNames))
    for image in 0..<outputs.count where metrics.add(truth: truths[image], logits: outputs[image]) { correct += 1 }
    return EvaluationResult(
      correct: correct, count: outputs.count, loss: outputs.loss, details: .severalLabels(metrics))
  }
}
