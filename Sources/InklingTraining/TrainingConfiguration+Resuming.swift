import InklingDatasets
public import InklingFiles

extension TrainingConfiguration {
  /// Refuses to resume a run under a configuration that would have given other weights from the start.
  ///
  /// Threads and checkpoint spacing never change the weights, and a run may be given more epochs (or fewer, as long
  /// as it has not passed them), so these may differ from `saved`; and so may when it stops early and which weights it
  /// ends with. The name is the folder's.
  ///
  /// - Throws: `InputError` of kind `.malformed` that names the first option that differs, with both values.
  public func requireResumable(
    from saved: TrainingConfiguration, path: String,
    remedy: String = "resume it without that option, or start a new run"
  ) throws(InputError) {
    let pairs: [(option: String, saved: String, given: String)] = [
      ("--dataset", saved.dataset, dataset),
      ("--model", saved.model, model),
      ("--batch-size", "\(saved.batchSize)", "\(batchSize)"),
      ("--learning-rate", "\(saved.learningRate)", "\(learningRate)"),
      ("--momentum", "\(saved.momentum)", "\(momentum)"),
      ("--seed", "\(saved.seed)", "\(seed)"),
      ("shuffling", saved.shuffle ? "on" : "off (--no-shuffle)", shuffle ? "on" : "off (--no-shuffle)"),
      ("--validation", saved.validation?.split.text ?? "none", validation?.split.text ?? "none"),
      ("--split-seed", "\(saved.validation?.split.seed ?? 0)", "\(validation?.split.seed ?? 0)"),
      ("--monitor", saved.validation?.monitor.rawValue ?? "none", validation?.monitor.rawValue ?? "none"),
    ]
    let difference =
      pairs.first { $0.saved != $0.given } ?? recipeDifference(from: saved).map { ($0.key, $0.saved, $0.given) }
    guard let differing = difference else { return }
    throw InputError(
      .malformed, "the run was started with another configuration", path: path,
      expected: "\(differing.option) \(differing.saved)", found: "\(differing.option) \(differing.given)",
      remedy: remedy)
  }

  /// Refuses more epochs than `saved` has for a run that its patience has ended: none of them would be trained.
  ///
  /// - Throws: `InputError` of kind `.usage` that says what to raise.
  public func requireTrainable(
    beyond saved: TrainingConfiguration, after checkpoint: Checkpoint, path: String
  ) throws(InputError) {
    let history = checkpoint.state.history
    guard epochs > saved.epochs, let plan = validation, let patience = plan.patience, plan.isExhausted(after: history)
    else { return }
    let enough = plan.epochsWithoutImprovement(in: history) + 1
    throw InputError(
      .usage, "the run stopped early, and more epochs alone would train nothing", path: path,
      expected: "--patience \(enough) or more beside --epochs \(epochs)",
      found: "a patience of \(patience), used up after epoch \(history.count)",
      remedy: "give --patience \(enough) or more too")
  }
}
