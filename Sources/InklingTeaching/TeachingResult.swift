public import InklingTraining

/// A taught model, and what came of it.
public struct TeachingResult: Sendable {
  /// The model after, whether it was accepted or not.
  public let model: TrainedModel
  /// Before and after.
  public let report: TeachingReport
}
