import InklingFiles

/// What happens to gradients before the optimiser sees them, and which parameters it treats in a way of their own.
///
/// The defaults leave every step as the plain optimiser's, at its speed: gradients are used where they are made. Anything
/// else but groups collects all gradients first.
public struct UpdateOptions: Sendable, Equatable {
  /// Parameters with a rate or weight decay of their own, by their names; none by default.
  public var groups: [ParameterGroup]
  /// Whether weight decay is for parameters of one dimension too, as in PyTorch. Without, biases and the parameters of
  /// normalisation decay only where a group says so.
  public var decaysBiasesAndNorms: Bool
  /// Limits on the gradient; none by default.
  public var clipping: GradientClipping
  /// Calls of `step` whose gradients make one step of the optimiser, as if their images were one batch: the gradient is
  /// the mean over all of them (with class weights the weighted one), also where a batch is short. What an epoch's end
  /// leaves is stepped on by `TrainingProgram.finishAccumulation()`.
  public var accumulationSteps: Int
  /// The mean of the weights over the training, kept beside them.
  public var averaging: WeightAveraging?

  /// The plain optimiser's step unless told otherwise.
  public init(
    groups: [ParameterGroup] = [], decaysBiasesAndNorms: Bool = true, clipping: GradientClipping = GradientClipping(),
    accumulationSteps: Int = 1, averaging: WeightAveraging? = nil
  ) {
    self.groups = groups
    self.decaysBiasesAndNorms = decaysBiasesAndNorms
    self.clipping = clipping
    self.accumulationSteps = accumulationSteps
    self.averaging = averaging
  }

  /// - Parameter names: of the model's parameters.
  /// - Throws: `InputError` (usage) for a number out of range, or a group that no parameter belongs to.
  func validate(names: [String]) throws(InputError) {
    func require(_ holds: Bool, _ what: String, _ expected: String, _ found: String) throws(InputError) {
      if !holds { throw InputError(.usage, "\(what) is out of range", expected: expected, found: found) }
    }
    try require(accumulationSteps >= 1, "the number of accumulated batches", ">= 1", "\(accumulationSteps)")
    for (limit, what) in [
      (clipping.norm, "the gradient's largest norm"), (clipping.value, "the gradient's largest value"),
    ] {
      try require(limit.map { $0 > 0 } ?? true, what, "a number > 0", "\(limit ?? 0)")
    }
    for group in groups {
      let scale = group.learningRateScale
      try require(scale.isFinite && scale >= 0, "the rate scale of \(group.pattern.text)", ">= 0", "\(scale)")
      let decay = group.weightDecay ?? 0
      try require(decay.isFinite && decay >= 0, "the weight decay of \(group.pattern.text)", ">= 0", "\(decay)")
      if !names.contains(where: group.pattern.matches) {
        throw InputError(
          .usage, "no parameter matches \(group.pattern.text)",
          expected: "a pattern over \(NameList.text(names))",
          found: group.pattern.text, remedy: "* stands for any characters")
      }
    }
    try averaging?.validate()
  }
}

/// Limits on the gradient, applied in this order.
public struct GradientClipping: Sendable, Equatable {
  /// Each number is brought into `-value ... value` (`torch.nn.utils.clip_grad_value_`).
  public var value: Float?
  /// All gradients together are multiplied by `min(1, norm / (|g| + 1e-6))`, |g| being the root of the sum of all
  /// squares (`torch.nn.utils.clip_grad_norm_`).
  public var norm: Float?

  /// Limits nothing unless told to. Both limits are above 0.
  public init(norm: Float? = nil, value: Float? = nil) {
    self.norm = norm
    self.value = value
  }

  var isOn: Bool { value != nil || norm != nil }
}
