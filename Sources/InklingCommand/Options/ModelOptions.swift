import ArgumentParser
import InklingFiles
import InklingTraining

/// Where a model is looked for, and what its file does not say.
struct ModelOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The folder that holds the runs.", valueName: "folder"), completion: .directory)
  var runs = RunOptions.defaultFolder
  @Option(help: WeightsChoice.help)
  var weights: WeightsChoice?
  @OptionGroup var foreign: ForeignModelOptions

  func validate() throws { try requirePaths(("--runs", runs)) }

  /// Opens models: runs by their names or folders, or files of any kind.
  func open(_ names: [String]) throws(InputError) -> [TrainedModel] {
    try foreign.open(names.map(path), weights: weights)
  }

  /// Opens one.
  func open(_ name: String) throws(InputError) -> TrainedModel { try open([name])[0] }

  /// Refuses options that say what the built-in model says itself.
  func refuseForBuiltIn() throws(InputError) {
    guard isGiven else { return }
    throw InputError(
      .usage, "the built-in model says everything itself, and options for other files and runs do not fit it",
      remedy: "name the model's run, folder or file")
  }

  /// Whether anything is said of a model.
  var isGiven: Bool { foreign.isGiven || weights != nil }

  /// The path that a model's name leads to.
  func path(of name: String) -> String { RunFolder.locate(name, in: runs) }
}
