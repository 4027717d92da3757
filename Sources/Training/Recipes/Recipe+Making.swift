import Files
import Inkling

extension TrainingConfiguration {
  /// The optimiser that the run was configured with.
  ///
  /// - Throws: `InputError` of kind `.unavailable` for one that this version does not have.
  func makeOptimizer() throws(InputError) -> SGD {
    try recipe?.optimizer.make() ?? SGD(learningRate: Float(learningRate), momentum: Float(momentum))
  }
}

extension OptimizerRecipe {
  func make() throws(InputError) -> SGD {
    switch name {
    case .sgd:
      return SGD(
        learningRate: Float(learningRate), momentum: Float(number("momentum")), dampening: Float(number("dampening")),
        weightDecay: Float(number("weight_decay")), nesterov: flag("nesterov"))
    default: throw Recipe.unavailable("optimizer.name", name.rawValue)
    }
  }
}

extension Recipe {
  /// Refuses what this version can describe but not do: nothing that a recipe says is ever left out silently.
  ///
  /// - Throws: `InputError` of kind `.unavailable` that names the key.
  public func requireSupported() throws(InputError) {
    _ = try optimizer.make()
    let unsupported: [(key: String, isUsed: Bool)] = [
      ("data.validation", data.validation != nil), ("augmentation", augmentation != nil),
      ("loss.label_smoothing", loss.labelSmoothing != 0), ("loss.class_weights", loss.classWeights != nil),
      ("optimizer.decay_biases_and_norms", optimizer.number("weight_decay") > 0 && !optimizer.decaysBiasesAndNorms),
      ("parameter_groups", !parameterGroups.isEmpty), ("schedule", schedule != ScheduleRecipe()),
      ("clipping", clipping != nil), ("accumulation", accumulation != 1), ("averaging", averaging != nil),
      ("selection", selection != nil), ("fine_tuning.freeze", fineTuning.map { !$0.freeze.isEmpty } ?? false),
      ("ensemble", ensemble != nil),
    ]
    if let key = unsupported.first(where: { $0.isUsed })?.key { throw Self.unavailable(key, node.node(at: key)?.found) }
  }

  static func unavailable(_ key: String, _ found: String?) -> InputError {
    InputError(
      .unavailable, "this version does not train with \(key) yet", found: found,
      remedy: "leave it out with --set \(key)=")
  }
}
