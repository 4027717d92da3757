public import InklingFiles

/// Reduces the rate when a metric has not got better for a while: PyTorch's `ReduceLROnPlateau`.
///
///     var plateau = ReduceLROnPlateau(learningRate: 0.1, factor: 0.5, patience: 3)
///     plateau.step(validationLoss)        // after each epoch
///     optimizer.learningRate = Float(plateau.learningRate)
///
/// It depends on what it has seen, so it is a value with a state that is `Codable`, for checkpoints; the settings are not
/// part of it. A metric that is not a number counts as one that is no better.
public struct ReduceLROnPlateau: Sendable, Equatable {
  /// Whether a smaller metric is better, as a loss, or a larger one, as an accuracy.
  public enum Mode: String, Sendable, Codable, CaseIterable { case min, max }
  /// Whether the threshold is a share of the best metric, or a distance from it.
  public enum ThresholdMode: String, Sendable, Codable, CaseIterable { case rel, abs }

  /// What an exact resume needs.
  public struct State: Sendable, Equatable, Codable {
    /// The rate that the metrics so far have led to.
    public var learningRate: Double
    /// The best metric so far; nil before the first.
    public var best: Double?
    /// Steps since it got better.
    public var badSteps = 0
    /// Steps for which no reduction is counted any more.
    public var cooldownLeft = 0

    private enum CodingKeys: String, CodingKey {
      case best
      case learningRate = "learning_rate"
      case badSteps = "bad_steps"
      case cooldownLeft = "cooldown_left"
    }
  }

  /// Which metrics are better; smaller ones by default.
  public var mode: Mode
  /// What the rate is multiplied by on a plateau, in `0 ..< 1`; 0.1 by default.
  public var factor: Double
  /// Steps without improvement that are waited for, at least 0; the next one reduces the rate. 10 by default.
  public var patience: Int
  /// By how much a metric must beat the best one to count as better, at least 0; 0.0001 by default.
  public var threshold: Double
  /// What the threshold is measured by: the best metric, `.rel`, by default.
  public var thresholdMode: ThresholdMode
  /// Steps after a reduction for which none is counted, at least 0; 0 by default.
  public var cooldown: Int
  /// The lowest rate, at least 0; 0 by default.
  public var minLR: Double
  /// A reduction by no more than this is not made.
  public var epsilon: Double
  /// What it has seen so far: saved and put back, it goes on exactly.
  public var state: State

  /// With PyTorch's defaults, from `learningRate` on.
  public init(
    learningRate: Double, mode: Mode = .min, factor: Double = 0.1, patience: Int = 10, threshold: Double = 1e-4,
    thresholdMode: ThresholdMode = .rel, cooldown: Int = 0, minLR: Double = 0, epsilon: Double = 1e-8
  ) {
    self.mode = mode
    self.factor = factor
    self.patience = patience
    self.threshold = threshold
    self.thresholdMode = thresholdMode
    self.cooldown = cooldown
    self.minLR = minLR
    self.epsilon = epsilon
    state = State(learningRate: learningRate)
  }

  /// The rate for the next step.
  public var learningRate: Double { state.learningRate }

  /// Takes in the metric of a step (an epoch, usually).
  ///
  /// - Returns: the rate for the next.
  @discardableResult
  public mutating func step(_ metric: Double) -> Double {
    if isBetter(metric) {
      state.best = metric
      state.badSteps = 0
    } else {
      state.badSteps += 1
    }
    if state.cooldownLeft > 0 {
      state.cooldownLeft -= 1
      state.badSteps = 0
    }
    if state.badSteps > patience {
      reduce()
      state.cooldownLeft = cooldown
      state.badSteps = 0
    }
    return state.learningRate
  }

  /// Checks the settings.
  ///
  /// - Throws: `InputError` (usage) for a setting out of its range.
  public func validate() throws(InputError) {
    func require(_ holds: Bool, _ what: String, _ expected: String, _ found: Any) throws(InputError) {
      if !holds {
        throw InputError(
          .usage, "ReduceLROnPlateau cannot use this \(what)", expected: expected, found: "\(found)")
      }
    }
    try require(factor >= 0 && factor < 1, "factor", "0 up to, but not including, 1", factor)
    try require(patience >= 0, "patience", ">= 0", patience)
    try require(threshold.isFinite && threshold >= 0, "threshold", "a finite number >= 0", threshold)
    try require(cooldown >= 0, "cooldown", ">= 0", cooldown)
    try require(minLR.isFinite && minLR >= 0, "least rate", "a finite number >= 0", minLR)
    try require(epsilon.isFinite && epsilon >= 0, "epsilon", "a finite number >= 0", epsilon)
    try require(
      state.learningRate.isFinite && state.learningRate >= 0, "learning rate", "a finite number >= 0",
      state.learningRate)
  }

  private mutating func reduce() {
    let rate = Swift.max(state.learningRate * factor, minLR)
    if state.learningRate - rate > epsilon { state.learningRate = rate }
  }

  private func isBetter(_ metric: Double) -> Bool {
    guard let best = state.best else { return !metric.isNaN }
    switch (mode, thresholdMode) {
    case (.min, .rel): return metric < best * (1 - threshold)
    case (.min, .abs): return metric < best - threshold
    case (.max, .rel): return metric > best * (1 + threshold)
    case (.max, .abs): return metric > best + threshold
    }
  }
}
