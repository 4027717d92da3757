public import InklingFiles

/// `CosineAnnealingLR`'s way down, starting anew after `t0` steps, then after `t0 * tMult`, `t0 * tMult²` and so on: PyTorch's
/// `CosineAnnealingWarmRestarts` (SGDR).
public struct CosineAnnealingWarmRestarts: Schedule, Equatable {
  public var t0: Int
  public var tMult: Int
  public var etaMin: Double

  public init(t0: Int, tMult: Int = 1, etaMin: Double = 0) {
    self.t0 = t0
    self.tMult = tMult
    self.etaMin = etaMin
  }

  public func learningRate(_ step: Int, base: Double) -> Double {
    var (current, length) = (step, t0)
    if tMult == 1 { current %= t0 }
    while current >= length {
      current -= length
      length *= tMult
    }
    return cosineAnnealed(from: base, to: etaMin, Double(current) / Double(length))
  }

  public func validate() throws(InputError) {
    try require(t0 >= 1, "number of steps", ">= 1", t0)
    try require(tMult >= 1, "factor", ">= 1", tMult)
    try require(etaMin.isFinite && etaMin >= 0, "least rate", "a finite number >= 0", etaMin)
  }
}
