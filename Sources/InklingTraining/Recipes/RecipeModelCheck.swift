import InklingEngine
import InklingFiles

/// A recipe against the images it is given: the model's shapes, and the names that its patterns mean.
struct RecipeModelCheck {
  let check: RecipeCheck
  let input: Shape
  let classes: Int
  /// Images that are trained on.
  let trainedCount: Int

  func run() {
    guard let model = check.recipe.model else { return }
    do throws(SpecificationFault) {
      let layers = try model.model(input: input, classes: classes)
      run(layers)
    } catch {
      check.fault("model.\(error.path)", "\(error.sentence) (images of \(input))")
    }
  }

  private func run(_ layers: some Layer) {
    do throws(GraphError) {
      run(try Graph(tracing: layers, input: input))
    } catch {
      check.fault("model", "does not fit images of \(input): \(error)")
    }
  }

  /// The same for a network that is a graph already.
  func run(_ graph: Graph) {
    checkChannels()
    check.checkClassWeights(classes)
    checkPatterns(graph.parameters.map(\.name))
    if check.isGiven { RecipeEffectCheck(check: check, graph: graph).run() }
    checkLastBatch(smallest: graph.smallestBatch)
  }

  private func checkChannels() {
    let normalization = check.recipe.data.normalization
    guard let problem = normalization.problem(channels: input.channels) else { return }
    guard check.node.place(of: "data.normalization") == LoadedRecipe.adopted else {
      return check.fault("data.normalization", problem)
    }
    // Nobody gave it: it is that of the weights.
    let channels = normalization.statistics.map { max($0.mean.count, $0.deviation.count) } ?? 0
    check.fault(
      "fine_tuning.from",
      "names weights for images of another number of channels: expected \(input.channels), as the data set's have, found "
        + "\(channels)")
  }

  /// An epoch's last batch may be short.
  private func checkLastBatch(smallest: Int) {
    let size = check.recipe.batchSize
    let count = trainedCount
    guard count >= size else { return }
    guard size >= smallest else { return check.requireBatch(of: smallest) }
    guard count % size > 0, count % size < smallest else { return }
    check.fault(
      "batch_size",
      "leaves a last batch that is too small for batch normalisation: expected at least \(smallest) images, found "
        + "\(count % size) (\(count) in batches of \(size))")
  }

  private func checkPatterns(_ names: [String]) {
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
    var layers: [String] = []
    for name in names {
      let layer = name.split(separator: ".").dropLast().joined(separator: ".")
      if layers.last != layer { layers.append(layer) }
    }
    check.fault(
      keyPath, "matches no parameter: found \(pattern); \(NearestName.hint(pattern.text, among: names + layers))")
  }
}
