import Files
import Training

extension TrainCommand {
  /// Trains one run for each fold, and prints what they reach on the images that they held out. The test set is left
  /// alone.
  func crossValidate(_ count: Int) throws {
    let first = try foldJob(1, of: count)
    try first.configuration.validate(trainingCount: Int(Int32.max))
    try requireUnused(count)
    let source = try DatasetSource(of: first.configuration, folder: data.data)
    let dataset = try source.load(downloads: download, verifies: true)
    var reports: [TrainingReport] = []
    for fold in 1...max(count, 1) {
      let job = try foldJob(fold, of: count)
      let weights = try StartingWeights(job.recipe.recipe.fineTuning, runs: runs)
      let run = try PreparedRun(
        new: job.configuration, recipe: job.recipe, startingFrom: weights, in: runs, on: dataset,
        dataFolder: source.folder)
      defer { run.folder.unlock() }
      Output.note("fold \(fold) of \(count)")
      reports.append(try train(run))
    }
    let result = CrossValidation(reports)
    try Output.result(json ? JSONOutput.text(result) : CrossValidationText(result: result).text)
  }

  /// What is trained for one fold: the recipe, with the fold in place of its `data.validation`.
  private func foldJob(
    _ fold: Int, of count: Int
  ) throws(InputError) -> (configuration: TrainingConfiguration, recipe: LoadedRecipe) {
    let option = "--folds \(count)"
    let part = DocumentNode.mapping([("fold", .number(fold)), ("folds", .number(count))])
    // The fold's accuracy is an estimate only of weights that it did not choose: the last, unless somebody says otherwise.
    let loaded = try loadRecipe(
      [RecipeSetting("selection.restore_best", to: .flag(false), option: option)],
      last: [RecipeSetting("data.validation", to: part, option: option)])
    guard loaded.recipe.ensemble == nil else {
      throw InputError(
        .usage, "--folds is for a single network, and this recipe is of an ensemble", found: loaded.recipe.name,
        remedy: "leave it out with --set ensemble=")
    }
    return (newConfiguration(of: loaded.recipe, name: name.map { Self.name($0, fold: fold) }), loaded)
  }

  private static func name(_ name: String, fold: Int) -> String { "\(name)-fold-\(fold)" }

  /// Finds a name that is taken before the first fold is trained, not after.
  private func requireUnused(_ count: Int) throws(InputError) {
    guard let name, count >= 1 else { return }
    for fold in 1...min(count, 1000) {
      let path = RunFolder.locate(Self.name(name, fold: fold), in: runs)
      guard (try? RunFolder.configuration(at: path)) == nil else {
        throw InputError(
          .unwritable, "a run of that name exists already", path: path, remedy: "choose another --name")
      }
    }
  }
}
