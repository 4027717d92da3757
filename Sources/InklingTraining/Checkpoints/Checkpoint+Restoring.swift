import InklingEngine
import InklingFiles

extension Checkpoint {
  /// Refuses a checkpoint that was made under another configuration or on another training set.
  ///
  /// - Throws: `InputError` of kind `.malformed`.
  func requireFit(
    _ configuration: RunConfiguration, trainingCount: Int, path: String
  ) throws(InputError) {
    try configuration.requireResumable(from: self.configuration, path: path)
    guard trainingCount == self.trainingCount else {
      throw InputError(
        .malformed, "the run was started on another training set", path: path,
        expected: "\(self.trainingCount) images", found: "\(trainingCount)",
        remedy: "give the same files with --data, or start a new run")
    }
    let isTrained = state.epoch == configuration.recipe.epochs + 1 && state.step == 0
    guard state.epoch <= configuration.recipe.epochs || isTrained else {
      let done = state.step == 0 ? "\(state.epoch - 1)" : "\(state.epoch - 1) and \(state.step) steps"
      throw InputError(
        .malformed, "--epochs is less than the run has trained already", path: path, expected: "\(done) or more",
        found: "\(configuration.recipe.epochs)", remedy: "give more, or start a new run")
    }
  }

  /// Puts the saved state into a freshly compiled model.
  ///
  /// - Throws: `InputError` of kind `.malformed` that lists the tensors that are missing, unexpected or misshapen; the
  ///   model is untouched then.
  func restore(_ stepper: any TrainingStepper, path: String) throws(InputError) {
    try TensorComparison(model: stepper.namedParameters(), file: parameters)
      .requireSame("the checkpoint's parameters", path: path)
    let expected = stepper.namedOptimizerState()
    let optimizerState = try version == .current ? optimizerState : countingEach(expected.map(\.name), path: path)
    try TensorComparison(model: expected, file: optimizerState)
      .requireSame("the checkpoint's optimiser buffers", path: path)
    try stepper.load(parameters: parameters)
    try stepper.load(optimizerState: optimizerState)
    let (batches, accumulation) = (
      configuration.recipe.stepsPerEpoch(trainingCount: trainingCount), stepper.accumulation
    )
    stepper.stepCount = (state.epoch - 1) * batches + state.step
    // An epoch's end steps on what is left of a window.
    let updates = (batches + accumulation - 1) / accumulation
    stepper.updateCount = (state.epoch - 1) * updates + state.step / accumulation
  }
}
