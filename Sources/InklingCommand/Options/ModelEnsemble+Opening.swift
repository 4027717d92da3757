import InklingEngine
import InklingExchange
import InklingFiles
import InklingTraining

extension ModelEnsemble {
  /// Opens models by their paths, of any kind.
  ///
  /// - Throws: as `TrainedModel.open` and `ModelEnsemble.init(_:)`; `InputError` of kind `.usage` for a run given twice.
  init(
    opening paths: [String], weights: WeightsChoice?, options: ImportOptions = ImportOptions(),
    views: [EvaluationView], threads: Int?
  ) throws(InputError) {
    let models = try ForeignModelOptions.open(paths, weights: weights, options: options)
    try self.init(models, views: views, threads: threads)
    ComputeOptions.tell(threads: self.threads, of: threads ?? self.threads)
  }
}

extension SeveralRunsOptions {
  /// The models that were named, together.
  func ensemble(
    weights: WeightsChoice?, foreign: ForeignModelOptions, views: [EvaluationView], threads: Int?
  ) throws(InputError) -> ModelEnsemble {
    try ModelEnsemble(
      opening: paths, weights: weights, options: try foreign.options(), views: views, threads: threads)
  }
}
