import InklingDatasets
import InklingEngine
import InklingFiles

/// Telling quantities: the model's outputs are the numbers themselves. No answer is right or wrong, so the accuracy of an
/// epoch or evaluation is zero: watch the loss.
public struct RegressionTask: LearningTask {
  public let loss: any Loss

  /// - Parameter loss: the mean squared error unless another is given.
  public init(loss: any Loss = MSELoss()) { self.loss = loss }

  public var name: String { "regress" }

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
