public import InklingFiles

/// Half a cosine from the base rate down to `etaMin` in `tMax` steps, and up again: PyTorch's `CosineAnnealingLR`
/// (Loshchilov and Hutter, 2017).
///
///     etaMin + (base - etaMin) * (1 + cos(π * step / tMax)) / 2
public struct CosineAnnealingLR: Schedule, Equatable {
  /// Steps on the way down, at least 1.
  public var tMax: Int
  /// The lowest rate, at least 0; 0 by default.
  public var etaMin: Double

  /// Down to `etaMin` in `tMax` steps.
  public init(tMax: Int, etaMin: Double = 0) {
    self.tMax = tMax
    self.etaMin = etaMin
  }

  /// The rate on the cosine, whose period is `2 * tMax` steps.
  public func learningRate(_ step: Int, base: Double) -> Double {
    cosineAnnealed(from: base, to: etaMin, Double(step % (2 * tMax)) / Double(tMax))
  }

  /// Checks the settings.
  ///
  /// - Throws: `InputError` (usage) for less than one step, or a lowest rate that is negative or not finite.
  public func validate() throws(InputError) {
    try require(tMax >= 1, "number of steps", ">= 1", tMax)
    try require(etaMin.isFinite && etaMin >= 0, "least rate", "a finite number >= 0", etaMin)
  }
}
