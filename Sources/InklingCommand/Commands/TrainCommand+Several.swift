import InklingDatasets
import InklingExchange
import InklingFiles
import InklingTraining

/// Commands that train several runs: the folds of a cross-validation, the members of an ensemble. Given again with the same
/// `--name`, such a command goes on where it was.
extension TrainCommand {
  /// What the runs' names start with: the one that was given, or a new one.
  func baseName(for configuration: RunConfiguration) -> String { name ?? RunFolder.newName(for: configuration) }

  /// How to go on when one of the runs is stopped.
  func goOnWithAll(_ baseName: String) -> ShellCommand { .again(name == nil ? ["--name", baseName] : []) }

  /// Refuses runs of these names that were started by another command, before the first is trained.
  ///
  /// - Throws: `InputError` of kind `.malformed` that says what differs.
  func requireOwn(_ configurations: [RunConfiguration], on dataset: Dataset) throws(InputError) {
    for configuration in configurations {
      guard let path = startedRun(configuration) else { continue }
      try configuration.measured(on: dataset).requireResumable(
        from: try RunFolder.configuration(at: path), path: path,
        remedy: "give the command that it was started with, or choose another --name")
    }
  }

  /// One of the runs: a new one, or the one that was started before.
  func prepare(
    _ configuration: RunConfiguration, _ loaded: LoadedRecipe, on dataset: Dataset, in dataFolder: String?
  ) throws(InputError) -> PreparedRun {
    let set = try ComputeOptions.instructionSet()
    if let path = startedRun(configuration) {
      let measured = try configuration.measured(on: dataset)
      return try PreparedRun(resuming: path, dataFolder: dataFolder, load: { _ in dataset }, instructionSet: set) {
        saved in
        // How it is evaluated is part of the report that it may have already.
        let evaluation = saved.recipe.evaluation
        saved = measured
        saved.recipe.evaluation = evaluation
      }
    }
    let weights = try WeightsOpener.all(loaded.recipe.fineTuning, runs: runs)
    return try PreparedRun(
      new: configuration, recipe: loaded, startingFrom: weights, in: runs, on: dataset, dataFolder: dataFolder,
      instructionSet: set)
  }

  /// The folder of the run of this name; nil when there is none.
  private func startedRun(_ configuration: RunConfiguration) -> String? {
    configuration.name.flatMap { RunFolder.startedRun(named: $0, in: runs) }
  }
}
