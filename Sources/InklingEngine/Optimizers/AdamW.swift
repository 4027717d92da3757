public import InklingFiles

/// Adam with weight decay of its own (Loshchilov and Hutter, 2019), as PyTorch's `torch.optim.AdamW`:
///
///     w = w * (1 - learningRate * weightDecay), and then Adam's step on the bare gradient
public struct AdamW: Optimizer, Equatable {
  private var adam: Adam

  /// With PyTorch's defaults.
  public init(
    learningRate: Float = 0.001, betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8,
    weightDecay: Float = 0.01, amsgrad: Bool = false
  ) {
    adam = Adam(
      learningRate: learningRate, betas: betas, epsilon: epsilon, weightDecay: weightDecay, amsgrad: amsgrad,
      decoupledWeightDecay: true)
  }

  /// The step size, at least 0; 0.001 by default.
  public var learningRate: Float {
    get { adam.learningRate }
    set { adam.learningRate = newValue }
  }
  /// The weights are multiplied by `1 - learningRate * weightDecay` in every step: at least 0; 0.01 by default.
  public var weightDecay: Float {
    get { adam.weightDecay }
    set { adam.weightDecay = newValue }
  }
  /// The means' memories, each in `0 ..< 1`; 0.9 and 0.999 by default.
  public var betas: (Double, Double) {
    get { adam.betas }
    set { adam.betas = newValue }
  }
  /// Added to the root, at least 0; 1e-8 by default.
  public var epsilon: Double {
    get { adam.epsilon }
    set { adam.epsilon = newValue }
  }
  /// Whether the largest v so far takes v's place; false by default.
  public var amsgrad: Bool {
    get { adam.amsgrad }
    set { adam.amsgrad = newValue }
  }
  /// The first beta.
  public var cycledMomentum: Double? {
    get { adam.cycledMomentum }
    set { adam.cycledMomentum = newValue }
  }

  /// As `Adam.states`.
  public var states: OptimizerStates { adam.states }

  /// Checks the settings.
  ///
  /// - Throws: `InputError` (usage) for a number that is negative or not finite, or a beta that is not below 1.
  public func validate() throws(InputError) { try adam.validate("AdamW") }

  /// The numbers of one step, by the formula above.
  public func rule(_ step: OptimizerStep) -> OptimizerRule { adam.rule(step) }
}
