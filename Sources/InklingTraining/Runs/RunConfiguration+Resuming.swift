import InklingDatasets
public import InklingFiles

extension RunConfiguration {
  /// Refuses to resume a run under a configuration that would have given other weights from the start.
  ///
  /// Threads and checkpoint spacing never change the weights, and a run may be given more epochs (or fewer, as long
  /// as it has not passed them), so these may differ from `saved`; and so may when it stops early and which weights it
  /// ends with. The name is the folder's.
  ///
  /// - Throws: `InputError` of kind `.malformed` that names the first option or key that differs, with both values.
  public func requireResumable(
    from saved: RunConfiguration, path: String,
    remedy: String = "resume it without that option, or start a new run"
  ) throws(InputError) {
    let difference =
      modelName == saved.modelName
      ? recipe.difference(from: saved.recipe) : (key: "--model", saved: saved.modelName, given: modelName)
    guard let differing = difference else { return }
    throw InputError(
      .malformed, "the run was started with another configuration", path: path,
      expected: "\(differing.key) \(differing.saved)", found: "\(differing.key) \(differing.given)", remedy: remedy)
  }

  /// Refuses more epochs than `saved` has for a run that its patience has ended: none of them would be trained.
  ///
  /// - Throws: `InputError` of kind `.usage` that says what to raise.
  public func requireTrainable(
    beyond saved: RunConfiguration, after checkpoint: Checkpoint, path: String
  ) throws(InputError) {
    let (epochs, history) = (recipe.epochs, checkpoint.state.history)
    guard epochs > saved.recipe.epochs, let plan = recipe.validationPlan, let patience = plan.patience,
      plan.isExhausted(after: history)
    else { return }
    let enough = plan.epochsWithoutImprovement(in: history) + 1
    throw InputError(
      .usage, "the run's patience is used up, and more epochs alone would train nothing", path: path,
      expected: "--patience \(enough) or more beside --epochs \(epochs)",
      found: "a patience of \(patience), used up after epoch \(history.count)",
      remedy: "give --patience \(enough) or more too")
  }

  /// This with settings put over its recipe, which are held against a recipe's rules.
  ///
  /// - Parameters:
  ///   - settings: values that are put in place of the recipe's, in this order; none changes nothing.
  ///   - path: of the run, for errors.
  /// - Throws: `InputError` of kind `.malformed` for all that is wrong in them.
  public func applying(_ settings: [RecipeSetting], path: String) throws(InputError) -> RunConfiguration {
    guard !settings.isEmpty else { return self }
    var changed = self
    changed.recipe = try LoadedRecipe(recipe, path: path, settings: settings).recipe
    return changed
  }
}
