public import InklingFiles
import InklingKernelInterface
import InklingMathematics

/// Adam with Nesterov's momentum (Dozat, 2016), as PyTorch's `torch.optim.NAdam`:
///
///     µ(t) = beta1 * (1 - 0.96^(t * momentumDecay) / 2),   P = µ(1) * ... * µ(t)
///     m = beta1 * m + (1 - beta1) * g,   v = beta2 * v + (1 - beta2) * g²
///     w = w - learningRate * ((1 - µ(t)) / (1 - P) * g + µ(t + 1) / (1 - P * µ(t + 1)) * m)
///             / (sqrt(v / (1 - beta2ᵗ)) + epsilon)
public struct NAdam: Optimizer, Equatable {
  /// The step size, at least 0; 0.002 by default.
  public var learningRate: Float
  /// As `Adam.betas`.
  public var betas: (Double, Double) {
    get { (beta1, beta2) }
    set { (beta1, beta2) = newValue }
  }
  /// Added to the root, at least 0; 1e-8 by default.
  public var epsilon: Double
  /// Added to the gradient as `weightDecay * w`, or taken off the weights (`decoupledWeightDecay`); 0 by default.
  public var weightDecay: Float
  /// How fast the momentum grows to the first beta, at least 0; 0.004 by default.
  public var momentumDecay: Double
  /// Whether weight decay works on the weights themselves, as AdamW's; false by default.
  public var decoupledWeightDecay: Bool
  private var beta1: Double
  private var beta2: Double

  /// With PyTorch's defaults.
  public init(
    learningRate: Float = 0.002, betas: (Double, Double) = (0.9, 0.999), epsilon: Double = 1e-8,
    weightDecay: Float = 0, momentumDecay: Double = 0.004, decoupledWeightDecay: Bool = false
  ) {
    self.learningRate = learningRate
    (beta1, beta2) = betas
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.momentumDecay = momentumDecay
    self.decoupledWeightDecay = decoupledWeightDecay
  }

  /// The first beta.
  public var cycledMomentum: Double? {
    get { beta1 }
    set { beta1 = newValue ?? beta1 }
  }

  /// m, v and P: PyTorch's "exp_avg", "exp_avg_sq" and "mu_product".
  public var states: OptimizerStates {
    var states = OptimizerStates(.expAvg, .expAvgSq)
    states.keepsProduct = true
    return states
  }

  /// Checks the settings.
  ///
  /// - Throws: `InputError` (usage) for a number that is negative or not finite, or a beta that is not below 1.
  public func validate() throws(InputError) {
    try adam.validate("NAdam")
    try OptimizerCheck(name: "NAdam").notNegative(momentumDecay, "momentum decay")
  }

  /// P: PyTorch's "mu_product", a float there and here.
  public func advanced(_ product: Double, step number: Int) -> Double { Double(Float(product * momentum(number))) }

  /// The numbers of one step, by the formula above.
  public func rule(_ step: OptimizerStep) -> OptimizerRule {
    var numbers = adam.numbers(step)
    let rate = Double(step.learningRate)
    let next = momentum(step.number + 1)
    numbers.gradientRate = Float(rate * (1 - momentum(step.number)) / (1 - step.product))
    numbers.rate = Float(rate * next / (1 - step.product * next))
    return OptimizerRule(numbers) { $0.nadam($1, $2) }
  }

  private func momentum(_ step: Int) -> Double {
    beta1 * (1 - 0.5 * Elementary.power(0.96, Double(step) * momentumDecay))
  }

  /// What it has in common with Adam.
  private var adam: Adam {
    Adam(
      learningRate: learningRate, betas: betas, epsilon: epsilon, weightDecay: weightDecay,
      decoupledWeightDecay: decoupledWeightDecay)
  }
}
