public import InklingFiles
import InklingKernelInterface

/// Adagrad (Duchi, Hazan and Singer, 2011), as PyTorch's `torch.optim.Adagrad`:
///
///     g = gradient + weightDecay * w
///     s = s + g²                                        (from `initialAccumulatorValue`)
///     w = w - learningRate / (1 + (t - 1) * learningRateDecay) * g / (sqrt(s) + epsilon)
public struct Adagrad: Optimizer, Equatable {
  /// The step size, at least 0; 0.01 by default.
  public var learningRate: Float
  /// How fast the rate falls with the steps, at least 0; 0, the default, keeps it.
  public var learningRateDecay: Double
  /// `weightDecay * w` is added to the gradient: at least 0; 0 by default.
  public var weightDecay: Float
  /// What s begins with, at least 0; 0 by default.
  public var initialAccumulatorValue: Double
  /// Added to the root, at least 0; 1e-10 by default.
  public var epsilon: Double

  /// With PyTorch's defaults.
  public init(
    learningRate: Float = 0.01, learningRateDecay: Double = 0, weightDecay: Float = 0,
    initialAccumulatorValue: Double = 0, epsilon: Double = 1e-10
  ) {
    self.learningRate = learningRate
    self.learningRateDecay = learningRateDecay
    self.weightDecay = weightDecay
    self.initialAccumulatorValue = initialAccumulatorValue
    self.epsilon = epsilon
  }

  /// s: PyTorch's "sum".
  public var states: OptimizerStates { OptimizerStates(.sum) }

  /// Checks the settings.
  ///
  /// - Throws: `InputError` (usage) for a number that is negative or not finite.
  public func validate() throws(InputError) {
    let check = OptimizerCheck(name: "Adagrad")
    try check.rates(self)
    try check.notNegative(learningRateDecay, "learning rate decay")
    try check.notNegative(initialAccumulatorValue, "initial accumulator value")
    try check.notNegative(epsilon, "epsilon")
  }

  /// The numbers of one step, by the formula above.
  public func rule(_ step: OptimizerStep) -> OptimizerRule {
    var numbers = StepNumbers()
    numbers.weightDecay = step.weightDecay
    numbers.epsilon = Float(epsilon)
    numbers.rate = Float(Double(step.learningRate) / (1 + Double(step.number - 1) * learningRateDecay))
    numbers.initialSum = step.number == 1 ? Float(initialAccumulatorValue) : 0
    return OptimizerRule(numbers) { $0.adagrad($1, $2) }
  }
}
