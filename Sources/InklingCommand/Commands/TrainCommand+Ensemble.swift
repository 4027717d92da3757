import Datasets
import Files
import Training

extension TrainCommand {
  /// Trains every member of a recipe's ensemble as a run of its own, then evaluates them together, once, on the test set.
  /// Members that were trained before, under the same `--name`, are gone on with.
  func trainEnsemble(_ loaded: LoadedRecipe) throws {
    let members = try loaded.members()
    let recipe = loaded.recipe
    let source = try DatasetSource(recipe.data.dataset, folder: data.data, variation: recipe.data.variation)
    let dataset = try source.load(downloads: download, verifies: true)
    // All of them before the first is trained: an hour later is too late.
    for member in members {
      try member.requireFit(
        dataset.train, try ModelDescription(member.recipe, runs: runs, for: dataset.train))
    }
    var paths: [String] = []
    for (index, member) in members.enumerated() {
      Output.note("member \(index + 1) of \(members.count), seed \(member.recipe.seed)")
      let memberName = name.map { "\($0)-\(index + 1)" }
      let run = try isRun(memberName).map { try prepareResumed($0) } ?? prepare(member, memberName, dataset, source)
      defer { run.folder.unlock() }
      _ = try train(run)
      paths.append(run.folder.path)
    }
    try evaluate(paths, of: recipe, on: source)
  }

  private func prepare(
    _ member: LoadedRecipe, _ name: String?, _ dataset: Dataset, _ source: DatasetSource
  ) throws(InputError) -> PreparedRun {
    try PreparedRun(
      new: newConfiguration(of: member.recipe, name: name), recipe: member,
      startingFrom: try StartingWeights(member.recipe.fineTuning, runs: runs), in: runs, on: dataset,
      dataFolder: source.folder)
  }

  private func isRun(_ name: String?) -> String? {
    guard let name, (try? RunFolder.configuration(at: RunFolder.locate(name, in: runs))) != nil else { return nil }
    return name
  }

  private func evaluate(_ paths: [String], of recipe: Recipe, on source: DatasetSource) throws {
    let families = recipe.evaluation?.views ?? []
    let ensemble = try TrainedEnsemble(
      runs: paths, weights: nil, views: EvaluationView.views(of: families),
      threads: compute.threads ?? ComputeOptions.usefulThreads(batchSize: .max))
    let answers = try ensemble.answers(to: try DataPart(.test, of: source, for: ensemble.models))
    var evaluation = RunEvaluation(answers.result(withMetrics: false), on: .test, of: ensemble)
    evaluation.testEvaluations = ensemble.log(evaluation.result, by: "train", on: .test, of: source)
    let again = ShellCommand(["evaluate"] + paths + ViewsChoice.options(families))
    Output.note("all \(paths.count) together: evaluate again with '\(again)'")
    try Output.result(
      json
        ? JSONOutput.text(evaluation)
        : EvaluationText(evaluation.result, showsConfusion: verbose, noun: SplitChoice.test.noun).text)
  }
}
