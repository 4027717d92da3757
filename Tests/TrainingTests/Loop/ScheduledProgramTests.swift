import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

/// Whole runs with a schedule: stopped anywhere, saved to a file and continued, they end with the same bytes.
@Suite struct ScheduledProgramTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static let data: LabeledImages = {
    let images = RandomImages(count: 70, shape: [1, 6, 6], classes: 3)
    return LabeledImages(
      images: images.images, labels: images.labels, channels: 1, height: 6, width: 6, classNames: ["a", "b", "c"])
  }()

  static let optimizers: [any Optimizer] = [
    SGD(learningRate: 0.05, momentum: 0.9), Adam(learningRate: 0.01), NAdam(learningRate: 0.01),
    Muon(learningRate: 0.02),
  ]

  private static func stepper(_ optimizer: any Optimizer, seed: UInt64 = 1) throws -> ScheduledProgram {
    let layers = Sequential(Conv2d(1, 4, kernelSize: 3), ReLU(), Flatten(), Linear(64, 3))
    let options = UpdateOptions(
      clipping: GradientClipping(norm: 1), accumulationSteps: 2,
      averaging: WeightAveraging(.exponential(decay: 0.9, warmUp: true)))
    let program = try TrainingProgram(
      Graph(tracing: layers, input: [1, 6, 6]), seed: seed, optimizer: optimizer,
      normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 1), batchSize: 20, threads: 2,
      instructionSet: .portable, updates: options)
    return try ScheduledProgram(
      program, schedule: SequentialLR.warmUp(steps: 2, then: OneCycleLR(maxLR: 0.03, totalSteps: 5)))
  }

  private static func configuration() -> RunConfiguration {
    RunConfiguration(dataset: "toy", model: "small", epochs: 3, batchSize: 20, seed: 7, threads: 2, name: "toy")
  }

  private static func train(
    _ stepper: ScheduledProgram, run: RunFolder?, from checkpoint: Checkpoint?, stopAt stop: Int = .max
  ) throws -> [NamedTensor] {
    if let checkpoint { try checkpoint.restore(stepper, path: "checkpoint") }
    var loop = TrainingLoop(
      configuration: run?.configuration ?? configuration(), data: data, stepper: stepper, run: run, from: checkpoint,
      shouldStop: { stepper.stepCount >= stop }, clock: { 0 }, send: { _ in })
    _ = try loop.train()
    return stepper.namedParameters() + stepper.namedOptimizerState() + stepper.program.averagedParameters()
  }

  /// Four steps an epoch, two of them one update: pauses in the middle of an update and of an epoch too.
  @Test(arguments: optimizers.indices, [1, 2, 5, 8, 11])
  func stoppedAndContinued(index: Int, pause: Int) throws {
    let optimizer = Self.optimizers[index]
    let whole = try Self.train(Self.stepper(optimizer), run: nil, from: nil)
    let run = try RunFolder.create(in: folder.path, configuration: Self.configuration())
    _ = try Self.train(Self.stepper(optimizer), run: run, from: nil, stopAt: pause)
    run.unlock()
    let reopened = try RunFolder.reopen(run.path)
    let checkpoint = try #require(try reopened.loadCheckpoint()?.checkpoint)
    #expect(checkpoint.step == pause % 4)
    // Another seed: nothing of its own values must remain.
    let resumed = try Self.train(Self.stepper(optimizer, seed: 99), run: reopened, from: checkpoint)
    #expect(resumed == whole)
    reopened.unlock()
  }

  @Test func theRateFollows() throws {
    let stepper = try Self.stepper(Adam(learningRate: 0.5))
    var rates: [Float] = []
    for _ in 0..<6 {
      _ = stepper.step(images: Self.data.images, targets: Self.data.targets, indices: [0, 1, 2][...])
      rates.append(stepper.program.optimizer.learningRate)
    }
    let expected = [0, 0, 1, 1, 2, 2].map { Float(stepper.schedule.learningRate($0, base: 0.5)) }
    #expect(rates == expected && Set(rates).count == 3)
  }

  /// The rate of an epoch is that of its last step, through a stop in its middle too, and in a checkpoint's history.
  @Test func theHistoryHasTheRates() throws {
    let run = try RunFolder.create(in: folder.path, configuration: Self.configuration())
    _ = try Self.train(Self.stepper(SGD()), run: run, from: nil, stopAt: 6)
    let paused = try #require(try run.loadCheckpoint()?.checkpoint)
    _ = try Self.train(Self.stepper(SGD()), run: run, from: paused)
    let history = try #require(try run.loadCheckpoint()?.checkpoint).state.history
    let schedule = try Self.stepper(SGD()).schedule
    // Two optimiser's steps an epoch.
    let expected = [1, 3, 5].map { Float(schedule.learningRate($0, base: Double(SGD().learningRate))) }
    #expect(history.map(\.learningRate) == expected && Set(expected).count == 3)
    let csv = String(decoding: try FileBytes.read(run.path(of: .history)), as: UTF8.self).split(separator: "\n")
    #expect(csv.dropFirst().map { $0.split(separator: ",").last.map(String.init) } == expected.map { "\($0)" })
    run.unlock()
  }

  @Test func aScheduleThatIsNoneIsRefused() throws {
    let program = try Self.stepper(SGD()).program
    let error = try #require(throws: InputError.self) {
      try ScheduledProgram(program, schedule: StepLR(stepSize: 0))
    }
    #expect(error.kind == .usage)
  }
}
