public import InklingDatasets
public import InklingEngine
public import InklingFiles

/// What a model learns to do: the loss that training makes small, the images and networks that belong to it, and how an
/// answer is held against the truth. The loop, validation, evaluation and reports are the same for all tasks.
///
/// `ClassificationTask`, `ReadingTask`, `SeveralLabelsTask` and `RegressionTask` are those that come with the library.
public protocol LearningTask: Sendable {
  /// Its word in recipes and in a run's files: "classify".
  var name: String { get }

  /// What training makes small, and an evaluation's loss.
  var loss: any Loss { get }

  /// Refuses images, answers and networks that do not belong together, before anything is trained.
  ///
  /// - Throws: `InputError` of kind `.malformed` that says what was expected and found.
  func requireFit(_ images: LabeledImages, _ graph: Graph) throws(InputError)

  /// What a model reaches on images, or on those at `indices` alone, in that order.
  ///
  /// - Precondition: images and graph fit (see `requireFit(_:_:)`).
  /// - Throws: `InputError` of kind `.unavailable` where there is not enough memory.
  func evaluate(
    _ program: InferenceProgram, on images: LabeledImages, at indices: [Int32]?
  ) throws(InputError) -> EvaluationResult
}

extension LearningTask {
  /// Refuses images of another size than the network's.
  func requireSize(_ images: LabeledImages, _ graph: Graph) throws(InputError) {
    guard graph.inputShape.dimensions == [images.channels, images.height, images.width] else {
      let sides = graph.inputShape.dimensions.map(String.init).joined(separator: "x")
      let own = graph.inputShape.isImage ? "bring pictures of your own to its size with --image-size \(sides), or " : ""
      throw InputError(
        .malformed, "the data set's images are not the model's", expected: "\(graph.inputShape)",
        found: "\(images.channels)x\(images.height)x\(images.width)", remedy: "\(own)choose another --dataset")
    }
  }

  /// What stands where the task needs other answers.
  func otherTargets(_ images: LabeledImages, expected: String) -> InputError {
    InputError(
      .malformed, "the task \(name) cannot be learned from these answers", expected: expected,
      found: images.targets.kind, remedy: "choose another task or data set")
  }
}
