/// Which of a run's weights its report is about, and what chose them.
public struct WeightsSelection: Codable, Sendable, Equatable {
  /// Whether they are those of the best epoch, or the last.
  public let weights: ValidationPlan.Selection
  /// The epoch that they come from, counted from one.
  public let epoch: Int
  /// What told the best epoch: the validation's accuracy or loss.
  public let monitor: Monitor
  /// Images that were trained on, and images that were held out.
  public let trainingCount: Int
  /// Images that were held out.
  public let validationCount: Int
  /// Whether the run ended before all of its epochs.
  public let stoppedEarly: Bool

  private enum CodingKeys: String, CodingKey {
    case weights, epoch, monitor
    case trainingCount = "training_count"
    case validationCount = "validation_count"
    case stoppedEarly = "stopped_early"
  }
}
