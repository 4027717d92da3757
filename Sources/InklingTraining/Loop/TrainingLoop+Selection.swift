import InklingDatasets
import InklingEngine
import InklingFiles

extension TrainingLoop {
  /// Whether the validation has not improved for as long as the run has patience.
  var isExhausted: Bool { validation?.plan.isExhausted(after: state.history) ?? false }

  /// The weights that the run ends with: the last ones, or those of the best epoch.
  ///
  /// - Throws: `InputError` of kind `.failed` for weights that are not finite, `.malformed` when the best ones in the run
  ///   folder are not those of the epoch that the history says was best.
  func selectedParameters() throws(InputError) -> (parameters: [NamedTensor], selection: WeightsSelection?) {
    guard let validation else { return (try finiteAnsweringParameters(), nil) }
    let plan = validation.plan
    guard plan.selection == .best, let best = state.history.best(by: plan) else {
      return (try finiteAnsweringParameters(), selection(.last, epoch: state.epoch - 1, plan))
    }
    let selection = selection(.best, epoch: best.epoch, plan)
    if let run { return (try run.bestWeights(ofEpoch: best.epoch), selection) }
    guard let weights = validation.best else { return (try finiteAnsweringParameters(), selection) }
    return (weights, selection)
  }

  private func selection(
    _ weights: ValidationPlan.Selection, epoch: Int, _ plan: ValidationPlan
  ) -> WeightsSelection {
    return WeightsSelection(
      weights: weights, epoch: epoch, monitor: plan.monitor, trainingCount: validation?.training.count ?? data.count,
      validationCount: validation?.count ?? 0, stoppedEarly: state.history.count < configuration.recipe.epochs)
  }
}

extension RunFolder {
  /// The best weights, which must be those of `epoch`: a run that went back to an older checkpoint and was given fewer
  /// epochs can have better ones from later on.
  fileprivate func bestWeights(ofEpoch epoch: Int) throws(InputError) -> [NamedTensor] {
    let file = try Safetensors.weights(path(of: .bestWeights))
    guard file.metadata["epoch"] == "\(epoch)" else {
      throw InputError(
        .malformed, "the best weights are not those of the best epoch", path: path(of: .bestWeights),
        expected: "epoch \(epoch)", found: "epoch \(file.metadata["epoch"] ?? "unknown")",
        remedy: "resume the run with more --epochs, or with --select last")
    }
    return file.tensors
  }
}
