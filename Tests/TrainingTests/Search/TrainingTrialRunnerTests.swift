import Datasets
import Files
import Inkling
import TestSupport
import Testing

@testable import Training

/// A small search with the real engine.
@Suite struct TrainingTrialRunnerTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let dataset = StrokeDigits.dataset(train: 240, test: 10, seed: 3)

  private static let text = """
    method: asha
    trials: 3
    rungs: {first: 1, factor: 3}
    set: {data.validation: 80, data.dataset: strokes, epochs: 3, batch_size: 32}
    space:
      optimizer.learning_rate: {choice: [0.0001, 0.003, 0.03]}
    """

  private func search(_ name: String) throws(InputError) -> (search: HyperparameterSearch, runner: TrainingTrialRunner)
  {
    let space = try SearchSpaceTests.space(Self.text)
    let runner = try TrainingTrialRunner(
      Self.dataset, recipe: try space.recipe(ofTrial: 0).recipe, folder: folder.file(name) + "/trials", threads: 1,
      instructionSet: InstructionSet.available.last!)
    return (try HyperparameterSearch(space, folder: folder.file(name)), runner)
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

  @Test func weightsToStartFromAreRefusedAndNotForgotten() throws {
    var recipe = try SearchSpaceTests.space(Self.text).recipe(ofTrial: 0).recipe
    recipe.fineTuning = FineTuningRecipe(from: "a")
    let error = inputError { () throws(InputError) in
      _ = try TrainingTrialRunner(
        Self.dataset, recipe: recipe, folder: folder.file("b"), threads: 1,
        instructionSet: InstructionSet.available.last!)
    }
    #expect(error?.kind == .malformed && error?.what.contains("fine_tuning.from") == true)
  }

  /// A run that was paused at a rung ends with the bytes of one that was not.
  @Test func pausingChangesNothing() async throws {
    var (search, runner) = try search("a")
    #expect(try search.run(runner))
    let best = try #require(search.ranking.first)
    let parts = Self.dataset.train.stratifiedParts(validation: 80, seed: 0)
    let configuration = try RunFolder.configuration(at: folder.file("a/trials/trial-\(best.number)"))
    let trainer = try Trainer(
      try ModelSpecification.lenet.graph(input: [1, 28, 28], classes: 10),
      on: Dataset(name: "strokes", train: parts.train, test: parts.validation, notes: [], source: ""),
      configuration: configuration, instructionSet: InstructionSet.available.last!)
    var report: TrainingReport?
    for try await event in trainer.events { if case .finished(let last) = event { report = last } }
    let paused = try RunFolder.weights(at: folder.file("a/trials/trial-\(best.number)"))
    #expect(report?.weightsSHA256 == weightsSHA256(of: paused))
    #expect(report?.test?.accuracy == best.rungs.last?.accuracy)
  }

  @Test func partsAreStratifiedAndApart() {
    let train = Self.dataset.train
    let parts = train.stratifiedParts(validation: 80, seed: 1)
    #expect(parts.train.count == 160)
    #expect(parts.validation.count == 80)
    for label in 0..<10 { #expect(parts.validation.labels.count { $0 == label } == 8) }
    var images = (0..<160).map { Array(parts.train[$0]) } + (0..<80).map { Array(parts.validation[$0]) }
    var whole = (0..<240).map { Array(train[$0]) }
    images.sort { $0.lexicographicallyPrecedes($1) }
    whole.sort { $0.lexicographicallyPrecedes($1) }
    #expect(images == whole)
    #expect(train.stratifiedParts(validation: 80, seed: 2).validation != parts.validation)
    #expect(train.stratifiedParts(validation: 0, seed: 2).train == train)
  }

  @Test func aValidationThatTakesEverythingIsRefused() throws {
    let recipe = try LoadedRecipe("classic", settings: [RecipeSetting("data.validation=240")]).recipe
    let error = inputError { () throws(InputError) in
      _ = try TrainingTrialRunner(
        Self.dataset, recipe: recipe, folder: "x", threads: 1, instructionSet: .portable)
    }
    #expect(error?.kind == .malformed)
  }
}
