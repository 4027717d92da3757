import Datasets
import Files
import Inkling

/// Trains trials as runs of their own in a folder, and evaluates them on images that no trial is trained on. It never
/// sees the test set.
public struct TrainingTrialRunner: TrialRunner {
  private let parts: Dataset
  private let folder: String
  private let threads: Int
  private let instructionSet: InstructionSet
  private let shouldStop: @Sendable () -> Bool

  /// - Parameters:
  ///   - dataset: of which the training set alone is used.
  ///   - recipe: says how much of it is kept for validation, and the seed of the choice.
  ///   - folder: where the runs are kept.
  /// - Throws: `InputError` of kind `.malformed` when nothing would be left to train on.
  public init(
    _ dataset: Dataset, recipe: Recipe, folder: String, threads: Int, instructionSet: InstructionSet,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(InputError) {
    try Self.requireSeed(recipe)
    let count = recipe.data.validationCount(of: dataset.train.count)
    guard count > 0, count < dataset.train.count else {
      throw InputError(
        .malformed, "the validation leaves nothing to train on or to compare on",
        expected: "1 to \(dataset.train.count - 1) images", found: "\(count)")
    }
    let (train, validation) = dataset.train.stratifiedParts(validation: count, seed: recipe.seed)
    parts = Dataset(name: dataset.name, train: train, test: validation, notes: [], source: dataset.source)
    self.folder = folder
    self.threads = threads
    self.instructionSet = instructionSet
    self.shouldStop = shouldStop
  }

  /// A trial starts from its seed: one that should start from trained weights is refused, not trained without them.
  private static func requireSeed(_ recipe: Recipe) throws(InputError) {
    guard let source = recipe.fineTuning?.from else { return }
    throw InputError(
      .malformed, "a search cannot follow fine_tuning.from: its trials start from their seed", found: source,
      remedy: "take the key out of the recipe and of the space")
  }

  public func run(_ trial: Trial, recipe: Recipe, toEpoch epochs: Int) throws(InputError) -> TrialScore? {
    try Self.requireSeed(recipe)
    let graph = try (recipe.model ?? .lenet).graph(
      input: Shape([parts.train.channels, parts.train.height, parts.train.width]),
      classes: parts.train.classNames.count)
    let run = try open(trial, recipe)
    defer { run.unlock() }
    let trainer = try Trainer(
      graph, on: parts, configuration: run.configuration, instructionSet: instructionSet, runFolder: run,
      resuming: try run.loadCheckpoint()?.checkpoint, pauseAfter: epochs, shouldStop: shouldStop)
    try trainer.run()
    guard let checkpoint = try run.loadCheckpoint()?.checkpoint, checkpoint.epoch > epochs else { return nil }
    return try score(run, graph, checkpoint, epochs)
  }

  private func open(_ trial: Trial, _ recipe: Recipe) throws(InputError) -> RunFolder {
    let name = "trial-\(trial.number)"
    let path = RunPath.join(folder, name)
    guard RunPath.content(of: RunFolder.path(of: .configuration, in: path)) == .nothing else {
      return try RunFolder.reopen(path)
    }
    var recipe = recipe
    // The parts are made already, and the search selects.
    recipe.data.validation = nil
    recipe.selection = nil
    let configuration = try TrainingConfiguration(recipe, threads: threads, name: name)
      .measured(on: parts.train, at: nil)
    return try RunFolder.create(in: folder, configuration: configuration)
  }

  private func score(
    _ run: RunFolder, _ graph: Graph, _ checkpoint: Checkpoint, _ epochs: Int
  ) throws(InputError) -> TrialScore {
    let program = try InferenceProgram(
      graph, parameters: checkpoint.parameters,
      normalization: run.configuration.normalization.factors(channels: parts.test.channels), threads: threads,
      instructionSet: instructionSet)
    let result = program.evaluate(parts.test)
    guard result.loss.isFinite else {
      throw InputError(.failed, "the trial gives no finite answer on the validation images", path: run.path)
    }
    return TrialScore(
      epochs: epochs, accuracy: result.accuracy, loss: result.loss, seconds: checkpoint.state.totalSeconds)
  }
}
