import InklingDatasets
import InklingEngine
import InklingFiles
import InklingRandomness
import InklingTestSupport
import Synchronization
import Testing

@testable import InklingTraining

/// What an SWA's run saves, evaluates and reports has measured running statistics.
@Suite struct AveragedStatisticsRunTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static func split(_ count: Int, seed: UInt64) -> LabeledImages {
    let images = RandomImages(count: count, shape: [1, 8, 8], classes: 3, seed: seed)
    return LabeledImages(
      images: images.images, labels: images.labels, channels: 1, height: 8, width: 8, classNames: ["a", "b", "c"])
  }

  private static let dataset = Dataset(
    name: "noise", train: split(82, seed: 1), test: split(20, seed: 2), notes: [], source: "drawn by the test")

  private static func graph() throws -> Graph {
    let layers: [any Layer] = [
      Conv2d(1, 4, kernelSize: 3, bias: false), BatchNorm2d(4), ReLU(), Dropout(0.25), Flatten(), Linear(144, 6),
      BatchNorm1d(6), ReLU(), Linear(6, 3),
    ]
    return try Graph(tracing: Sequential(layers), input: [1, 8, 8])
  }

  private static func configuration(threads: Int = 1, validates: Bool = false) -> RunConfiguration {
    var configuration = RunConfiguration(
      dataset: "noise", epochs: 4, batchSize: 20, learningRate: 0.1, threads: threads, name: "noise",
      validation: validates ? ValidationPlan(ValidationSplit(.share(0.2), seed: 1)) : nil)
    configuration.recipe.averaging = .swa(fromEpoch: 2)
    return configuration
  }

  private func report(
    _ configuration: RunConfiguration, run: RunFolder? = nil, resuming: Checkpoint? = nil,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) async throws -> TrainingReport? {
    let trainer = try Trainer(
      Self.graph(), on: Self.dataset, configuration: configuration, instructionSet: InstructionSet.available.last!,
      runFolder: run, resuming: resuming, shouldStop: shouldStop)
    var report: TrainingReport?
    for try await event in trainer.events { if case .finished(let last) = event { report = last } }
    return report
  }

  /// The weights of a run are what a program that goes through the same epochs measures on the last one's batches.
  @Test func theRunEndsWithMeasuredStatistics() async throws {
    let run = try RunFolder.create(in: folder.path, configuration: Self.configuration())
    let report = try #require(try await report(run.configuration, run: run))
    let train = Self.dataset.train
    let program = try TrainingProgram(
      Self.graph(), seed: 0, optimizer: SGD(learningRate: 0.1, momentum: 0.9),
      normalization: NormalizationRecipe.standardFactors(channels: 1), batchSize: 20, threads: 1,
      instructionSet: InstructionSet.available.last!,
      updates: UpdateOptions(averaging: WeightAveraging(.mean, firstStep: 10, interval: 5)))
    var last: [ArraySlice<Int32>] = []
    for epoch in 1...4 {
      let order = Shuffling.order(of: Shuffling.unshuffled(count: 82), seed: 0, epoch: epoch)
      last = Array(Batches(order, batchSize: 20))
      for batch in last { _ = program.step(images: train.images, targets: train.targets, indices: batch) }
    }
    let measured = program.averagedParameters(measuredOn: train.images, batches: last)
    #expect(report.weightsSHA256 == weightsSHA256(of: measured))
    #expect(report.weightsSHA256 != weightsSHA256(of: program.averagedParameters()))
    let saved = try Safetensors(contentsOf: run.path(of: .lastWeights)).tensors
    #expect(weightsSHA256(of: saved) == report.weightsSHA256)
  }

  @Test(arguments: [false, true])
  func theSameBytesForAnyThreadsAndThroughAnyStop(validates: Bool) async throws {
    let expected = try #require(try await report(Self.configuration(validates: validates)))
    let threaded = try #require(try await report(Self.configuration(threads: 3, validates: validates)))
    #expect(threaded.weightsSHA256 == expected.weightsSHA256)
    let run = try RunFolder.create(in: folder.path, configuration: Self.configuration(validates: validates))
    for _ in 0..<14 {
      let asked = Mutex(0)
      _ = try await report(
        run.configuration, run: run, resuming: try run.loadCheckpoint()?.checkpoint,
        shouldStop: {
          asked.withLock {
            $0 += 1
            return $0 > 1
          }
        })
    }
    let checkpoint = try #require(try run.loadCheckpoint()?.checkpoint)
    let resumed = try #require(try await report(run.configuration, run: run, resuming: checkpoint))
    #expect(resumed.weightsSHA256 == expected.weightsSHA256 && resumed.test == expected.test)
    #expect(resumed.epochs.map(\.validation) == expected.epochs.map(\.validation))
    // Nothing is left to train, and the end is the same.
    let done = try #require(try run.loadCheckpoint()?.checkpoint)
    let again = try #require(try await report(run.configuration, run: run, resuming: done))
    #expect(again.weightsSHA256 == expected.weightsSHA256)
  }
}
