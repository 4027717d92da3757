public import InklingDatasets

/// How a model was trained: enough to train it again, and to know on what its figures rest.
///
/// In a model's file it is JSON: `{"recipe", "data", "epoch", "validation", "test", "date", "version"}`.
public struct TrainingRecord: Codable, Sendable, Equatable {
  /// The whole recipe: data set, network, optimiser, schedule, seed and all else.
  public var recipe: Recipe
  /// The digests of the images and labels; nil where they are not known.
  public var data: DatasetFingerprint?
  /// The epoch whose weights these are, counted from 1; nil where it is not known.
  public var epoch: Int?
  /// What the weights reach on the images that were held out; nil when none were.
  public var validation: EvaluationResult?
  /// What they reach on the test set; nil when it was left alone.
  public var test: EvaluationResult?
  /// When it ended, in UTC: "2026-01-31T12:00:00Z"; nil where it is not known.
  public var date: String?
  /// The release that trained it: "0.1.0"; nil where it is not known.
  public var version: String?

  /// A record; what is left out is not known.
  public init(
    recipe: Recipe, data: DatasetFingerprint? = nil, epoch: Int? = nil, validation: EvaluationResult? = nil,
    test: EvaluationResult? = nil, date: String? = nil, version: String? = nil
  ) {
    self.recipe = recipe
    self.data = data
    self.epoch = epoch
    self.validation = validation
    self.test = test
    self.date = date
    self.version = version
  }
}
