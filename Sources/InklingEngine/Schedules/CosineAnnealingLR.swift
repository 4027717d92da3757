public import InklingFiles

/// Half a cosine from the base rate down to `etaMin` in `tMax` steps, and up again: PyTorch's `CosineAnnealingLR`
/// (Loshchilov and Hutter, 2017).
///
///     etaMin + (base - etaMin) * (1 + cos(π * step / tMax)) / 2
public struct CosineAnnealingLR: Schedule, Equatable {
  public var tMax: Int
  public var etaMin: Double

  public init(tMax: Int, etaMin: Double = 0) {
    self.tMax = tMax
    self.etaMin = etaMin
  }

  public func learningRate(_ step: Int, base: Double) -> Double {
    cosineAnnealed(from: base, to: etaMin, Double(step % (2 * tMax)) / Double(tMax))
  }

  public func validate() throws(InputError) {
    try require(tMax >= 1, "number of steps", ">= 1", tMax)
    try require(etaMin.isFinite && etaMin >= 0, "least rate", "a finite number >= 0", etaMin)
  }
}
