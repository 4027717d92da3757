import InklingDatasets
import InklingEngine
import InklingTestSupport
import Synchronization
import Testing

@testable import InklingTraining

/// A run with dropout through any number of stops: the masks follow from the seed and the step that a checkpoint knows.
@Suite struct DropoutResumeTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let dataset: Dataset = {
    func split(_ seed: UInt64) -> LabeledImages {
      let random = RandomImages(count: 70, shape: [1, 6, 5], classes: 3, seed: seed)
      return LabeledImages(
        images: random.images, labels: random.labels, channels: 1, height: 6, width: 5, classNames: ["a", "b", "c"])
    }
    return Dataset(name: "noise", train: split(1), test: split(2), notes: [], source: "drawn by the test")
  }()

  private static func configuration(threads: Int = 1) -> RunConfiguration {
    RunConfiguration(
      dataset: "noise", epochs: 2, batchSize: 20, learningRate: 0.05, threads: threads, name: "noise")
  }

  private func weights(
    threads: Int = 1, run: RunFolder? = nil, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) async throws -> String? {
    let model = Sequential(
      Conv2d(1, 4, kernelSize: 3), SiLU(), Dropout2d(0.3), Flatten(), Dropout(0.5), Linear(48, 3))
    let trainer = try Trainer(
      Graph(tracing: model, input: [1, 6, 5]), on: Self.dataset,
      configuration: run?.configuration ?? Self.configuration(threads: threads), instructionSet: .portable,
      runFolder: run, resuming: run?.loadCheckpoint()?.checkpoint, shouldStop: shouldStop)
    var weights: String?
    for try await event in trainer.events { if case .finished(let report) = event { weights = report.weightsSHA256 } }
    return weights
  }

  @Test func theSameBytesForAnyThreadsAndThroughAnyStop() async throws {
    let expected = try #require(try await weights())
    #expect(try await weights(threads: 2) == expected)
    let run = try RunFolder.create(in: folder.path, configuration: Self.configuration())
    for _ in 0..<8 {
      let questions = Questions()
      #expect(try await weights(run: run, shouldStop: { questions.next() > 1 }) == nil)
    }
    #expect(try await weights(run: run) == expected)
  }
}

private final class Questions: Sendable {
  private let count = Atomic<Int>(0)

  func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).newValue }
}
