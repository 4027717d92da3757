public import InklingFiles
import InklingMathematics

/// `base * gamma^(step / stepSize)`, the quotient rounded down: PyTorch's `StepLR`.
public struct StepLR: Schedule, Equatable {
  /// Steps for which a rate holds, at least 1.
  public var stepSize: Int
  /// What the rate is multiplied by after each of them, at least 0; 0.1 by default.
  public var gamma: Double

  /// Multiplies the rate by `gamma` after every `stepSize` steps.
  public init(stepSize: Int, gamma: Double = 0.1) {
    self.stepSize = stepSize
    self.gamma = gamma
  }

  /// `base * gamma^(step / stepSize)`, the quotient rounded down.
  public func learningRate(_ step: Int, base: Double) -> Double { base * Elementary.power(gamma, step / stepSize) }

  /// Checks the settings.
  ///
  /// - Throws: `InputError` (usage) for a step size below 1, or a gamma that is negative or not finite.
  public func validate() throws(InputError) {
    try require(stepSize >= 1, "step size", ">= 1", stepSize)
    try require(gamma.isFinite && gamma >= 0, "gamma", "a finite number >= 0", gamma)
  }
}
