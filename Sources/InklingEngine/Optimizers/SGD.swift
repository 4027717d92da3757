public import InklingFiles
import InklingKernelInterface

/// Stochastic gradient descent with momentum, as PyTorch's `torch.optim.SGD`:
///
///     g = gradient + weightDecay * w
///     v = momentum * v + (1 - dampening) * g     (v = g in the first step, and without momentum)
///     w = w - learningRate * (nesterov ? g + momentum * v : v)
public struct SGD: Optimizer, Equatable {
  /// The step size, at least 0; 0.001 by default.
  public var learningRate: Float
  /// How much of the velocity stays from step to step: at least 0, usually below 1; 0 by default.
  public var momentum: Float
  /// The share of a gradient that does not reach the velocity; 0 by default.
  public var dampening: Float
  /// `weightDecay * w` is added to the gradient: at least 0; 0 by default.
  public var weightDecay: Float
  /// Needs a momentum and no dampening.
  public var nesterov: Bool

  /// With PyTorch's defaults: no momentum.
  public init(
    learningRate: Float = 0.001, momentum: Float = 0, dampening: Float = 0, weightDecay: Float = 0,
    nesterov: Bool = false
  ) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.dampening = dampening
    self.weightDecay = weightDecay
    self.nesterov = nesterov
  }

  /// The momentum, also where it is 0.
  public var cycledMomentum: Double? {
    get { Double(momentum) }
    set { momentum = newValue.map { Float($0) } ?? momentum }
  }

  /// v: PyTorch's "momentum_buffer".
  public var states: OptimizerStates { OptimizerStates(.momentumBuffer) }

  /// Checks the settings.
  ///
  /// - Throws: `InputError` (usage) for a negative number (but the dampening), one that is not finite, or `nesterov`
  ///   without a momentum or with dampening.
  public func validate() throws(InputError) {
    let check = OptimizerCheck(name: "SGD")
    try check.rates(self)
    try check.require(
      momentum.isFinite && momentum >= 0, "momentum", "a finite number >= 0", "\(momentum)")
    try check.require(dampening.isFinite, "dampening", "a finite number", "\(dampening)")
    if nesterov {
      try check.require(momentum > 0, "momentum with nesterov", "> 0", "\(momentum)")
      try check.require(dampening == 0, "dampening with nesterov", "0", "\(dampening)")
    }
  }

  /// In the first step the velocity starts as the undamped gradient; without momentum it always is.
  public func rule(_ step: OptimizerStep) -> OptimizerRule {
    var numbers = StepNumbers()
    numbers.rate = step.learningRate
    numbers.momentum = momentum
    numbers.firstShare = step.number == 1 || momentum == 0 ? 1 : 1 - dampening
    numbers.weightDecay = step.weightDecay
    numbers.isNesterov = nesterov
    return OptimizerRule(numbers) { $0.momentum($1, $2) }
  }

  /// A step that leaves the parameters as they are, and, as the first one, the gradient as the velocity.
  static func resting(isFirst: Bool) -> OptimizerRule {
    SGD(learningRate: 0).rule(
      OptimizerStep(number: isFirst ? 1 : 2, learningRate: 0, weightDecay: 0, product: 1))
  }
}
