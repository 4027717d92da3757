public import InklingFiles
import InklingKernelInterface

/// Lion (Chen et al., "Symbolic discovery of optimization algorithms", 2023), with the paper's defaults:
///
///     w = w * (1 - learningRate * weightDecay)
///     w = w - learningRate * sign(beta1 * m + (1 - beta1) * g)
///     m = beta2 * m + (1 - beta2) * g
///
/// Every weight moves by the same amount, so the rate is a third to a tenth of Adam's.
public struct Lion: Optimizer, Equatable {
  /// By how much every weight moves in a step, at least 0; 1e-4 by default.
  public var learningRate: Float
  /// Each in `0 ..< 1`.
  public var betas: (Double, Double) {
    get { (beta1, beta2) }
    set { (beta1, beta2) = newValue }
  }
  /// The weights are multiplied by `1 - learningRate * weightDecay` in every step: at least 0; 0 by default.
  public var weightDecay: Float
  private var beta1: Double
  private var beta2: Double

  /// With the paper's defaults.
  public init(learningRate: Float = 1e-4, betas: (Double, Double) = (0.9, 0.99), weightDecay: Float = 0) {
    self.learningRate = learningRate
    (beta1, beta2) = betas
    self.weightDecay = weightDecay
  }

  /// The first beta.
  public var cycledMomentum: Double? {
    get { beta1 }
    set { beta1 = newValue ?? beta1 }
  }

  /// m, as "exp_avg".
  public var states: OptimizerStates { OptimizerStates(.expAvg) }

  /// Checks the settings.
  ///
  /// - Throws: `InputError` (usage) for a number that is negative or not finite, or a beta that is not below 1.
  public func validate() throws(InputError) {
    let check = OptimizerCheck(name: "Lion")
    try check.rates(self)
    try check.share(beta1, "first beta")
    try check.share(beta2, "second beta")
  }

  /// The numbers of one step, by the formula above.
  public func rule(_ step: OptimizerStep) -> OptimizerRule {
    var numbers = StepNumbers()
    numbers.keep = Float(1 - Double(step.learningRate) * Double(step.weightDecay))
    numbers.firstShare = Float(1 - beta1)
    numbers.secondShare = Float(1 - beta2)
    numbers.rate = step.learningRate
    return OptimizerRule(numbers) { $0.lion($1, $2) }
  }
}
