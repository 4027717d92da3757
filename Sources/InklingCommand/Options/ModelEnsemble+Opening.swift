import InklingEngine
import InklingFiles
import InklingTraining

extension ModelEnsemble {
  /// Opens models by their paths.
  ///
  /// - Throws: as `TrainedModel.init(contentsOf:)` and `ModelEnsemble.init(_:)`; `InputError` of kind `.usage` for a run
  ///   given twice.
  init(
    opening paths: [String], weights: WeightsChoice?, views: [EvaluationView], threads: Int?
  ) throws(InputError) {
    let set = try ComputeOptions.instructionSet()
    let models = try paths.map { path throws(InputError) in
      try TrainedModel(contentsOf: path, weights: weights, instructionSet: set)
    }
    try self.init(models, views: views, threads: threads)
    ComputeOptions.tell(threads: self.threads, of: threads ?? self.threads)
  }
}

extension SeveralRunsOptions {
  /// The models that were named, together.
  func ensemble(
    weights: WeightsChoice?, views: [EvaluationView], threads: Int?
  ) throws(InputError) -> ModelEnsemble {
    try ModelEnsemble(opening: paths, weights: weights, views: views, threads: threads)
  }
}
