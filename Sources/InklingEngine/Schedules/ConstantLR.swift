public import InklingFiles

/// The base rate times `factor` for `totalIters` steps, and the base rate from then on: PyTorch's `ConstantLR`.
///
/// `ConstantLR(factor: 1, totalIters: 0)` is no schedule at all.
public struct ConstantLR: Schedule, Equatable {
  /// What the base rate is multiplied by at first, 0...1; a third by default.
  public var factor: Double
  /// Steps for which the factor holds, at least 0; 5 by default.
  public var totalIters: Int

  /// With PyTorch's defaults: a third of the base rate for five steps.
  public init(factor: Double = 1.0 / 3, totalIters: Int = 5) {
    self.factor = factor
    self.totalIters = totalIters
  }

  /// `base * factor` before step `totalIters`, and `base` from it on.
  public func learningRate(_ step: Int, base: Double) -> Double { step < totalIters ? base * factor : base }

  /// Checks the settings.
  ///
  /// - Throws: `InputError` (usage) for a factor outside of 0...1, or a negative number of steps.
  public func validate() throws(InputError) {
    try require(factor >= 0 && factor <= 1, "factor", "0 to 1", factor)
    try require(totalIters >= 0, "number of steps", ">= 0", totalIters)
  }
}
