public import InklingFiles

/// From `base * startFactor` to `base * endFactor` on a line of `totalIters` steps, and on at the end: PyTorch's
/// `LinearLR`, the usual warm-up.
public struct LinearLR: Schedule, Equatable {
  public var startFactor: Double
  public var endFactor: Double
  public var totalIters: Int

  public init(startFactor: Double = 1.0 / 3, endFactor: Double = 1, totalIters: Int = 5) {
    self.startFactor = startFactor
    self.endFactor = endFactor
    self.totalIters = totalIters
  }

  public func learningRate(_ step: Int, base: Double) -> Double {
    guard step < totalIters else { return base * endFactor }
    return base * (startFactor + (endFactor - startFactor) * Double(step) / Double(totalIters))
  }

  public func validate() throws(InputError) {
    try require(startFactor > 0 && startFactor <= 1, "first factor", "above 0, at most 1", startFactor)
    try require(endFactor >= 0 && endFactor <= 1, "last factor", "0 to 1", endFactor)
    try require(totalIters >= 1, "number of steps", ">= 1", totalIters)
  }
}
