import InklingEngine
import InklingFiles

extension Checkpoint {
  /// The optimiser's state of a checkpoint that has one count of steps for all parameters, with one for each.
  ///
  /// - Parameter names: what the state has to hold.
  /// - Throws: `InputError` of kind `.malformed` for a run that counted otherwise than runs do now: where parameters
  ///   had been unfrozen, or gradients were accumulated.
  func countingEach(_ names: [String], path: String) throws(InputError) -> [NamedTensor] {
    let plan = configuration.recipe.fineTuning.map { FreezingPlan($0, names: parameters.map(\.name)) }
    let lastEpoch = state.step > 0 ? state.epoch : max(state.epoch - 1, 1)
    let frozen = plan?.frozen(in: lastEpoch) ?? []
    try require(frozen == plan?.frozen(in: 1) ?? [], "after unfreezing", path)
    try require(configuration.recipe.accumulation == 1, "with accumulated batches", path)
    let steps = (state.epoch - 1) * configuration.recipe.stepsPerEpoch(trainingCount: trainingCount) + state.step
    let product = optimizerState.first { $0.name == "mu_product" }
    let counts = names.compactMap { name -> NamedTensor? in
      guard let dot = name.lastIndex(of: ".") else { return nil }
      let isFrozen = frozen.contains(String(name[..<dot]))
      return switch name[dot...] {
      case ".step": NamedTensor(name: name, shape: [], values: [isFrozen ? 0 : Float(min(steps, 1 << 24))])
      case ".mu_product": product.map { NamedTensor(name: name, shape: [], values: isFrozen ? [1] : $0.values) }
      default: nil
      }
    }
    return optimizerState.filter { $0.name != product?.name } + counts
  }

  private func require(_ holds: Bool, _ when: String, _ path: String) throws(InputError) {
    if holds { return }
    throw InputError(
      .malformed, "an earlier release saved this checkpoint, and counted the optimiser's steps otherwise \(when)",
      path: path, expected: "version \(Version.current.rawValue)", found: "version \(version.rawValue)",
      remedy: "resume it with the release that wrote it, or start a new run from its weights (--from)")
  }
}
