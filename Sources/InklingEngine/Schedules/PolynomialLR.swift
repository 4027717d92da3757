public import InklingFiles
import InklingMathematics

/// `base * (1 - step / totalIters)^power`, and zero from then on: PyTorch's `PolynomialLR`.
public struct PolynomialLR: Schedule, Equatable {
  public var totalIters: Int
  public var power: Double

  public init(totalIters: Int = 5, power: Double = 1) {
    self.totalIters = totalIters
    self.power = power
  }

  public func learningRate(_ step: Int, base: Double) -> Double {
    base * Elementary.power(1 - Double(min(step, totalIters)) / Double(totalIters), power)
  }

  public func validate() throws(InputError) {
    try require(totalIters >= 1, "number of steps", ">= 1", totalIters)
    try require(power.isFinite && power >= 0, "power", "a finite number >= 0", power)
  }
}
