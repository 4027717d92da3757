import InklingDatasets
import InklingEngine
import InklingFiles
import InklingRandomness
import InklingTestSupport
import Synchronization
import Testing

@testable import InklingTraining

/// Running statistics are part of what a run saves and goes on from.
@Suite struct BatchNormResumeTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private struct Network: Layer {
    let conv = Conv2d(1, 4, kernelSize: 3, bias: false)
    let bn1 = BatchNorm2d(4)
    let fc1 = Linear(36, 12)
    let bn2 = BatchNorm1d(12)
    let fc2 = Linear(12, 3)

    func callAsFunction(_ x: Tensor) -> Tensor {
      fc2(relu(bn2(fc1(MaxPool2d(2)(relu(bn1(conv(x)))).flattened()))))
    }
  }

  private static func split(_ count: Int, seed: UInt64) -> LabeledImages {
    var generator = CounterGenerator(seed: seed, purpose: .drawing)
    return LabeledImages(
      images: (0..<count * 64).map { _ in UInt8(generator.below(256)) }, labels: (0..<count).map { UInt8($0 % 3) },
      channels: 1, height: 8, width: 8, classNames: ["a", "b", "c"])
  }

  private static let dataset = Dataset(
    name: "noise", train: split(82, seed: 1), test: split(20, seed: 2), notes: [], source: "drawn by the test")

  private static func configuration(threads: Int = 1, batchSize: Int = 20) -> RunConfiguration {
    RunConfiguration(
      dataset: "noise", epochs: 2, batchSize: batchSize, learningRate: 0.02, threads: threads, name: "noise")
  }

  private func report(
    _ configuration: RunConfiguration, run: RunFolder? = nil, resuming: Checkpoint? = nil,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) async throws -> TrainingReport? {
    let trainer = try Trainer(
      try Graph(tracing: Network(), input: [1, 8, 8]), on: Self.dataset, configuration: configuration,
      instructionSet: InstructionSet.available.last!, runFolder: run, resuming: resuming, shouldStop: shouldStop)
    var report: TrainingReport?
    for try await event in trainer.events { if case .finished(let last) = event { report = last } }
    return report
  }

  @Test func theSameBytesForAnyThreadsAndThroughAnyStop() async throws {
    let expected = try #require(try await report(Self.configuration()))
    #expect(expected.parameters == 36 + 8 + 36 * 12 + 12 + 24 + 36 + 3)
    for threads in 2...3 {
      let other = try #require(try await report(Self.configuration(threads: threads)))
      #expect(other.weightsSHA256 == expected.weightsSHA256)
    }
    let run = try RunFolder.create(in: folder.path, configuration: Self.configuration())
    for stop in 0..<9 {
      let asked = Mutex(0)
      let stopped = try await report(
        run.configuration, run: run, resuming: try run.loadCheckpoint()?.checkpoint,
        shouldStop: {
          asked.withLock {
            $0 += 1
            return $0 > 1
          }
        })
      #expect(stopped == nil, "stop \(stop)")
    }
    let checkpoint = try #require(try run.loadCheckpoint()?.checkpoint)
    #expect(checkpoint.parameters.contains { $0.name == "bn2.running_var" && $0.values.allSatisfy { $0 != 1 } })
    let resumed = try #require(try await report(run.configuration, run: run, resuming: checkpoint))
    #expect(resumed.weightsSHA256 == expected.weightsSHA256)
    #expect(resumed.epochs.map(\.loss) == expected.epochs.map(\.loss))
    #expect(resumed.test == expected.test)
  }

  /// 82 images in batches of 27 leave one over, which a batch normalisation of features cannot take.
  @Test func aLastBatchOfOneIsRefusedBeforeAnythingRuns() async throws {
    let error = try await #require(throws: InputError.self) {
      try await report(Self.configuration(batchSize: 27))
    }
    #expect(error.kind == .malformed)
    #expect(
      error.what.hasSuffix(
        "batch_size leaves a last batch that is too small for batch normalisation: expected at least 2 images, found 1 "
          + "(82 in batches of 27)"))
    let single = try await #require(throws: InputError.self) { try await report(Self.configuration(batchSize: 1)) }
    #expect(single.what.hasSuffix("is too small for batch normalisation: expected at least 2 images, found 1"))
  }
}
