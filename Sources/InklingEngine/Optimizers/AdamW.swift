public import InklingFiles

/// Adam with weight decay of its own (Loshchilov and Hutter, 2019), as PyTorch's `torch.optim.AdamW`:
///
///     w = w * (1 - learningRate * weightDecay), and then Adam's step on the bare gradient
public struct AdamW: Optimizer, Equatable {
  private var adam: Adam

  public init(
    learningRate: Float = 0.001, betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8,
    weightDecay: Float = 0.01, amsgrad: Bool = false
  ) {
    adam = Adam(
      learningRate: learningRate, betas: betas, epsilon: epsilon, weightDecay: weightDecay, amsgrad: amsgrad,
      decoupledWeightDecay: true)
  }

  public var learningRate: Float {
    get { adam.learningRate }
    set { adam.learningRate = newValue }
  }
  public var weightDecay: Float {
    get { adam.weightDecay }
    set { adam.weightDecay = newValue }
  }
  public var betas: (Double, Double) {
    get { adam.betas }
    set { adam.betas = newValue }
  }
  public var epsilon: Double {
    get { adam.epsilon }
    set { adam.epsilon = newValue }
  }
  public var amsgrad: Bool {
    get { adam.amsgrad }
    set { adam.amsgrad = newValue }
  }
  public var cycledMomentum: Double? {
    get { adam.cycledMomentum }
    set { adam.cycledMomentum = newValue }
  }

  public var states: OptimizerStates { adam.states }

  public func validate() throws(InputError) { try adam.validate("AdamW") }

  public func rule(_ step: OptimizerStep) -> OptimizerRule { adam.rule(step) }
}
