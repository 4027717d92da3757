public import InklingFiles
import InklingKernelInterface

/// Adagrad (Duchi, Hazan and Singer, 2011), as PyTorch's `torch.optim.Adagrad`:
///
///     g = gradient + weightDecay * w
///     s = s + g²                                        (from `initialAccumulatorValue`)
///     w = w - learningRate / (1 + (t - 1) * learningRateDecay) * g / (sqrt(s) + epsilon)
public struct Adagrad: Optimizer, Equatable {
  public var learningRate: Float
  public var learningRateDecay: Double
  public var weightDecay: Float
  public var initialAccumulatorValue: Double
  public var epsilon: Double

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

  public var states: OptimizerStates { OptimizerStates(.sum) }

  public func validate() throws(InputError) {
    let check = OptimizerCheck(name: "Adagrad")
    try check.rates(self)
    try check.notNegative(learningRateDecay, "learning rate decay")
    try check.notNegative(initialAccumulatorValue, "initial accumulator value")
    try check.notNegative(epsilon, "epsilon")
  }

  public func rule(_ step: OptimizerStep) -> OptimizerRule {
    var numbers = AdagradStep()
    numbers.weightDecay = step.weightDecay
    numbers.epsilon = Float(epsilon)
    numbers.rate = Float(Double(step.learningRate) / (1 + Double(step.number - 1) * learningRateDecay))
    numbers.initialSum = step.number == 1 ? Float(initialAccumulatorValue) : 0
    return OptimizerRule(kind: .adagrad(numbers))
  }
}
