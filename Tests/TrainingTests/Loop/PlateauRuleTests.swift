import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

/// The rate falls when epochs get no better, and a resumed run falls in the same places.
@Suite struct PlateauRuleTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static func history(_ validation: [(loss: Double, accuracy: Double)]) -> [EpochRecord] {
    validation.enumerated().map { index, figures in
      EpochRecord(
        epoch: index + 1, loss: 1 - Double(index) / 10, accuracy: 0, seconds: 0, imagesPerSecond: 0,
        validation: EpochValidation(loss: figures.loss, accuracy: figures.accuracy))
    }
  }

  /// The loss is best in the first epoch, the accuracy in the third, and the training loss in the last.
  private static let epochs = history([(0.1, 0.5), (0.2, 0.6), (0.2, 0.7), (0.2, 0.6), (0.2, 0.6)])

  @Test(arguments: [
    (PlateauRule.Monitor.validationLoss, [1.0, 1, 1, 0.5, 0.5, 0.25]),
    (.validationAccuracy, [1, 1, 1, 1, 1, 0.5]), (.trainingLoss, [1, 1, 1, 1, 1, 1]),
  ])
  func theRateFollowsWhatIsWatched(monitor: PlateauRule.Monitor, rates: [Double]) {
    let rule = PlateauRule(ReduceLROnPlateau(learningRate: 1, factor: 0.5, patience: 1), monitor: monitor)
    #expect((0...5).map { rule.learningRate(after: Array(Self.epochs.prefix($0))) } == rates)
  }

  @Test func aRecipeWatchesTheHeldOutLossWhereThereIsOne() throws {
    func rule(_ settings: String...) throws -> PlateauRule? {
      var all = [try RecipeSetting("schedule=reduce_on_plateau"), try RecipeSetting("optimizer.learning_rate=0.3")]
      for setting in settings { all.append(try RecipeSetting(setting)) }
      return try LoadedRecipe("classic", settings: all).recipe.plateauRule
    }
    #expect(try rule()?.monitor == .trainingLoss)
    #expect(try rule("data.validation=0.1")?.monitor == .validationLoss)
    let given = try #require(
      try rule("data.validation=0.1", "schedule.monitor=validation_accuracy", "schedule.patience=2"))
    #expect(given.monitor == .validationAccuracy)
    #expect(given.reductions == ReduceLROnPlateau(learningRate: 0.3, mode: .max, patience: 2))
    #expect(try LoadedRecipe("classic").recipe.plateauRule == nil)
  }

  /// No epoch is better than the last by all of it, so the rate halves after each but the first.
  private static func stepper(seed: UInt64 = 1, warmUp: Bool = false) throws -> ScheduledProgram {
    let program = try TrainingProgram(
      Graph(tracing: Sequential(Flatten(), Linear(36, 3)), input: [1, 6, 6]), seed: seed, optimizer: SGD(),
      normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 1), batchSize: 20, threads: 1,
      instructionSet: .portable)
    let rule = PlateauRule(
      ReduceLROnPlateau(learningRate: 0.4, factor: 0.5, patience: 0, threshold: 1), monitor: .trainingLoss)
    guard warmUp else { return try ScheduledProgram(program, plateau: rule) }
    return try ScheduledProgram(program, schedule: SequentialLR.constant(warmUp: 8, startFactor: 0.5), plateau: rule)
  }

  private static let configuration = RunConfiguration(
    dataset: "toy", model: "small", epochs: 4, batchSize: 20, seed: 7, threads: 1, name: "toy")

  private static func train(
    _ stepper: ScheduledProgram, run: RunFolder?, from checkpoint: Checkpoint?, stopAt stop: Int = .max
  ) throws -> [NamedTensor] {
    if let checkpoint { try checkpoint.restore(stepper, path: "checkpoint") }
    var loop = TrainingLoop(
      configuration: run?.configuration ?? configuration, data: ScheduledProgramTests.data, stepper: stepper, run: run,
      from: checkpoint,
      shouldStop: { stepper.stepCount >= stop }, clock: { 0 }, send: { _ in })
    _ = try loop.train()
    return stepper.namedParameters() + stepper.namedOptimizerState()
  }

  @Test func theLoopFollows() throws {
    let stepper = try Self.stepper()
    _ = try Self.train(stepper, run: nil, from: nil)
    #expect(stepper.program.optimizer.learningRate == 0.1)
    let warm = try Self.stepper(warmUp: true)
    _ = try Self.train(warm, run: nil, from: nil, stopAt: 1)
    #expect(warm.program.optimizer.learningRate == 0.2)
    _ = try Self.train(warm, run: nil, from: nil)
    #expect(warm.program.optimizer.learningRate == 0.1)
  }

  @Test(arguments: [1, 4, 9, 14])
  func stoppedAndContinued(pause: Int) throws {
    let whole = try Self.train(Self.stepper(), run: nil, from: nil)
    let run = try RunFolder.create(in: folder.path, configuration: Self.configuration)
    _ = try Self.train(Self.stepper(), run: run, from: nil, stopAt: pause)
    run.unlock()
    let reopened = try RunFolder.reopen(run.path)
    let checkpoint = try #require(try reopened.loadCheckpoint()?.checkpoint)
    #expect(try Self.train(Self.stepper(seed: 9), run: reopened, from: checkpoint) == whole)
    reopened.unlock()
  }
}
