import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

/// A small search with the real engine.
@Suite struct TrainingTrialRunnerTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let dataset = StrokeDigits.dataset(train: 240, test: 10, seed: 3)

  private static let text = "trials: 3\n" + rest
  private static let rest = """
    method: asha
    rungs: {first: 1, factor: 3}
    set: {data.validation: 80, data.dataset: strokes, epochs: 3, batch_size: 32}
    space:
      optimizer.learning_rate: {choice: [0.0001, 0.003, 0.03]}
    """

  private func search(
    _ name: String, text: String = text
  ) throws(InputError) -> (search: HyperparameterSearch, runner: TrainingTrialRunner) {
    (
      try HyperparameterSearch(
        try SearchSpaceTests.space(text), folder: folder.file(name), on: Self.dataset),
      TrainingTrialRunner(
        Self.dataset, folder: folder.file(name) + "/trials", runs: folder.path, threads: 1,
        instructionSet: InstructionSet.available.last!)
    )
  }

  @Test func theBestTrialGoesOnToTheEnd() throws {
    var (search, runner) = try search("a")
    #expect(try search.run(runner))
    let best = try #require(search.ranking.first)
    #expect(best.rungs.map(\.epochs) == [1, 3])
    #expect(search.trials.allSatisfy { $0.rungs.first?.epochs == 1 })
    for trial in search.trials where trial.number != best.number {
      let run = try RunFolder.reopen(folder.file("a/trials/trial-\(trial.number)"))
      let checkpoint = try #require(try run.loadCheckpoint()?.checkpoint)
      #expect([checkpoint.epoch, checkpoint.step] as [Int] == [2, 0] as [Int])
      run.unlock()
    }
    #expect(search.trials.allSatisfy { ($0.rungs[0].accuracy, $0.number) <= (best.rungs[0].accuracy, .max) })
  }

  private func report(
    _ configuration: RunConfiguration, run: RunFolder? = nil
  ) async throws -> TrainingReport? {
    let trainer = try Trainer(
      try ModelSpecification.lenet.graph(input: [1, 28, 28], classes: 10), on: Self.dataset,
      configuration: configuration, instructionSet: InstructionSet.available.last!, runFolder: run,
      resuming: try run?.loadCheckpoint()?.checkpoint)
    var report: TrainingReport?
    for try await event in trainer.events { if case .finished(let last) = event { report = last } }
    return report
  }

  /// A run that was paused at a rung ends with the bytes of one that was not: those of `train --recipe best.yaml`.
  @Test func pausingChangesNothing() async throws {
    var (search, runner) = try search("a")
    #expect(try search.run(runner))
    let best = try #require(search.ranking.first)
    let recipe = try LoadedRecipe(folder.file("a/best.yaml")).recipe
    let report = try await report(RunConfiguration(recipe, threads: 1))
    let paused = try RunFolder.weights(at: folder.file("a/trials/trial-\(best.number)"))
    #expect(report?.weightsSHA256 == weightsSHA256(of: paused))
    #expect(report?.validation?.accuracy == best.rungs.last?.accuracy)
    #expect(report?.validation?.loss == best.rungs.last?.loss)
  }

  /// The test set is left alone, and a trial is a run: one that was left at a rung can be trained to its end.
  @Test func aTrialIsARun() async throws {
    var (search, runner) = try search("a")
    #expect(try search.run(runner))
    let other = try #require(search.trials.first { $0.rungs.count == 1 })
    for trial in search.trials {
      let path = folder.file("a/trials/trial-\(trial.number)")
      #expect(try RunFolder.testEvaluationCount(at: path) == 0)
      let held = try RunFolder.configuration(at: path).recipe.validationPlan
      #expect(held == ValidationPlan(ValidationSplit(.count(80)), selection: .last))
    }
    let run = try RunFolder.reopen(folder.file("a/trials/trial-\(other.number)"))
    let resumed = try await report(run.configuration, run: run)
    #expect(resumed?.epochs.count == 3 && resumed?.epochs.first?.validation?.accuracy == other.rungs[0].accuracy)
    #expect(try RunFolder.testEvaluationCount(at: run.path) == 1)
    run.unlock()
    // Its rung is still that of one epoch.
    #expect(try runner.run(other, recipe: run.configuration.recipe, toEpoch: 1)?.loss == other.rungs[0].loss)
  }

  /// A recipe's file that was changed behind a search's back, and a setting that means something else in this release: what
  /// was reached with the one is not compared with what the other reaches.
  @Test func trialsOfAnotherRecipeAreNotGoneOnWith() throws {
    let recipe = folder.file("recipe.yaml")
    let space = "recipe: \(recipe)\ntrials: 1\n" + Self.rest
    func run(momentum: Double) throws(InputError) -> Bool {
      let text = "model: tiny\noptimizer: {momentum: \(momentum)}\n"
      try DurableFile.write(Array(text.utf8), to: recipe)
      var (search, runner) = try search("d", text: space)
      return try search.run(runner)
    }
    #expect(try run(momentum: 0.9))
    #expect(try run(momentum: 0.9))
    let error = inputError { () throws(InputError) in _ = try run(momentum: 0.8) }
    #expect(error?.kind == .malformed)
    #expect(
      error?.description.contains("a trial of this search was trained by another recipe") == true
        && error?.description.contains("expected --momentum 0.9, found --momentum 0.8") == true,
      "\(error?.description ?? "no error")")
  }

  /// With averaged weights the averages are what is compared, as in every run.
  @Test func aTrialStartsFromTrainedWeightsAndAnswersWithItsAverages() async throws {
    let recipe = try LoadedRecipe(
      "classic",
      settings: ["data.dataset=strokes", "epochs=1", "data.validation=80"].map { try RecipeSetting($0) }
    ).recipe
    let run = try RunFolder.create(
      in: folder.path, configuration: RunConfiguration(recipe, threads: 1, name: "start"))
    _ = try await report(run.configuration, run: run)
    run.unlock()
    let space = try SearchSpaceTests.space(
      """
      trials: 1
      set: {data.validation: 80, data.dataset: strokes, epochs: 1, fine_tuning.from: start, fine_tuning.freeze: [conv1],
        averaging: {name: ema, decay: 0.9}, model: lenet}
      space: {batch_size: {choice: [64]}}
      """)
    var search = try HyperparameterSearch(space, folder: folder.file("b"), on: Self.dataset)
    let (_, runner) = try self.search("c")
    #expect(try search.run(runner))
    let path = folder.file("c/trials/trial-0")
    let (start, end) = (try RunFolder.weights(at: run.path), try RunFolder.weights(at: path))
    func conv1(_ tensors: [NamedTensor]) -> [Float]? { tensors.first { $0.name == "conv1.weight" }?.values }
    #expect(conv1(start) == conv1(end) && start != end)
    let graph = try ModelSpecification.lenet.graph(input: [1, 28, 28], classes: 10)
    let program = try InferenceProgram(
      graph, parameters: end, normalization: NormalizationRecipe.standardFactors(channels: 1), threads: 1,
      instructionSet: InstructionSet.available.last!)
    let split = try Self.dataset.train.splitting(ValidationSplit(.count(80)))
    let result = program.evaluate(Self.dataset.train, at: split.validation)
    #expect(search.trials.first?.rungs.first?.loss == result.loss)
  }
}
