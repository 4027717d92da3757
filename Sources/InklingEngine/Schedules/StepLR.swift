public import InklingFiles
import InklingMathematics

/// `base * gamma^(step / stepSize)`, the quotient rounded down: PyTorch's `StepLR`.
public struct StepLR: Schedule, Equatable {
  public var stepSize: Int
  public var gamma: Double

  public init(stepSize: Int, gamma: Double = 0.1) {
    self.stepSize = stepSize
    self.gamma = gamma
  }

  public func learningRate(_ step: Int, base: Double) -> Double { base * Elementary.power(gamma, step / stepSize) }

  public func validate() throws(InputError) {
    try require(stepSize >= 1, "step size", ">= 1", stepSize)
    try require(gamma.isFinite && gamma >= 0, "gamma", "a finite number >= 0", gamma)
  }
}
