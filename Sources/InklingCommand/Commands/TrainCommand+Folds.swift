import InklingDatasets
import InklingFiles
import InklingTraining

extension TrainCommand {
  /// Trains one run for each fold, and prints what they reach on the images that they held out. The test set is left
  /// alone.
  func crossValidate(_ count: Int) throws {
    let first = try foldJob(1, of: count, base: nil)
    try first.configuration.validate()
    if first.recipe.recipe.evaluation?.views.isEmpty == false {
      Output.note("note: the recipe's evaluation.views are for a test set: what a fold holds out is looked at as it is")
    }
    let base = baseName(for: first.configuration)
    let source = try data.source(of: first.configuration.recipe)
    let dataset = try DownloadProgress.load(source, downloads: download)
    // A number that is far too large is refused with the first fold.
    for fold in 1...min(max(count, 1), 1000) {
      try requireOwn([try foldJob(fold, of: count, base: base).configuration], on: dataset)
    }
    var reports: [TrainingReport] = []
    for fold in 1...max(count, 1) {
      let job = try foldJob(fold, of: count, base: base)
      let run = try prepare(job.configuration, job.recipe, on: dataset, in: source.folder)
      defer { run.folder.unlock() }
      Output.note("fold \(fold) of \(count)")
      reports.append(try train(run, goingOnWith: goOnWithAll(base)))
    }
    let result = CrossValidation(reports)
    try Output.result(json ? JSONText.encode(result) : CrossValidationText(result: result).text)
  }

  /// What is trained for one fold: the recipe, with the fold in place of its `data.validation`; that nobody gives another
  /// beside `--folds` is seen to.
  ///
  /// - Parameter base: what the runs' names begin with; nil for a name of each one's own.
  private func foldJob(
    _ fold: Int, of count: Int, base: String?
  ) throws(InputError) -> (configuration: RunConfiguration, recipe: LoadedRecipe) {
    let option = "--folds \(count)"
    for setting in try recipe.settings.map(RecipeSetting.init) where setting.gives("evaluation.views") {
      throw InputError(
        .usage, "evaluation.views changes nothing with --folds: what a fold holds out is looked at as it is",
        found: "--set \(setting.path)", remedy: "leave one of them out")
    }
    let part = DocumentNode.mapping([("fold", .number(fold)), ("folds", .number(count))])
    // The fold's accuracy is an estimate only of weights that it did not choose: the last, unless somebody says otherwise.
    let loaded = try loadRecipe(
      [RecipeSetting("selection.restore_best", to: .flag(false), option: option)],
      with: [RecipeSetting("data.validation", to: part, option: option)])
    guard loaded.recipe.ensemble == nil else {
      throw InputError(
        .usage, "--folds is for a single network, and this recipe is of an ensemble", found: loaded.recipe.name,
        remedy: "leave it out with --set ensemble=")
    }
    return (newConfiguration(of: loaded.recipe, name: base.map { "\($0)-fold-\(fold)" }), loaded)
  }
}
