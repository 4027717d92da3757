public import InklingFiles
import InklingMathematics

/// `base * (1 - step / totalIters)^power`, and zero from then on: PyTorch's `PolynomialLR`.
public struct PolynomialLR: Schedule, Equatable {
  /// Steps down to zero, at least 1; 5 by default.
  public var totalIters: Int
  /// The exponent, at least 0; 1, the default, makes a line.
  public var power: Double

  /// With PyTorch's defaults: down to zero on a line of five steps.
  public init(totalIters: Int = 5, power: Double = 1) {
    self.totalIters = totalIters
    self.power = power
  }

  /// `base * (1 - min(step, totalIters) / totalIters)^power`.
  public func learningRate(_ step: Int, base: Double) -> Double {
    base * Elementary.power(1 - Double(min(step, totalIters)) / Double(totalIters), power)
  }

  /// Checks the settings.
  ///
  /// - Throws: `InputError` (usage) for less than one step, or a power that is negative or not finite.
  public func validate() throws(InputError) {
    try require(totalIters >= 1, "number of steps", ">= 1", totalIters)
    try require(power.isFinite && power >= 0, "power", "a finite number >= 0", power)
  }
}
