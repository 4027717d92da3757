import Files
import Inkling

/// A recipe against the images it is given: the model's shapes, and the names that its patterns mean.
struct RecipeModelCheck {
  let check: RecipeCheck
  let input: Shape
  let classes: Int

  func run() {
    if let problem = check.recipe.data.normalization.problem(channels: input.channels) {
      check.fault("data.normalization", problem)
    }
    guard let model = check.recipe.model else { return }
    do throws(SpecificationFault) {
      let layers = try model.model(input: input, classes: classes)
      guard let graph = try? Graph(tracing: layers, input: input) else { return }
      checkPatterns(graph.parameters.map(\.name))
    } catch {
      check.fault("model.\(error.path)", "\(error.sentence) (images of \(input))")
    }
  }

  func checkPatterns(_ names: [String]) {
    let recipe = check.recipe
    for (index, group) in recipe.parameterGroups.enumerated() {
      require(group.match, among: names, at: "parameter_groups.\(index).match")
    }
    guard let fineTuning = recipe.fineTuning else { return }
    for pattern in fineTuning.freeze { require(pattern, among: names, at: "fine_tuning.freeze") }
    for (index, step) in fineTuning.unfreezing.enumerated() {
      for pattern in step.patterns {
        require(pattern, among: names, at: "fine_tuning.unfreeze_at.\(index).patterns")
      }
    }
    let plan = FreezingPlan(fineTuning, names: names)
    if plan.frozen(in: 1).count == names.count {
      check.fault("fine_tuning.freeze", "leaves nothing to learn: it freezes every parameter in epoch 1")
    }
  }

  private func require(_ pattern: NamePattern, among names: [String], at keyPath: String) {
    guard !names.contains(where: pattern.matches) else { return }
    let layers = names.map { $0.split(separator: ".").dropLast().joined(separator: ".") }
    check.fault(
      keyPath, "matches no parameter: found \(pattern); \(NearestName.hint(pattern.text, among: names + layers))")
  }
}
