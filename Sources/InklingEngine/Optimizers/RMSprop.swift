public import InklingFiles
import InklingKernelInterface

/// RMSprop (Tieleman and Hinton, 2012), as PyTorch's `torch.optim.RMSprop`:
///
///     g = gradient + weightDecay * w
///     s = alpha * s + (1 - alpha) * g²
///     a = alpha * a + (1 - alpha) * g                   (centered: s - a² takes the place of s below)
///     b = momentum * b + g / (sqrt(s) + epsilon)
///     w = w - learningRate * b
///
/// A centered variance that rounding leaves below zero counts as zero (in PyTorch it becomes NaN).
public struct RMSprop: Optimizer, Equatable {
  /// The step size, at least 0; 0.01 by default.
  public var learningRate: Float
  /// The mean square's memory, in `0 ..< 1`.
  public var alpha: Double
  /// Added to the root, at least 0; 1e-8 by default.
  public var epsilon: Double
  /// `weightDecay * w` is added to the gradient: at least 0; 0 by default.
  public var weightDecay: Float
  /// The memory of b, at least 0; 0, the default, has none.
  public var momentum: Double
  /// Whether the gradient's variance takes its mean square's place; false by default.
  public var centered: Bool

  /// With PyTorch's defaults.
  public init(
    learningRate: Float = 0.01, alpha: Double = 0.99, epsilon: Double = 1e-8, weightDecay: Float = 0,
    momentum: Double = 0, centered: Bool = false
  ) {
    self.learningRate = learningRate
    self.alpha = alpha
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.momentum = momentum
    self.centered = centered
  }

  /// The momentum, if there is one.
  public var cycledMomentum: Double? {
    get { momentum > 0 ? momentum : nil }
    set { if let newValue, momentum > 0, newValue > 0 { momentum = newValue } }
  }

  /// s, with a momentum b, and centered a: PyTorch's "square_avg", "momentum_buffer" and "grad_avg".
  public var states: OptimizerStates {
    OptimizerStates(.squareAvg, momentum > 0 ? .momentumBuffer : nil, centered ? .gradAvg : nil)
  }

  /// Checks the settings.
  ///
  /// - Throws: `InputError` (usage) for a number that is negative or not finite, or an `alpha` that is not below 1.
  public func validate() throws(InputError) {
    let check = OptimizerCheck(name: "RMSprop")
    try check.rates(self)
    try check.share(alpha, "alpha")
    try check.notNegative(epsilon, "epsilon")
    try check.notNegative(momentum, "momentum")
  }

  /// The numbers of one step, by the formula above.
  public func rule(_ step: OptimizerStep) -> OptimizerRule {
    var numbers = StepNumbers()
    numbers.weightDecay = step.weightDecay
    numbers.secondKeep = Float(alpha)
    numbers.secondShare = Float(1 - alpha)
    numbers.epsilon = Float(epsilon)
    numbers.momentum = Float(momentum)
    numbers.rate = step.learningRate
    numbers.isCentered = centered
    return OptimizerRule(numbers) { $0.rmsprop($1, $2) }
  }
}
