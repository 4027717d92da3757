import ArgumentParser
import InklingDatasets
import InklingEngine
import InklingExchange
import InklingFiles
import InklingTraining

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a network on a data set, and evaluate it on the test set.",
    discussion: """
      Options and --set change the recipe. Without --recipe it is the classic job: LeNet on MNIST, 10 epochs in batches \
      of 64, SGD with learning rate 0.001 and momentum 0.9. The same seed gives the same weights, for any number of threads and through any number of stops.

      The run is kept in a folder of its own. Ctrl-C or SIGTERM finishes the step, saves, and prints the command that \
      goes on from there; a second one stops at once.

      Examples:
        inkling train
        inkling train --dataset fashion-mnist --epochs 20 --name fashion
        inkling train --resume fashion --epochs 30
        inkling train --recipe sprint --set optimizer.learning_rate=0.003
        inkling train --dataset kmnist --from mnist-run --replace-head
        inkling train --from theirs.onnx --epochs 3
        inkling train --dataset strokes --json
        inkling train --validation 0.1 --patience 5 --epochs 50
        inkling train --folds 5
        inkling train --tensorboard --name curves && tensorboard --logdir runs/curves
      """)

  @OptionGroup(title: "Data") var data: DataOptions
  @Flag(help: "Fetch the data set from its public mirrors when it is not on the disk.")
  var download = false
  @OptionGroup(title: "Recipe") var recipe: RecipeOptions
  @OptionGroup(title: "Training") var training: TrainingOptions
  @OptionGroup(title: "Validation") var validation: ValidationOptions
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Cross-validate: train so many runs, each of which holds out another part of the training set.",
      valueName: "count"))
  var folds: Int?
  @OptionGroup(title: "Computing") var compute: ComputeOptions

  @Option(help: ArgumentHelp("The run's name, which is its folder's. (default: made from data set and time)"))
  var name: String?
  @Option(help: ArgumentHelp("The folder that holds the runs.", valueName: "folder"), completion: .directory)
  var runs = RunOptions.defaultFolder
  @Option(
    help: ArgumentHelp("Go on with a run that was stopped: its name, or the path of its folder.", valueName: "run"),
    completion: .custom(RunOptions.completions))
  var resume: String?

  @Flag(help: "Print one JSON object at the end instead of text.")
  var json = false
  @Flag(help: "Print the confusion matrix of the test set too.")
  var verbose = false

  func validate() throws {
    try requirePaths(("--runs", runs), ("--resume", resume))
    if resume != nil, name != nil {
      throw ValidationError("--name is for a new run: a resumed one keeps the name of its folder.")
    }
    if folds != nil, resume != nil || validation.validation != nil {
      throw ValidationError(
        "--folds starts runs that hold out a part each: it takes neither --resume nor --validation.")
    }
    if resume != nil, recipe.isGiven {
      throw ValidationError(
        "A resumed run keeps its recipe: --recipe, --model, --set, --from and the like are for a new one.")
    }
  }

  func run() throws {
    if let folds { return try crossValidate(folds) }
    if let resume { return try finish(try prepareResumed(resume)) }
    let loaded = try loadRecipe()
    if loaded.recipe.ensemble != nil { return try trainEnsemble(loaded) }
    try finish(try prepare(loaded))
  }

  private func finish(_ run: PreparedRun) throws {
    defer { run.folder.unlock() }
    let report = try train(run, goingOnWith: resumeCommand(run))
    if verbose, !json, let test = report.test, test.confusion == nil, test.details == nil {
      Output.note(
        "note: the weights are those of before, so the test set was not looked at again; 'inkling evaluate' "
          + "prints its confusion matrix")
    }
    try Output.result(json ? report.json() : TrainingReportText(report, of: run, showsConfusion: verbose).text)
  }

  /// Trains a run to its end, or until it is stopped.
  ///
  /// - Parameter command: what goes on when it is stopped.
  func train(_ run: PreparedRun, goingOnWith command: ShellCommand) throws -> TrainingReport {
    for note in run.notes { Output.note("note: \(note)") }
    StopSignals.install()
    var hasStarted = false
    // A run that could not start leaves nothing that would block its name.
    defer { if !hasStarted { run.folder.discard() } }
    let trainer = try Trainer(
      run.graph, on: run.dataset, configuration: run.folder.configuration, instructionSet: run.instructionSet,
      runFolder: run.folder, resuming: run.checkpoint, startingFrom: run.weights,
      shouldStop: { StopSignals.isStopRequested })
    // What scripts read is as it was; people look at curves.
    var progress = TrainingProgressText(run, live: json ? nil : LiveTraining(of: run))
    defer { progress.end() }
    var report: TrainingReport?
    try trainer.run { event in
      hasStarted = true
      progress.show(event)
      switch event {
      case .started(let start):
        let configuration = run.folder.configuration
        ComputeOptions.tell(
          threads: start.threads, of: configuration.threads, batchSize: configuration.recipe.batchSize)
      case .finished(let finished): report = finished
      default: break
      }
    }
    guard let report else { try stop(command) }
    return report
  }

  /// Says how to go on, and ends as the signal would have ended the process.
  private func stop(_ command: ShellCommand) throws -> Never {
    Output.note("stopped and saved; go on with: \(command)")
    throw ExitCode(128 + (StopSignals.received ?? 2))
  }

  private func resumeCommand(_ run: PreparedRun) -> ShellCommand {
    ShellCommand(
      ["train", "--resume", ShellCommand.path(run.folder.path)] + ShellCommand.data(run.dataFolder)
        + (json ? ["--json"] : []) + (verbose ? ["--verbose"] : []))
  }
}

