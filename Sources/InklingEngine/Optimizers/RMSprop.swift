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
  public var learningRate: Float
  /// The mean square's memory, in `0 ..< 1`.
  public var alpha: Double
  public var epsilon: Double
  public var weightDecay: Float
  public var momentum: Double
  public var centered: Bool

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

  public var states: OptimizerStates {
    OptimizerStates(.squareAvg, momentum > 0 ? .momentumBuffer : nil, centered ? .gradAvg : nil)
  }

  public func validate() throws(InputError) {
    let check = OptimizerCheck(name: "RMSprop")
    try check.rates(self)
    try check.share(alpha, "alpha")
    try check.notNegative(epsilon, "epsilon")
    try check.notNegative(momentum, "momentum")
  }

  public func rule(_ step: OptimizerStep) -> OptimizerRule {
    var numbers = RMSpropStep()
    numbers.weightDecay = step.weightDecay
    numbers.keep = Float(alpha)
    numbers.share = Float(1 - alpha)
    numbers.epsilon = Float(epsilon)
    numbers.momentum = Float(momentum)
    numbers.rate = step.learningRate
    numbers.isCentered = centered
    return OptimizerRule(kind: .rmsprop(numbers))
  }
}
