import InklingEngine
package import InklingFiles

extension TrainedModel {
  /// Opens what a run has trained.
  ///
  /// - Parameters:
  ///   - run: the run's folder.
  ///   - weights: which of its weights; nil takes those that it ended with.
  ///   - instructionSet: the instructions that the kernels use.
  /// - Throws: `InputError`: `.missing` when there is no such run or it has no weights yet, `.malformed` for files that are
  ///   damaged or of another model.
  init(run: String, weights: WeightsChoice?, instructionSet: InstructionSet) throws(InputError) {
    let configuration = try RunFolder.configuration(at: run)
    let saved = try RunFolder.savedWeights(weights, of: configuration, at: run)
    let description = try RunFolder.requireModel(at: run)
    let training = try RunFolder.trainingRecord(of: saved, configuration, at: run)
    do {
      let compiled = try CompiledModel(
        description.graph, parameters: saved.tensors, normalization: description.normalization,
        instructionSet: instructionSet)
      self.init(description, compiled, training: training, card: ModelCard(), golden: [])
    } catch {
      throw error.naming(saved.path)
    }
    origin = Origin(path: saved.path, run: run, epoch: saved.origin.epoch)
  }
}

extension RunFolder {
  /// The model of the run at `path`.
  ///
  /// - Throws: `InputError`: `.missing` when it has none yet, `.malformed` for a file that describes no model.
  package static func requireModel(at path: String) throws(InputError) -> ModelDescription {
    if let model = try model(at: path) { return model }
    throw InputError(
      .missing, "the run has no model yet", path: path, expected: File.model.rawValue,
      remedy: "train it first: '\(ShellCommand(["train", "--resume", ShellCommand.path(path)]))'")
  }

  /// How weights of the run at `path` were trained: with what they reach when they are those of its report.
  fileprivate static func trainingRecord(
    of weights: SavedWeights, _ configuration: RunConfiguration, at path: String
  ) throws(InputError) -> TrainingRecord {
    let report = report(at: path)
    let isReported = report.map { $0.weightsSHA256 == weightsSHA256(of: weights.tensors) } ?? false
    return TrainingRecord(
      recipe: configuration.recipe, data: try fingerprint(at: path), epoch: weights.origin.epoch,
      validation: isReported ? report?.validation : nil, test: isReported ? report?.test : nil)
  }
}

extension InputError {
  /// The same fault with the path of the thing, where it had none.
  package func naming(_ path: String) -> InputError {
    InputError(
      kind, what, path: self.path ?? path, offset: offset, expected: expected, found: found, remedy: remedy,
      details: details)
  }
}
