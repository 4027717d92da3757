import InklingFiles
import InklingTraining

/// A finished evaluation of runs, for people and scripts: the result's own keys, and what it was made of.
struct RunEvaluation: Encodable {
  let result: EvaluationResult
  let split: SplitChoice
  let models: Int
  /// The file of each model's weights.
  let weights: [String]
  let views: Int
  var calibration: CalibrationReport?
  /// How often each run was evaluated on its test set so far; nil when this was no such look.
  var testEvaluations: [Int]?

  init(_ result: EvaluationResult, on split: SplitChoice, of ensemble: TrainedEnsemble) {
    self.result = result
    self.split = split
    models = ensemble.models.count
    weights = ensemble.models.map(\.weightsPath)
    views = ensemble.views.count
  }

  private enum CodingKeys: String, CodingKey {
    case split, models, views, calibration, weights
    case testEvaluations = "test_evaluations"
  }

  func encode(to encoder: any Encoder) throws {
    try result.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(split.rawValue, forKey: .split)
    try container.encode(models, forKey: .models)
    try container.encode(weights, forKey: .weights)
    try container.encode(views, forKey: .views)
    try container.encodeIfPresent(calibration, forKey: .calibration)
    // Of several runs the one that was looked at most.
    try container.encodeIfPresent(testEvaluations?.max(), forKey: .testEvaluations)
  }
}

extension TrainedEnsemble {
  /// Writes down in each run's folder that its test set was looked at. A folder that cannot be written is no reason to
  /// keep the result back, but it is said.
  ///
  /// - Returns: how often each run was looked at so far; nil when this is not the runs' own test set.
  func log(_ result: EvaluationResult, by command: String, on split: SplitChoice, of source: DatasetSource) -> [Int]? {
    guard split == .test else { return nil }
    let own = models.filter { source.hasTestSet(of: $0.configuration.recipe) }
    let counts = own.compactMap { model -> Int? in
      do throws(InputError) {
        let look = TestEvaluation(
          result, by: command, weightsSHA256: model.weightsSHA256, models: models.count, views: views.count)
        return try RunFolder.log(look, at: model.run)
      } catch {
        Output.note("note: \(error)")
        return nil
      }
    }
    return counts.isEmpty ? nil : counts
  }
}
