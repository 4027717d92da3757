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
  public var learningRate: Float
  /// The means' memory, in `0 ..< 1`.
  public var rho: Double
  public var epsilon: Double
  public var weightDecay: Float

  public init(learningRate: Float = 1, rho: Double = 0.9, epsilon: Double = 1e-6, weightDecay: Float = 0) {
    self.learningRate = learningRate
    self.rho = rho
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  public var states: OptimizerStates { OptimizerStates(.squareAvg, .accDelta) }

  public func validate() throws(InputError) {
    let check = OptimizerCheck(name: "Adadelta")
    try check.rates(self)
    try check.share(rho, "rho")
    try check.notNegative(epsilon, "epsilon")
  }

  public func rule(_ step: OptimizerStep) -> OptimizerRule {
    var numbers = AdadeltaStep()
    numbers.weightDecay = step.weightDecay
    numbers.keep = Float(rho)
    numbers.share = Float(1 - rho)
    numbers.epsilon = Float(epsilon)
    numbers.rate = step.learningRate
    return OptimizerRule(kind: .adadelta(numbers))
  }
}