extension TrainCommand {
  /// All options that are values of a recipe.
  private var options: [RecipeSetting] { training.settings + validation.settings + data.settings }

  /// - Parameters:
  ///   - first: what goes under everything that was given.
  ///   - more: what was given beside the options that are values of a recipe.
  func loadRecipe(_ first: [RecipeSetting] = [], with more: [RecipeSetting] = []) throws(InputError) -> LoadedRecipe {
    let loaded = try recipe.load(first, with: options + more, runs: runs)
    guard let weights = try WeightsOpener.all(loaded.recipe.fineTuning, runs: runs), weights.saidInk != nil else {
      return loaded
    }
    let progress = DownloadProgress()
    defer { progress.end() }
    let dataset = try data.source(of: loaded.recipe).load(
      downloads: download, verifies: true, progress: progress.show)
    guard let (adopted, note) = try loaded.adoptingInk(of: weights, for: dataset.train) else { return loaded }
    Output.note("note: \(note)")
    return adopted
  }

  private func prepare(_ loaded: LoadedRecipe) throws(InputError) -> PreparedRun {
    let configuration = newConfiguration(of: loaded.recipe, name: name)
    let progress = DownloadProgress()
    defer { progress.end() }
    return try PreparedRun(
      new: configuration, recipe: loaded,
      startingFrom: try WeightsOpener.all(loaded.recipe.fineTuning, runs: runs),
      in: runs, on: try data.source(of: loaded.recipe), downloads: download,
      progress: progress.show, instructionSet: try ComputeOptions.instructionSet())
  }

  func newConfiguration(of recipe: Recipe, name: String?) -> RunConfiguration {
    var recipe = recipe
    recipe.data.captcha = recipe.data.captcha.anchored
    return RunConfiguration(
      recipe, threads: compute.threads, checkpointEvery: training.checkpointEvery, name: name,
      tensorBoard: training.tensorboard)
  }

  func prepareResumed(_ run: String) throws(InputError) -> PreparedRun {
    let path = RunFolder.locate(run, in: runs)
    let progress = DownloadProgress()
    defer { progress.end() }
    return try PreparedRun(
      resuming: path, dataFolder: data.data,
      load: { (configuration: RunConfiguration) throws(InputError) in
        try data.source(of: configuration.recipe).load(downloads: download, verifies: true, progress: progress.show)
      }, instructionSet: try ComputeOptions.instructionSet()
    ) { configuration throws(InputError) in
      configuration = try configuration.applying(options, path: path)
      if let every = training.checkpointEvery { configuration.checkpointEvery = every }
      if let threads = compute.threads { configuration.threads = threads }
      if training.tensorboard { configuration.tensorBoard = true }
    }
  }
}
