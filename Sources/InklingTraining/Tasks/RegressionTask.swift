public import InklingDatasets
public import InklingEngine
public import InklingFiles

/// Telling quantities: the model's outputs are the numbers themselves. No answer is right or wrong, so the accuracy of an
/// epoch or evaluation is zero: watch the loss.
public struct RegressionTask: LearningTask {
  /// What training makes small.
  public let loss: any Loss

  /// - Parameter loss: the mean squared error unless another is given.
  public init(loss: any Loss = MSELoss()) { self.loss = loss }

  /// "regress".
  public var name: String { "regress" }

  /// Refuses images of another size, and answers that are not a row of finite numbers for the network's outputs.
  ///
  /// - Throws: `InputError` of kind `.malformed`.
  public func requireFit(_ images: LabeledImages, _ graph: Graph) throws(InputError) {
    try requireSize(images, graph)
    guard let rows = images.targets.numbers, rows.values.allSatisfy(\.isFinite) else {
      throw otherTargets(images, expected: "a row of finite numbers for each image")
    }
    guard graph.outputShape.count == rows.width else {
      throw InputError(
        .malformed, "the data set's numbers are not the model's", expected: "\(graph.outputShape.count) numbers",
        found: "\(rows.width)")
    }
  }

  /// The mean loss, and how far the numbers are from the truth (`RegressionMetrics`).
  ///
  /// - Throws: `InputError` of kind `.unavailable` where there is not enough memory.
  public func evaluate(
    _ program: InferenceProgram, on images: LabeledImages, at indices: [Int32]?
  ) throws(InputError) -> EvaluationResult {
    let outputs = try TaskOutputs(program, on: images, at: indices, loss: loss)
    guard let truths = outputs.targets.numbers else {
      preconditionFailure("quantities are rows of numbers, not \(outputs.targets.kind)")
    }
    return EvaluationResult(
      correct: 0, count: outputs.count, loss: outputs.loss,
      details: .regression(RegressionMetrics(truths: truths, answers: TargetRows(outputs.rows, width: outputs.width))))
  }
}
