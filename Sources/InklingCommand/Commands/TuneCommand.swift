import ArgumentParser
import InklingDatasets
import InklingEngine
import InklingExchange
import InklingFiles
import InklingTraining

struct TuneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune", abstract: "Search a recipe's values for the best ones, on validation images alone.",
    discussion: """
      The space is a YAML file: the recipe, how many trials, and what each searched value is drawn from. Random search \
      trains every trial to the end; asha (successive halving) trains most of them for a few epochs, and lets the best \
      go on. A search that was stopped or killed goes on where it was when it is given again.

        recipe: sprint
        method: asha
        trials: 20
        rungs: {first: 1, factor: 3}
        set: {data.validation: 5000}
        space:
          optimizer.learning_rate: {log_uniform: [0.0005, 0.05]}
          batch_size: {choice: [32, 64, 128]}

      Examples:
        inkling tune space.yaml
        inkling tune space.yaml --name rates --json
        inkling tune space.yaml --dataset ./letters
      """)

  @Argument(
    help: ArgumentHelp("The search space, a YAML file.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var space: String
  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Computing") var compute: ComputeOptions
  @Option(help: ArgumentHelp("The search's name, which is its folder's. (default: tune- and the space's name)"))
  var name: String?
  @Option(help: ArgumentHelp("The folder that holds the runs.", valueName: "folder"), completion: .directory)
  var runs = RunOptions.defaultFolder
  @Flag(help: "Print one JSON object at the end instead of a table.")
  var json = false

  func validate() throws { try requirePaths(("the search space", space), ("--runs", runs)) }

  func run() throws {
    var space = try SearchSpace(contentsOf: space)
    try space.put(data.settings)
    let recipe = try space.recipe(ofTrial: 0).recipe
    let set = try ComputeOptions.instructionSet()
    let dataset = try data.source(of: recipe).load()
    let folder = "\(runs)/\(try folderName(space))"
    try requireFit(space, dataset)
    var search = try HyperparameterSearch(space, folder: folder, on: dataset)
    StopSignals.install()
    let runner = TrainingTrialRunner(
      dataset, folder: "\(folder)/trials", runs: runs,
      threads: compute.threads ?? ThreadCount.useful(batchSize: recipe.batchSize), instructionSet: set,
      opening: .all, shouldStop: { StopSignals.isStopRequested })
    guard try search.run(runner, report: { Output.note(SearchText.line($0)) }) else {
      Output.note("stopped and saved; go on with the same command: \(ShellCommand.again())")
      throw ExitCode(128 + (StopSignals.received ?? 2))
    }
    let results = SearchResults(search)
    try Output.result(json ? JSONText.encode(results) : SearchText(results, folder: folder, data: data.data).text)
  }

  /// Holds every trial against the images before the first is trained.
  private func requireFit(_ space: SearchSpace, _ dataset: Dataset) throws(InputError) {
    for number in 0..<space.trials {
      let loaded = try space.recipe(ofTrial: number)
      let weights = try WeightsOpener.all(loaded.recipe.fineTuning, runs: runs)
      try requireWhole(loaded, weights, channels: dataset.train.channels)
      if let (_, note) = try loaded.adoptingInk(of: weights, for: dataset.train) {
        throw InputError(
          .malformed, "the trials would learn from images of the other ink: \(note)", path: self.space,
          expected: "data.shift inverted", remedy: "set data.shift to it")
      }
      let description = try NetworkPlan(loaded.recipe, runs: runs, for: dataset.train, startingFrom: weights)
      try loaded.requireFit(dataset, description)
      try description.task.make().requireFit(dataset, description.graph())
    }
  }

  /// A trial follows its recipe alone: what `train` would take from the run that it starts from must stand there.
  private func requireWhole(_ loaded: LoadedRecipe, _ weights: StartingWeights?, channels: Int) throws(InputError) {
    guard let source = loaded.recipe.fineTuning?.from else { return }
    let isRun = RunFolder.holdsRun(RunFolder.locate(source, in: runs))
    guard loaded.recipe.model != nil || weights?.network != nil || isRun else {
      throw InputError(
        .malformed, "the trials start from \(source), and the space does not say which network that is",
        path: space, remedy: "set model to it")
    }
    let adopted = try loaded.adoptingNormalization(of: weights).recipe.data.normalization
    guard adopted.agrees(with: loaded.recipe.data.normalization, channels: channels) else {
      throw InputError(
        .malformed, "the trials start from \(source), whose images were normalised otherwise", path: space,
        expected: "data.normalization \(adopted)", found: "\(loaded.recipe.data.normalization)",
        remedy: "set data.normalization to it")
    }
  }

  private func folderName(_ space: SearchSpace) throws(InputError) -> String {
    let chosen = name ?? "tune-\(space.name)"
    let isName = !chosen.isEmpty && !chosen.hasPrefix(".") && !chosen.hasPrefix("-") && !chosen.contains("/")
    guard isName, chosen.utf8.count <= 100 else {
      throw InputError(
        .usage, "--name is not a name for a search", expected: "1 to 100 letters without slashes", found: chosen)
    }
    return chosen
  }
}
