public import InklingFiles

/// One cycle (Smith and Topin, 2018): up to `maxLR`, and down far below where it began; PyTorch's `OneCycleLR`, which
/// does not look at the base rate.
///
/// The rate begins at `maxLR / divFactor`, reaches `maxLR` after the share `pctStart` of the steps, and ends at
/// `maxLR / divFactor / finalDivFactor` in step `totalSteps - 1` (a later step keeps that). With `threePhase` it comes
/// down to its beginning as fast as it went up, and then goes on to its end. The momentum goes the other way.
public struct OneCycleLR: Schedule, Equatable {
  public enum Annealing: String, Sendable, Codable, CaseIterable { case cos, linear }

  public var maxLR: Double
  public var totalSteps: Int
  public var pctStart: Double
  public var annealing: Annealing
  public var cycleMomentum: Bool
  public var baseMomentum: Double
  public var maxMomentum: Double
  public var divFactor: Double
  public var finalDivFactor: Double
  public var threePhase: Bool

  public init(
    maxLR: Double, totalSteps: Int, pctStart: Double = 0.3, annealing: Annealing = .cos, cycleMomentum: Bool = true,
    baseMomentum: Double = 0.85, maxMomentum: Double = 0.95, divFactor: Double = 25, finalDivFactor: Double = 1e4,
    threePhase: Bool = false
  ) {
    self.maxLR = maxLR
    self.totalSteps = totalSteps
    self.pctStart = pctStart
    self.annealing = annealing
    self.cycleMomentum = cycleMomentum
    self.baseMomentum = baseMomentum
    self.maxMomentum = maxMomentum
    self.divFactor = divFactor
    self.finalDivFactor = finalDivFactor
    self.threePhase = threePhase
  }

  public func learningRate(_ step: Int, base: Double) -> Double {
    let first = maxLR / divFactor
    let last = first / finalDivFactor
    let (phase, share) = place(step)
    switch phase {
    case 0: return anneal(first, maxLR, share)
    case 1: return anneal(maxLR, threePhase ? first : last, share)
    default: return anneal(first, last, share)
    }
  }

  public func momentum(_ step: Int) -> Double? {
    guard cycleMomentum else { return nil }
    let (phase, share) = place(step)
    switch phase {
    case 0: return anneal(maxMomentum, baseMomentum, share)
    case 1: return anneal(baseMomentum, maxMomentum, share)
    default: return maxMomentum
    }
  }

  public func validate() throws(InputError) {
    try require(maxLR.isFinite && maxLR > 0, "largest rate", "a finite number > 0", maxLR)
    try require(totalSteps >= 1, "number of steps", ">= 1", totalSteps)
    try require(pctStart >= 0 && pctStart <= 1, "share of the first phase", "0 to 1", pctStart)
    try require(divFactor.isFinite && divFactor > 0, "first divisor", "a finite number > 0", divFactor)
    try require(finalDivFactor.isFinite && finalDivFactor > 0, "last divisor", "a finite number > 0", finalDivFactor)
    try require(baseMomentum >= 0 && baseMomentum < 1, "least momentum", "0 up to 1", baseMomentum)
    try require(maxMomentum >= 0 && maxMomentum < 1, "largest momentum", "0 up to 1", maxMomentum)
  }

  /// The phase of a step, and the share of it that is done. Ends lie between steps, as in PyTorch.
  private func place(_ step: Int) -> (phase: Int, share: Double) {
    let step = Double(min(step, totalSteps - 1))
    let last = Double(totalSteps - 1)
    let first = pctStart * Double(totalSteps) - 1
    let second = threePhase ? 2 * pctStart * Double(totalSteps) - 2 : last
    if step <= first { return (0, share(step, 0, first)) }
    if step <= second || !threePhase { return (1, share(step, first, second)) }
    return (2, share(step, second, last))
  }

  private func share(_ step: Double, _ start: Double, _ end: Double) -> Double {
    end > start ? (step - start) / (end - start) : 1
  }

  private func anneal(_ start: Double, _ end: Double, _ share: Double) -> Double {
    annealing == .cos ? cosineAnnealed(from: start, to: end, share) : start + (end - start) * share
  }
}
