public import InklingFiles
import InklingKernelInterface

/// Adadelta (Zeiler, 2012), as PyTorch's `torch.optim.Adadelta`:
///
///     g = gradient + weightDecay * w
///     s = rho * s + (1 - rho) * g²
///     d = sqrt(u + epsilon) / sqrt(s + epsilon) * g
///     u = rho * u + (1 - rho) * d²
///     w = w - learningRate * d
public struct Adadelta: Optimizer, Equatable {
  /// The step size, at least 0; 1 by default.
  public var learningRate: Float
  /// The means' memory, in `0 ..< 1`.
  public var rho: Double
  /// Added under both roots, at least 0; 1e-6 by default.
  public var epsilon: Double
  /// `weightDecay * w` is added to the gradient: at least 0; 0 by default.
  public var weightDecay: Float

  /// With PyTorch's defaults.
  public init(learningRate: Float = 1, rho: Double = 0.9, epsilon: Double = 1e-6, weightDecay: Float = 0) {
    self.learningRate = learningRate
    self.rho = rho
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  /// s and u: PyTorch's "square_avg" and "acc_delta".
  public var states: OptimizerStates { OptimizerStates(.squareAvg, .accDelta) }

  /// Checks the settings.
  ///
  /// - Throws: `InputError` (usage) for a number that is negative or not finite, or a `rho` that is not below 1.
  public func validate() throws(InputError) {
    let check = OptimizerCheck(name: "Adadelta")
    try check.rates(self)
    try check.share(rho, "rho")
    try check.notNegative(epsilon, "epsilon")
  }

  /// The numbers of one step, by the formula above.
  public func rule(_ step: OptimizerStep) -> OptimizerRule {
    var numbers = StepNumbers()
    numbers.weightDecay = step.weightDecay
    numbers.secondKeep = Float(rho)
    numbers.secondShare = Float(1 - rho)
    numbers.epsilon = Float(epsilon)
    numbers.rate = step.learningRate
    return OptimizerRule(numbers) { $0.adadelta($1, $2) }
  }
}
