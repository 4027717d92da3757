package import InklingFiles

/// Settings that another key of the same recipe overrides: each is refused, with what to set in its place.
extension LoadedRecipe {
  /// Refuses a setting that changes nothing: one for the whole recipe that its ensemble has a list in place of, a learning
  /// rate beside `schedule.max_lr`, a momentum that `one_cycle` cycles.
  ///
  /// - Throws: `InputError` that names both: of kind `.usage`, or `.malformed` for a setting that stands in a file.
  package func requireEffect(of setting: RecipeSetting) throws(InputError) {
    for (key, list) in [("seed", "ensemble.seeds"), ("model", "ensemble.models")] {
      guard setting.path == key, node.node(at: list) != nil else { continue }
      throw Self.idle(
        setting, expected: "a value for each member in \(list)", found: "a recipe that has one",
        remedy: "set \(list), or take it away with \(setting.taking(list))")
    }
    guard recipe.schedule.name == .oneCycle else { return }
    if setting.gives("optimizer.learning_rate"), recipe.schedule.number("max_lr") != nil {
      throw Self.idle(
        setting, "optimizer.learning_rate", expected: "a value for schedule.max_lr, to which one_cycle rises",
        found: "a recipe that has one",
        remedy: "set schedule.max_lr, or take it away with \(setting.taking("schedule.max_lr"))")
    }
    if recipe.schedule.flag("cycle_momentum") { try requireUncycled(setting) }
  }

  /// `one_cycle` puts its own momentum in place of the optimiser's, or of the first of two betas.
  private func requireUncycled(_ setting: RecipeSetting) throws(InputError) {
    let first = "optimizer.betas.0"
    let keys = ["optimizer.momentum", "optimizer.betas"] + (setting.path == first ? [first] : [])
    for key in keys where setting.gives(key) {
      // What there would be without it; nothing where the optimiser needs it to have a momentum at all.
      guard let other = recipe(without: key, of: setting) else { continue }
      let isSame =
        key.hasPrefix("optimizer.betas")
        ? other.optimizer.betas?.0 == recipe.optimizer.betas?.0
        : other.optimizer.number("momentum") == recipe.optimizer.number("momentum")
      guard !isSame else { continue }
      throw Self.idle(
        setting, key == "optimizer.betas" ? "the first of \(key)" : key,
        expected: "schedule.base_momentum and schedule.max_momentum, between which one_cycle moves it", found: nil,
        remedy: "set these, or schedule.cycle_momentum=false")
    }
  }

  /// The recipe without the key that a setting gives; nil where that is none.
  private func recipe(without key: String, of setting: RecipeSetting) -> Recipe? {
    let document =
      setting.path == key
      ? Self.document(base, with: settings.filter { $0.path != key }, datasets)
      : node.setting(key, to: DocumentNode(.null))
    let faults = DocumentFaults()
    let recipe = Self.read(document, path, faults, datasets)
    if faults.isEmpty { RecipeCheck(recipe: recipe, node: document, faults: faults, isGiven: isGiven).run() }
    return faults.isEmpty ? recipe : nil
  }

  /// - Parameter part: what of the setting changes nothing; nil for all of it.
  private static func idle(
    _ setting: RecipeSetting, _ part: String? = nil, expected: String, found: String?, remedy: String
  ) -> InputError {
    let subject = part.map { setting.path == $0 ? setting.text : "\($0) of \(setting.text)" } ?? setting.text
    return InputError(
      setting.isCommandLine ? .usage : .malformed, "\(subject) changes nothing", expected: expected, found: found,
      remedy: remedy)
  }
}

extension RecipeSetting {
  /// How a key is taken away where this setting stands.
  fileprivate func taking(_ key: String) -> String { isCommandLine ? "--set \(key)=" : "'set: {\(key): null}'" }
}
