import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTraining

/// A model that a run has trained, ready to predict.
struct TrainedModel {
  let description: ModelDescription
  let configuration: RunConfiguration
  /// The file that the weights came from.
  let weightsPath: String
  /// The same, and of which epoch they are.
  let weightsText: String
  /// The run's folder.
  let run: String
  /// SHA-256 of the weights.
  let weightsSHA256: String
  let program: InferenceProgram

  /// Reads a run's model and its weights.
  ///
  /// - Parameter weights: which; nil takes those that the run ended with.
  /// - Throws: `InputError`: `.missing` when there is no such run or it has no weights yet, `.malformed` for files that
  ///   are damaged or of another model.
  init(run: String, weights: WeightsChoice?, threads: Int) throws(InputError) {
    self.run = run
    configuration = try RunFolder.configuration(at: run)
    let saved = try RunFolder.savedWeights(weights, at: run)
    description = try ModelDescription(inRun: run)
    weightsSHA256 = InklingEngine.weightsSHA256(of: saved.tensors)
    weightsPath = saved.path
    weightsText = saved.description
    do {
      program = try InferenceProgram(
        try description.graph(), parameters: saved.tensors, normalization: description.normalization, threads: threads,
        instructionSet: try ComputeOptions.instructionSet())
    } catch {
      throw error.naming(weightsPath)
    }
    ComputeOptions.tell(threads: program.threads, of: threads)
  }

  /// The probability of each class for one image, [C, H, W].
  ///
  /// - Throws: `InputError` of kind `.malformed` when the weights give numbers that are not finite.
  func probabilities(of image: [UInt8]) throws(InputError) -> [Double] {
    let probabilities = program.probabilities(images: image)
    for probability in probabilities { try requireFinite(probability) }
    return probabilities
  }

  /// - Throws: `InputError` of kind `.malformed` for a number that is not finite.
  func requireFinite(_ value: Double) throws(InputError) {
    guard value.isFinite else {
      throw InputError(
        .malformed, "the weights give no finite answer", path: weightsPath, found: "\(value)",
        remedy: "train the model again with a lower learning rate")
    }
  }
}

extension InputError {
  /// The same fault with the path of the thing, where it had none.
  func naming(_ path: String) -> InputError {
    InputError(
      kind, what, path: self.path ?? path, offset: offset, expected: expected, found: found, remedy: remedy,
      details: details)
  }
}
