public import InklingDatasets
public import InklingEngine
public import InklingFiles

/// Trains trials as runs of their own in a folder, each of which holds out what the recipe says, the same images for all.
/// The test set is left alone.
///
/// A trial's folder is a run's as any other: it can be evaluated, and gone on with.
public struct TrainingTrialRunner: TrialRunner {
  private let dataset: Dataset
  private let folder: String
  private let runs: String
  private let threads: Int
  private let instructionSet: InstructionSet
  private let opener: WeightsOpener
  private let shouldStop: @Sendable () -> Bool

  /// - Parameters:
  ///   - dataset: of which the training set alone is used.
  ///   - folder: where the trials' runs are kept.
  ///   - runs: the folder that holds the runs from whose weights trials may start.
  ///   - threads: nil takes the processors.
  ///   - instructionSet: the instructions that the kernels use; by default the fastest that the processor has.
  ///   - opener: what reads the weights that trials start from.
  ///   - shouldStop: asked before every step, such as for a signal; by default never stops.
  public init(
    _ dataset: Dataset, folder: String, runs: String, threads: Int? = nil, instructionSet: InstructionSet = .best,
    opening opener: WeightsOpener = .own, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) {
    self.dataset = dataset
    self.folder = folder
    self.runs = runs
    self.threads = threads ?? ThreadCount.useful()
    self.instructionSet = instructionSet
    self.opener = opener
    self.shouldStop = shouldStop
  }

  /// Trains the trial's run up to `epochs`, from its last checkpoint, and returns its validation after that epoch.
  ///
  /// - Returns: nil when it was asked to stop before.
  /// - Throws: `InputError` of kind `.failed` when the trial diverges; any other for what cannot be read, written or
  ///   trained.
  public func run(_ trial: Trial, recipe: Recipe, toEpoch epochs: Int) throws(InputError) -> TrialScore? {
    let plan = try plan(of: recipe)
    let graph = try plan.graph()
    let run = try open(trial, recipe, plan)
    defer { run.unlock() }
    var checkpoint = try run.loadCheckpoint()?.checkpoint
    if checkpoint.map({ $0.epoch <= epochs }) ?? true {
      let trainer = try Trainer(
        graph, on: dataset, configuration: run.configuration, instructionSet: instructionSet, runFolder: run,
        resuming: checkpoint, startingFrom: checkpoint == nil ? try startingWeights(run, recipe, graph) : nil,
        pauseAfter: epochs, looksAtTestSet: false, shouldStop: shouldStop)
      try trainer.run()
      checkpoint = try run.loadCheckpoint()?.checkpoint
    }
    return try checkpoint.flatMap { checkpoint throws(InputError) in try score(run, checkpoint, epochs) }
  }

  /// The trial's network: the recipe's, or that of what it starts from.
  private func plan(of recipe: Recipe) throws(InputError) -> NetworkPlan {
    if let model = recipe.model ?? (recipe.fineTuning?.from == nil ? .lenet : nil) {
      return NetworkPlan(model, for: dataset.train)
    }
    let weights = try opener(recipe.fineTuning, runs: runs)
    return try NetworkPlan(recipe, runs: runs, for: dataset.train, startingFrom: weights)
  }

  /// Holds the run in the trial's folder against the recipe; a trial that has none yet is as any.
  ///
  /// - Throws: `InputError` of kind `.malformed` with the first key that differs, and what reading the run throws.
  public func requireSame(_ trial: Trial, recipe: Recipe) throws(InputError) {
    let path = path(of: trial)
    guard isThere(path) else { return }
    let saved = try RunFolder.configuration(at: path).recipe
    guard let (key, old, new) = try configuration(trial, recipe).recipe.difference(from: saved) else { return }
    throw InputError(
      .malformed, "a trial of this search was trained by another recipe", path: path, expected: "\(key) \(old)",
      found: "\(key) \(new)", remedy: "give the recipe that it was started with, or another --name")
  }

  private func path(of trial: Trial) -> String { RunPath.join(folder, Self.name(of: trial)) }

  private static func name(of trial: Trial) -> String { "trial-\(trial.number)" }

  private func isThere(_ path: String) -> Bool {
    RunPath.content(of: RunFolder.path(of: .configuration, in: path)) != .nothing
  }

  private func configuration(_ trial: Trial, _ recipe: Recipe) throws(InputError) -> RunConfiguration {
    var recipe = recipe
    // The search selects: a trial is compared at its rungs, by the weights that it has there.
    recipe.selection = .ofTrials
    recipe.data.captcha = recipe.data.captcha.anchored
    return try RunConfiguration(recipe, threads: threads, name: Self.name(of: trial)).measured(on: dataset)
  }

  private func open(_ trial: Trial, _ recipe: Recipe, _ plan: NetworkPlan) throws(InputError) -> RunFolder {
    let path = path(of: trial)
    guard !isThere(path) else { return try RunFolder.reopen(path) }
    var configuration = try configuration(trial, recipe)
    configuration.network = recipe.model == nil ? plan.architecture : nil
    return try RunFolder.create(in: folder, configuration: configuration)
  }

  /// What a trial starts from: kept in its folder, in case it is killed before its first checkpoint.
  private func startingWeights(
    _ run: RunFolder, _ recipe: Recipe, _ graph: Graph
  ) throws(InputError) -> StartingWeights? {
    if let kept = try run.startingWeights() { return kept }
    let given = try opener(recipe.fineTuning, runs: runs)
    guard let weights = try given?.fitted(to: graph, classNames: dataset.train.classNames) else { return nil }
    try run.save(weights)
    return weights
  }

  /// What the run reached on the held-out images after so many epochs; nil when it was stopped before.
  private func score(
    _ run: RunFolder, _ checkpoint: Checkpoint, _ epochs: Int
  ) throws(InputError) -> TrialScore? {
    guard checkpoint.epoch > epochs else { return nil }
    let history = checkpoint.state.history[..<epochs]
    guard let reached = history.last?.validation else {
      throw InputError(
        .malformed, "the trial's run holds out no images", path: run.path,
        remedy: "it is of another release: start the search anew in another --name")
    }
    return TrialScore(
      epochs: epochs, accuracy: reached.accuracy, loss: reached.loss,
      seconds: history.reduce(0) { $0 + $1.seconds })
  }
}
