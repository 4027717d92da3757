public import InklingFiles
import InklingMathematics

/// `base * gamma^step`: PyTorch's `ExponentialLR`.
public struct ExponentialLR: Schedule, Equatable {
  /// What the rate is multiplied by in every step, at least 0.
  public var gamma: Double

  /// Multiplies the rate by `gamma` in every step.
  public init(gamma: Double) { self.gamma = gamma }

  /// `base * gamma^step`.
  public func learningRate(_ step: Int, base: Double) -> Double { base * Elementary.power(gamma, step) }

  /// Checks the settings.
  ///
  /// - Throws: `InputError` (usage) for a gamma that is negative or not finite.
  public func validate() throws(InputError) {
    try require(gamma.isFinite && gamma >= 0, "gamma", "a finite number >= 0", gamma)
  }
}
