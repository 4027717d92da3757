/// What a cross-validation found: each image of the training set was held out in exactly one of its runs.
public struct CrossValidation: Sendable, Equatable, Encodable {
  /// One run.
  public struct Fold: Sendable, Equatable, Encodable {
    /// The run folder's path; empty when the run had none.
    public let run: String
    /// The epoch whose weights were evaluated.
    public let epoch: Int
    /// What they reach on the images that the run held out.
    public let validation: EvaluationResult
    /// SHA-256 of the run's weights, as in its report.
    public let weightsSHA256: String

    private enum CodingKeys: String, CodingKey {
      case run, epoch, validation
      case weightsSHA256 = "weights_sha256"
    }
  }

  /// The runs, in the order of the reports.
  public let folds: [Fold]

  /// - Precondition: at least two reports, each of a run that held out images.
  public init(_ reports: [TrainingReport]) {
    precondition(reports.count >= 2, "a cross-validation of \(reports.count) runs")
    folds = reports.map { report in
      guard let validation = report.validation, let selection = report.selection else {
        preconditionFailure("the run \(report.run) held out no images")
      }
      return Fold(
        run: report.run, epoch: selection.epoch, validation: validation, weightsSHA256: report.weightsSHA256)
    }
  }

  /// The mean of the folds' accuracies.
  public var accuracy: Double { folds.reduce(0) { $0 + $1.validation.accuracy } / Double(folds.count) }

  /// The deviation of the folds' accuracies, that of a sample: `sqrt(sum (a - mean)^2 / (K - 1))`.
  public var deviation: Double {
    let mean = accuracy
    let squares = folds.reduce(0) { $0 + ($1.validation.accuracy - mean) * ($1.validation.accuracy - mean) }
    return (squares / Double(folds.count - 1)).squareRoot()
  }

  /// The mean of the folds' losses, in nats.
  public var loss: Double { folds.reduce(0) { $0 + $1.validation.loss } / Double(folds.count) }

  private enum CodingKeys: String, CodingKey { case folds, accuracy, deviation, loss }

  /// Writes the folds, and the mean accuracy, its deviation and the mean loss beside them.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(folds, forKey: .folds)
    try container.encode(accuracy, forKey: .accuracy)
    try container.encode(deviation, forKey: .deviation)
    try container.encode(loss, forKey: .loss)
  }
}
