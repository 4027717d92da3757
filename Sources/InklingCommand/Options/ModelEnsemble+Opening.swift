import InklingEngine
import InklingExchange
import InklingFiles
import InklingTraining

extension ModelEnsemble {
  /// Opens models by their paths, of any kind.
  ///
  /// - Throws: as `TrainedModel.opening(_:weights:)` and `ModelEnsemble.init(_:)`; `InputError` of kind `.usage` for a run
  ///   given twice.
  init(
    opening paths: [String], weights: WeightsChoice?, views: [EvaluationView], threads: Int?
  ) throws(InputError) {
    let models = try paths.map { path throws(InputError) in try TrainedModel.opening(path, weights: weights) }
    try self.init(models, views: views, threads: threads)
    ComputeOptions.tell(threads: self.threads, of: threads ?? self.threads)
  }
}

extension TrainedModel {
  /// Opens a model of any kind that needs no option, and says what a person should know of it.
  static func opening(_ path: String, weights: WeightsChoice?) throws(InputError) -> TrainedModel {
    let (model, notes) = try TrainedModel.open(
      path, weights: weights, instructionSet: try ComputeOptions.instructionSet())
    for note in notes { Output.note("note: \(note)") }
    return model
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
