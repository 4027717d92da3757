public import InklingFiles

/// One cycle (Smith and Topin, 2018): up to `maxLR`, and down far below where it began; PyTorch's `OneCycleLR`, which
/// does not look at the base rate.
///
/// The rate begins at `maxLR / divFactor`, reaches `maxLR` after the share `pctStart` of the steps, and ends at
/// `maxLR / divFactor / finalDivFactor` in step `totalSteps - 1` (a later step keeps that). With `threePhase` it comes
/// down to its beginning as fast as it went up, and then goes on to its end. The momentum goes the other way.
public struct OneCycleLR: Schedule, Equatable {
  /// The way from one rate to the next: half a cosine, or a line.
  public enum Annealing: String, Sendable, Codable, CaseIterable { case cos, linear }

  /// The largest rate, above 0; it takes the base rate's place.
  public var maxLR: Double
  /// Steps of the whole cycle, at least 1.
  public var totalSteps: Int
  /// The share of the steps on the way up, 0...1; 0.3 by default.
  public var pctStart: Double
  /// The way from one rate to the next, and of the momentum; a cosine by default.
  public var annealing: Annealing
  /// Whether the momentum is cycled too; true by default.
  public var cycleMomentum: Bool
  /// The least momentum, in `0 ..< 1`, where the rate is largest; 0.85 by default.
  public var baseMomentum: Double
  /// The largest momentum, in `0 ..< 1`, where the cycle begins and ends; 0.95 by default.
  public var maxMomentum: Double
  /// What `maxLR` is divided by for the first rate, above 0; 25 by default.
  public var divFactor: Double
  /// What the first rate is divided by for the last one, above 0; 10000 by default.
  public var finalDivFactor: Double
  /// Whether the way down is one to the first rate and another to the last; false, the default, takes both at once.
  public var threePhase: Bool

  /// With PyTorch's defaults, for a cycle of `totalSteps` up to `maxLR`.
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

  /// The rate of step `step`. It does not depend on `base`.
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

  /// The momentum of step `step`; nil without `cycleMomentum`.
  public func momentum(_ step: Int) -> Double? {
    guard cycleMomentum else { return nil }
    let (phase, share) = place(step)
    switch phase {
    case 0: return anneal(maxMomentum, baseMomentum, share)
    case 1: return anneal(baseMomentum, maxMomentum, share)
    default: return maxMomentum
    }
  }

  /// Checks the settings.
  ///
  /// - Throws: `InputError` (usage) for a rate or divisor not above 0, less than one step, or a share or
  ///   momentum out of its range.
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
