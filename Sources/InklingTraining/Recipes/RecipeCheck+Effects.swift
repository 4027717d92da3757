import InklingFiles

/// What a recipe says without any effect, because of what it says elsewhere.
extension RecipeCheck {
  /// What can be known before the data is.
  func checkEffects() {
    checkCycledMomentum()
    checkRates()
    checkPeak()
    for (index, step) in (recipe.fineTuning?.unfreezing ?? []).enumerated() where step.epoch < 2 {
      fault(
        "fine_tuning.unfreeze_at.\(index).epoch",
        "undoes the freezing before anything is trained: expected 2 or more, found \(step.epoch); take the names out of "
          + "fine_tuning.freeze instead")
    }
  }

  /// The ends of a cycle that is switched off. A saved recipe has them at their defaults.
  private func checkCycledMomentum() {
    let schedule = recipe.schedule
    guard schedule.name == .oneCycle, !schedule.flag("cycle_momentum") else { return }
    for key in ["base_momentum", "max_momentum"] {
      let standard = schedule.name.options.first { $0.key == key }?.standard
      guard let value = schedule.number(key), schedule.values[key] != standard else { continue }
      fault("schedule.\(key)", "changes nothing where schedule.cycle_momentum is false: found \(value)")
    }
  }

  /// A learning rate in a file beside the peak that `one_cycle` takes in its place; a peak on the command line may replace a
  /// file's rate. A recipe that was written out whole has the optimiser's own rate.
  private func checkPeak() {
    guard recipe.schedule.name == .oneCycle, !node.place(of: "schedule.max_lr").isOption,
      let peak = recipe.schedule.number("max_lr"),
      let rate = node.node(at: "optimizer.learning_rate")?.double, rate != peak,
      rate != recipe.optimizer.name.standardLearningRate
    else { return }
    fault(
      "optimizer.learning_rate",
      "changes nothing beside schedule.max_lr, to which one_cycle rises: expected none, or \(peak), found \(rate)")
  }

  /// The end of a rate that would fall on plateaus, and cannot. (A cosine goes to its own end from below, too.)
  private func checkRates() {
    let rate = recipe.optimizer.learningRate
    guard let least = recipe.schedule.number("min_lr"), least >= rate else { return }
    fault(
      "schedule.min_lr",
      "is not below the learning rate, which would never fall: expected less than \(rate), found \(least)")
  }
}
