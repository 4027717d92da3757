public import InklingFiles

/// `CosineAnnealingLR`'s way down, starting anew after `t0` steps, then after `t0 * tMult`, `t0 * tMult²` and so on: PyTorch's
/// `CosineAnnealingWarmRestarts` (SGDR).
public struct CosineAnnealingWarmRestarts: Schedule, Equatable {
  /// Steps of the first way down, at least 1.
  public var t0: Int
  /// By what each way down is longer than the one before, at least 1; 1, the default, keeps the length.
  public var tMult: Int
  /// The lowest rate, at least 0; 0 by default.
  public var etaMin: Double

  /// Starts anew after `t0` steps; each way down is `tMult` times as long as the one before.
  public init(t0: Int, tMult: Int = 1, etaMin: Double = 0) {
    self.t0 = t0
    self.tMult = tMult
    self.etaMin = etaMin
  }

  /// `etaMin + (base - etaMin) * (1 + cos(π * t / length)) / 2`, t being the steps since the last start.
  public func learningRate(_ step: Int, base: Double) -> Double {
    var (current, length) = (step, t0)
    if tMult == 1 { current %= t0 }
    while current >= length {
      current -= length
      length *= tMult
    }
    return cosineAnnealed(from: base, to: etaMin, Double(current) / Double(length))
  }

  /// Checks the settings.
  ///
  /// - Throws: `InputError` (usage) for a length or factor below 1, or a lowest rate that is negative or not finite.
  public func validate() throws(InputError) {
    try require(t0 >= 1, "number of steps", ">= 1", t0)
    try require(tMult >= 1, "factor", ">= 1", tMult)
    try require(etaMin.isFinite && etaMin >= 0, "least rate", "a finite number >= 0", etaMin)
  }
}
