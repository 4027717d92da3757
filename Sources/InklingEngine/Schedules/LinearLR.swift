public import InklingFiles

/// From `base * startFactor` to `base * endFactor` on a line of `totalIters` steps, and on at the end: PyTorch's
/// `LinearLR`, the usual warm-up.
public struct LinearLR: Schedule, Equatable {
  /// What the base rate is multiplied by in step 0: above 0, at most 1; a third by default.
  public var startFactor: Double
  /// What the base rate is multiplied by from step `totalIters` on, 0...1; 1 by default.
  public var endFactor: Double
  /// Steps on the line, at least 1; 5 by default.
  public var totalIters: Int

  /// With PyTorch's defaults: from a third of the base rate to all of it in five steps.
  public init(startFactor: Double = 1.0 / 3, endFactor: Double = 1, totalIters: Int = 5) {
    self.startFactor = startFactor
    self.endFactor = endFactor
    self.totalIters = totalIters
  }

  /// `base * (startFactor + (endFactor - startFactor) * min(step / totalIters, 1))`.
  public func learningRate(_ step: Int, base: Double) -> Double {
    guard step < totalIters else { return base * endFactor }
    return base * (startFactor + (endFactor - startFactor) * Double(step) / Double(totalIters))
  }

  /// Checks the settings.
  ///
  /// - Throws: `InputError` (usage) for a factor out of its range, or less than one step.
  public func validate() throws(InputError) {
    try require(startFactor > 0 && startFactor <= 1, "first factor", "above 0, at most 1", startFactor)
    try require(endFactor >= 0 && endFactor <= 1, "last factor", "0 to 1", endFactor)
    try require(totalIters >= 1, "number of steps", ">= 1", totalIters)
  }
}
