import Foundation
import InklingDatasets
import InklingEngine
import InklingFiles
import InklingRandomness
import InklingTestSupport
import Synchronization
import Testing

@testable import InklingTraining

/// The loop with the real engine.
@Suite struct TrainerGraphTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Images of ten classes: a bright bar in noise, whose place is the class.
  private static func split(_ count: Int, seed: UInt64, size: Int = 28) -> LabeledImages {
    var generator = CounterGenerator(seed: seed, purpose: .drawing)
    var images: [UInt8] = []
    let labels = (0..<count).map { UInt8($0 % 10) }
    for label in labels {
      for pixel in 0..<size * size {
        images.append(pixel / size / 2 == Int(label) + 1 ? 230 : UInt8(generator.below(60)))
      }
    }
    return LabeledImages(
      images: images, labels: labels, channels: 1, height: size, width: size, classNames: (0..<10).map(String.init))
  }

  private static let dataset = Dataset(
    name: "bars", train: split(110, seed: 1), test: split(50, seed: 2), notes: [], source: "drawn by the test")

  private static func configuration(
    threads: Int = 1, epochs: Int = 2, augmentation: Augmentation? = nil
  ) -> RunConfiguration {
    var configuration = RunConfiguration(
      dataset: "bars", epochs: epochs, batchSize: 32, learningRate: 0.02, threads: threads, name: "bars")
    configuration.recipe.augmentation = augmentation.map { AugmentationRecipe($0) }
    return configuration
  }

  private static func graph() throws -> Graph { try Graph(tracing: LeNet(), input: [1, 28, 28]) }

  private func report(_ trainer: Trainer) async throws(InputError) -> TrainingReport? {
    var report: TrainingReport?
    for try await event in trainer.events { if case .finished(let last) = event { report = last } }
    return report
  }

  private func trainer(
    _ configuration: RunConfiguration, run: RunFolder? = nil, resuming: Checkpoint? = nil,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws -> Trainer {
    try Trainer(
      try Self.graph(), on: Self.dataset, configuration: configuration, instructionSet: InstructionSet.available.last!,
      runFolder: run, resuming: resuming, shouldStop: shouldStop)
  }

  @Test func itLearns() async throws {
    let report = try #require(try await report(trainer(Self.configuration(epochs: 30))))
    #expect(report.parameters == 44_426)
    #expect(report.epochs.count == 30)
    #expect(try #require(report.epochs.last).loss < 0.1 * report.epochs[0].loss)
    #expect(try #require(report.test).accuracy == 1)
    #expect(report.test?.count == 50)
    #expect(report.test?.confusion?.correct == 50)
    #expect(report.kernels == InstructionSet.available.last?.rawValue)
  }

  @Test(arguments: [nil, Augmentation.digits])
  func theSameBytesForAnyThreadsAndThroughAnyStop(augmentation: Augmentation?) async throws {
    let expected = try #require(try await report(trainer(Self.configuration(augmentation: augmentation))))
    for threads in 2...3 {
      let other = try #require(
        try await report(trainer(Self.configuration(threads: threads, augmentation: augmentation))))
      #expect(other.weightsSHA256 == expected.weightsSHA256)
    }
    let run = try RunFolder.create(in: folder.path, configuration: Self.configuration(augmentation: augmentation))
    for stop in 0..<8 {
      let asked = Asked()
      let checkpoint = try run.loadCheckpoint()?.checkpoint
      let trainer = try trainer(
        run.configuration, run: run, resuming: checkpoint, shouldStop: { asked.count() > 1 }
      )
      #expect(try await report(trainer) == nil, "stop \(stop)")
    }
    let checkpoint = try run.loadCheckpoint()?.checkpoint
    let resumed = try #require(
      try await report(trainer(run.configuration, run: run, resuming: checkpoint)))
    #expect(resumed.weightsSHA256 == expected.weightsSHA256)
    #expect(resumed.epochs.map(\.loss) == expected.epochs.map(\.loss))
    #expect(resumed.test == expected.test)
  }

  @Test func anAugmentationChangesWhatIsSeen() async throws {
    let plain = try #require(try await report(trainer(Self.configuration())))
    let augmented = try #require(try await report(trainer(Self.configuration(augmentation: .light))))
    #expect(plain.weightsSHA256 != augmented.weightsSHA256)
    let graph = try Self.graph()
    let error = inputError { () throws(InputError) in
      _ = try Trainer(
        graph, on: Self.dataset,
        configuration: Self.configuration(augmentation: Augmentation([GaussianBlur(kernelSize: 63)])),
        instructionSet: .portable)
    }
    #expect(error?.what.contains("augmentation.0 does not fit the images: ") == true, "\(String(describing: error))")
  }

  @Test func aRunThatDivergesNamesItsLayer() async throws {
    var configuration = Self.configuration(epochs: 50)
    configuration.recipe.optimizer.learningRate = 1000
    let run = try RunFolder.create(in: folder.path, configuration: configuration)
    let trainer = try Trainer(
      try Graph(tracing: LinearChain(), input: [1, 28, 28]), on: Self.dataset, configuration: configuration,
      instructionSet: .portable, runFolder: run)
    do throws(InputError) {
      _ = try await report(trainer)
      Issue.record("no error")
    } catch {
      #expect(error.kind == .failed)
      #expect(error.what.hasPrefix("training diverged in epoch "))
      #expect(error.found?.contains("the first layer with such values is fc") == true, "\(error)")
    }
  }

  @Test func imagesAndClassesThatAreNotTheModelsAreNamed() throws {
    let small = Self.split(20, seed: 1, size: 24)
    let error = inputError { () throws(InputError) in try Self.fit(small) }
    #expect(error?.what == "the data set's images are not the model's")
    #expect(error?.expected == "1x28x28")
    #expect(error?.found == "1x24x24")
    let letters = LabeledImages(
      images: [UInt8](repeating: 0, count: 784), labels: [25], channels: 1, height: 28, width: 28,
      classNames: (0..<26).map(String.init))
    #expect(inputError { () throws(InputError) in try Self.fit(letters) }?.found == "26")
  }

  private static func fit(_ split: LabeledImages) throws(InputError) {
    guard let graph = try? graph() else { return }
    try graph.requireFit(split)
  }
}

/// Without rectifiers no unit can die, so steps that are too long make every next one longer.
private struct LinearChain: Layer {
  let fc1 = Linear(784, 10)
  let fc2 = Linear(10, 10)

  func callAsFunction(_ x: Tensor) -> Tensor { fc2(fc1(x.flattened())) }
}

/// Counts questions.
private final class Asked: Sendable {
  private let number = Atomic<Int>(0)

  func count() -> Int { number.wrappingAdd(1, ordering: .relaxed).newValue }
}
