public import InklingFiles

/// The base rate times `factor` for `totalIters` steps, and the base rate from then on: PyTorch's `ConstantLR`.
///
/// `ConstantLR(factor: 1, totalIters: 0)` is no schedule at all.
public struct ConstantLR: Schedule, Equatable {
  public var factor: Double
  public var totalIters: Int

  public init(factor: Double = 1.0 / 3, totalIters: Int = 5) {
    self.factor = factor
    self.totalIters = totalIters
  }

  public func learningRate(_ step: Int, base: Double) -> Double { step < totalIters ? base * factor : base }

  public func validate() throws(InputError) {
    try require(factor >= 0 && factor <= 1, "factor", "0 to 1", factor)
    try require(totalIters >= 0, "number of steps", ">= 0", totalIters)
  }
}
