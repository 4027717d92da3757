package import InklingDatasets
package import InklingFiles

/// A finished evaluation of models, for people and scripts: the result's own keys, and what it was made of.
package struct RunEvaluation: Encodable {
  package let result: EvaluationResult
  package let split: SplitChoice
  package let models: Int
  /// The file of each model's weights.
  package let weights: [String]
  package let views: Int
  package var calibration: CalibrationReport?
  /// How often each run was evaluated on its test set so far; nil when this was no such look.
  package var testEvaluations: [Int]?

  package init(_ result: EvaluationResult, on split: SplitChoice, of ensemble: ModelEnsemble) {
    self.result = result
    self.split = split
    models = ensemble.models.count
    weights = ensemble.models.map { $0.origin.path ?? $0.title }
    views = ensemble.views.count
  }

  private enum CodingKeys: String, CodingKey {
    case split, models, views, calibration, weights
    case testEvaluations = "test_evaluations"
  }

  package func encode(to encoder: any Encoder) throws {
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

extension ModelEnsemble {
  /// Writes down in each run's folder that its test set was looked at. A folder that cannot be written is no reason to
  /// keep the result back, but `note` is told of it.
  ///
  /// - Returns: how often each run was looked at so far; nil when this is not the runs' own test set.
  package func log(
    _ result: EvaluationResult, by command: String, on split: SplitChoice, of source: DatasetSource,
    note: (InputError) -> Void
  ) -> [Int]? {
    guard split == .test else { return nil }
    let own = models.filter { model in model.training.map { source.hasTestSet(of: $0.recipe) } ?? false }
    let counts = own.compactMap { model -> Int? in
      guard let run = model.origin.run else { return nil }
      do throws(InputError) {
        let look = TestEvaluation(
          result, by: command, weightsSHA256: model.weightsSHA256, models: models.count, views: views.count)
        return try RunFolder.log(look, at: run)
      } catch {
        note(error)
        return nil
      }
    }
    return counts.isEmpty ? nil : counts
  }
}
