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
  public enum Mode: String, Sendable, Codable, CaseIterable { case min, max }
  public enum ThresholdMode: String, Sendable, Codable, CaseIterable { case rel, abs }

  /// What an exact resume needs.
  public struct State: Sendable, Equatable, Codable {
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

  public var mode: Mode
  public var factor: Double
  public var patience: Int
  public var threshold: Double
  public var thresholdMode: ThresholdMode
  public var cooldown: Int
  public var minLR: Double
  /// A reduction by no more than this is not made.
  public var epsilon: Double
  public var state: State

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
