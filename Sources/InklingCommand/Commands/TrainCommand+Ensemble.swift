import InklingDatasets
import InklingEngine
import InklingExchange
import InklingFiles
import InklingTraining

extension TrainCommand {
  /// Trains every member of a recipe's ensemble as a run of its own, then evaluates them together, once, on the test set.
  func trainEnsemble(_ loaded: LoadedRecipe) throws {
    let members = try loaded.members()
    let recipe = loaded.recipe
    let base = baseName(for: newConfiguration(of: recipe, name: nil))
    let configurations = members.enumerated().map { newConfiguration(of: $1.recipe, name: "\(base)-\($0 + 1)") }
    let source = try data.source(of: recipe)
    let dataset = try DownloadProgress.load(source, downloads: download)
    guard dataset.test.count > 0 else {
      throw InputError(
        .usage, "an ensemble is evaluated on a test part, and the data set has none", path: source.name,
        remedy: "put one beside the training part, or train the members one by one with --validation")
    }
    // All of them before the first is trained: an hour later is too late.
    for member in members {
      let weights = try WeightsOpener.all(member.recipe.fineTuning, runs: runs)
      try member.requireFit(
        dataset, NetworkPlan(member.recipe, runs: runs, for: dataset.train, startingFrom: weights))
    }
    try requireOwn(configurations, on: dataset)
    var paths: [String] = []
    for (member, configuration) in zip(members, configurations) {
      Output.note("member \(paths.count + 1) of \(members.count), seed \(member.recipe.seed)")
      let run = try prepare(configuration, member, on: dataset, in: source.folder)
      defer { run.folder.unlock() }
      _ = try train(run, goingOnWith: goOnWithAll(base))
      paths.append(run.folder.path)
    }
    try evaluate(paths, of: recipe, on: source)
  }

  private func evaluate(_ paths: [String], of recipe: Recipe, on source: DatasetSource) throws {
    let families = recipe.evaluation?.views ?? []
    let ensemble = try ModelEnsemble(
      opening: paths, weights: nil, views: EvaluationView.views(of: families), threads: compute.threads)
    let answers = try ensemble.answers(to: try DataPart(.test, of: source, for: ensemble.models))
    var evaluation = RunEvaluation(answers.result(withMetrics: false), on: .test, of: ensemble)
    evaluation.testEvaluations = ensemble.log(
      evaluation.result, by: "train", on: .test, of: source, note: Output.note(of:))
    let again = ShellCommand(
      ["evaluate"] + paths.map(ShellCommand.path) + ViewsChoice.options(families) + ShellCommand.data(source.folder))
    Output.note("all \(paths.count) together: evaluate again with: \(again)")
    try Output.result(
      json
        ? JSONText.encode(evaluation)
        : EvaluationText(evaluation.result, showsConfusion: verbose, noun: SplitChoice.test.noun).text)
  }
}
