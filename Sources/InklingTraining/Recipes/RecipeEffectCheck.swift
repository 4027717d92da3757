import InklingEngine
import InklingFiles

/// Patterns of a recipe that match parameters, and change nothing about any of them.
struct RecipeEffectCheck {
  let check: RecipeCheck
  /// The parameters' names, and of them those that the optimiser changes.
  private let names: [String]
  private let learned: Set<String>

  init(check: RecipeCheck, graph: Graph) {
    self.check = check
    names = graph.parameters.map(\.name)
    learned = Set(graph.parameters.filter { $0.role == .learned }.map(\.name))
  }

  func run() {
    checkGroups()
    checkUnfreezing()
  }

  private func checkGroups() {
    let recipe = check.recipe
    // What is frozen at the run's end never learns; a recipe's own groups may be tried with some of it frozen.
    let frozen = recipe.fineTuning.map { FreezingPlan($0, names: names).frozen(in: recipe.epochs) } ?? []
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
