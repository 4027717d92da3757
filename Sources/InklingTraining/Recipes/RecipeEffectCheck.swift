import InklingEngine
import InklingFiles

/// Patterns of a recipe that match parameters, and change nothing about any of them.
struct RecipeEffectCheck {
  let check: RecipeCheck
  /// The parameters' names, and of them those that the optimiser changes.
  private let names: [String]
  private let learned: Set<String>
  private let head: Set<String>

  init(check: RecipeCheck, graph: Graph) {
    self.check = check
    names = graph.parameters.map(\.name)
    learned = Set(graph.parameters.filter { $0.role == .learned }.map(\.name))
    head = graph.headParameters
  }

  func run() {
    checkGroups()
    checkUnfreezing()
    checkHead()
    checkRates()
  }

  /// The parameters that are frozen to the run's end.
  private var frozen: Set<String> {
    check.recipe.fineTuning.map { FreezingPlan($0, names: names).frozen(in: check.recipe.epochs) } ?? []
  }

  /// A head that starts anew and never learns stays what the seed drew.
  private func checkHead() {
    guard check.recipe.fineTuning?.replacesHead == true else { return }
    let still = names.filter { head.contains($0) && learned.contains($0) && frozen.contains($0) }
    guard !still.isEmpty else { return }
    check.fault(
      "fine_tuning.freeze",
      "freezes the head that fine_tuning.replace_head starts anew, which would stay random: found \(still.listing); "
        + "leave it out of the patterns, or name it in fine_tuning.unfreeze_at")
  }

  /// Groups with a rate of nothing, for all that is not frozen.
  private func checkRates() {
    let groups = check.recipe.parameterGroups
    let moving = learned.subtracting(frozen).filter { name in
      groups.first { $0.match.matches(name) }.map { $0.learningRateScale > 0 } ?? true
    }
    guard moving.isEmpty, !learned.subtracting(frozen).isEmpty else { return }
    check.fault("parameter_groups", "leave nothing to learn: a learning_rate_scale of 0 holds all that is not frozen")
  }

  private func checkGroups() {
    let recipe = check.recipe
    // What is frozen at the run's end never learns; a recipe's own groups may be tried with some of it frozen.
    let frozen = self.frozen
    let isFrozenByOption = check.node.place(of: "fine_tuning.freeze").isOption
    var taken: [(index: Int, names: Set<String>)] = []
    for (index, group) in recipe.parameterGroups.enumerated() {
      let key = "parameter_groups.\(index).match"
      let matched = [group.match].matching(names)
      defer { taken.append((index, matched)) }
      // One that matches nothing was said already.
      guard !matched.isEmpty else { continue }
      guard !matched.isDisjoint(with: learned) else {
        check.fault(key, "matches no parameter that the optimiser changes: found \(group.match)")
        continue
      }
      if !isFrozenByOption, matched.intersection(learned).isSubset(of: frozen) {
        check.fault(key, "matches frozen parameters alone, which never learn: found \(group.match)")
        continue
      }
      let left = taken.reduce(matched.intersection(learned)) { $0.subtracting($1.names) }
      guard left.isEmpty, let first = taken.first(where: { !$0.names.isDisjoint(with: matched) }) else { continue }
      check.fault(
        key,
        "matches nothing that an earlier group does not: found \(group.match), behind "
          + "\(recipe.parameterGroups[first.index].match); the first that matches counts")
    }
  }

  private func checkUnfreezing() {
    guard let fineTuning = check.recipe.fineTuning else { return }
    let plan = FreezingPlan(fineTuning, names: names)
    for (index, step) in fineTuning.unfreezing.enumerated() where step.epoch > 1 {
      let frozen = plan.frozen(in: step.epoch - 1)
      for pattern in step.patterns {
        let matched = [pattern].matching(names)
        guard !matched.isEmpty, matched.isDisjoint(with: frozen) else { continue }
        check.fault(
          "fine_tuning.unfreeze_at.\(index).patterns",
          "names nothing that is frozen until epoch \(step.epoch): found \(pattern)")
      }
    }
  }
}
