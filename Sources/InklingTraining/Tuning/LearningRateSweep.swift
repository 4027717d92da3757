/// The losses of a few steps at ever higher rates.
public struct LearningRateSweep: Sendable, Equatable {
  /// One step: its rate, and what the loss was.
  public struct Point: Sendable, Equatable {
    /// The rate of the step.
    public let learningRate: Double
    /// The batch's mean loss before its update.
    public let loss: Double
    /// The exponential mean of the losses so far, without its bias towards zero.
    public let smoothedLoss: Double
  }

  /// In the order of the rates; a sweep that diverged ends with the point at which it did.
  public let points: [Point]
  /// Whether it ended early, because the loss had become too large.
  public let hasDiverged: Bool

  /// The rate at which the smoothed loss falls fastest over the rate's logarithm, a good one to train with (or a one-cycle
  /// schedule's peak); nil when it never falls.
  ///
  /// The first tenth, where the mean is of few losses, and what lies behind the lowest loss are left out.
  public var suggestion: Double? {
    guard let lowest = points.indices.min(by: { points[$0].smoothedLoss < points[$1].smoothedLoss }) else { return nil }
    let first = max(1, points.count / 10)
    // The rates' logarithms are equally far apart, so differences serve as slopes.
    let steepest = (first..<max(first, min(lowest + 1, points.count - 1))).min { slope($0) < slope($1) }
    return steepest.flatMap { slope($0) < 0 ? points[$0].learningRate : nil }
  }

  private func slope(_ index: Int) -> Double { points[index + 1].smoothedLoss - points[index - 1].smoothedLoss }
}
