public import InklingDatasets
public import InklingEngine
public import InklingFiles

/// Telling classes apart: one logit a class, of which the largest, the first of equals, is the answer. Images have a label
/// each, or soft labels: a probability for each class, whose largest is the truth.
public struct ClassificationTask: LearningTask {
  /// What training makes small.
  public let loss: any Loss

  /// - Parameter loss: softmax cross-entropy unless another is given. An evaluation's loss is the plain one.
  public init(loss: any Loss = CrossEntropyLoss()) { self.loss = loss }

  /// "classify".
  public var name: String { "classify" }

  /// Refuses images of another size, and answers that are neither labels nor probabilities of the network's classes.
  ///
  /// - Throws: `InputError` of kind `.malformed`.
  public func requireFit(_ images: LabeledImages, _ graph: Graph) throws(InputError) {
    try requireSize(images, graph)
    let classes = images.classNames.count
    guard graph.outputShape.dimensions == [classes] else {
      throw InputError(
        .malformed, "the data set's classes are not the model's", expected: "\(graph.outputShape.count) classes",
        found: "\(classes)", remedy: "choose another --dataset")
    }
    switch images.targets {
    case .labels: break
    case .numbers(let rows) where rows.width == classes: break
    default: throw otherTargets(images, expected: "a label for each image, or \(classes) probabilities")
    }
  }

  /// The confusion matrix, and the mean cross-entropy.
  ///
  /// - Throws: `InputError` of kind `.unavailable` where there is not enough memory.
  public func evaluate(
    _ program: InferenceProgram, on images: LabeledImages, at indices: [Int32]?
  ) throws(InputError) -> EvaluationResult {
    if images.targets.labels != nil {
      // The loss of a network's own probabilities is theirs, here as in every evaluation.
      let isOwn = program.graph.outputForm.isProbability
      return isOwn ? try Evaluator([program]).evaluate(images, at: indices) : program.evaluate(images, at: indices)
    }
    let outputs = try TaskOutputs(program, on: images, at: indices, loss: CrossEntropyLoss())
    guard case .numbers(let truths) = outputs.targets else {
      preconditionFailure("soft labels are rows of numbers, not \(outputs.targets.kind)")
    }
    var confusion = ConfusionMatrix(classNames: images.classNames)
    for image in 0..<outputs.count {
      confusion.add(truth: Self.largest(truths[image]), prediction: Self.largest(outputs[image]))
    }
    return EvaluationResult(
      correct: confusion.correct, count: outputs.count, loss: outputs.loss, confusion: confusion)
  }

  /// The place of the largest number, the first of equals.
  private static func largest(_ row: ArraySlice<Float>) -> Int {
    row.indices.dropFirst().reduce(row.startIndex) { row[$1] > row[$0] ? $1 : $0 } - row.startIndex
  }
}
