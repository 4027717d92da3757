import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

/// Held-out images with the real engine.
@Suite struct ValidationTrainerTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let dataset = StrokeDigits.dataset(train: 260, test: 60, seed: 3)

  private static func configuration(
    _ size: ValidationSplit.Size = .share(0.25), threads: Int = 1
  ) -> RunConfiguration {
    RunConfiguration(
      dataset: "strokes", epochs: 4, batchSize: 32, learningRate: 0.02, threads: threads, name: "held-out",
      validation: ValidationPlan(ValidationSplit(size, seed: 1)))
  }

  private func report(_ configuration: RunConfiguration, run: RunFolder? = nil) async throws -> TrainingReport {
    let shape = Shape([1, 28, 28])
    let trainer = try Trainer(
      try Graph(tracing: LeNet(input: shape, classes: 10), input: shape), on: Self.dataset,
      configuration: configuration, instructionSet: try #require(InstructionSet.available.last), runFolder: run,
      resuming: try run?.loadCheckpoint()?.checkpoint)
    var report: TrainingReport?
    for try await event in trainer.events { if case .finished(let last) = event { report = last } }
    return try #require(report)
  }

  @Test func theReportSaysWhatWasSelectedByWhat() async throws {
    let run = try RunFolder.create(in: folder.path, configuration: Self.configuration())
    let report = try await report(run.configuration, run: run)
    let selection = try #require(report.selection)
    #expect(selection.weights == .best && selection.monitor == .validationAccuracy && selection.validationCount == 65)
    let best = try #require(report.epochs.best(by: run.configuration.recipe.validationPlan))
    #expect(selection.epoch == best.epoch)
    #expect(
      report.validation?.accuracy == best.validation?.accuracy && report.validation?.loss == best.validation?.loss)
    #expect(report.test?.count == 60 && report.testEvaluations == 1)
    #expect(try weightsSHA256(of: RunFolder.weights(.best, at: run.path)) == report.weightsSHA256)
    // Resumed when all is done, it says what it said: these weights have been on the test set.
    let again = try await self.report(run.configuration, run: run)
    #expect(again.testEvaluations == 1 && again.weightsSHA256 == report.weightsSHA256)
    #expect(again.test?.correct == report.test?.correct && again.test?.loss == report.test?.loss)
    #expect(again.epochs == report.epochs)
  }

  @Test func theSameBytesForAnyThreadsAndWithoutAFolder() async throws {
    let run = try RunFolder.create(in: folder.path, configuration: Self.configuration())
    let saved = try await report(run.configuration, run: run)
    for threads in 1...3 {
      let other = try await report(Self.configuration(threads: threads))
      #expect(other.weightsSHA256 == saved.weightsSHA256 && other.validation == saved.validation)
      #expect(other.epochs.map(\.validation) == saved.epochs.map(\.validation))
    }
  }

  @Test func aFoldLeavesTheTestSetAlone() async throws {
    let run = try RunFolder.create(
      in: folder.path, configuration: Self.configuration(.fold(number: 2, count: 4)))
    let report = try await report(run.configuration, run: run)
    #expect(report.test == nil && report.testEvaluations == nil && report.validation?.count == 65)
    #expect(try RunFolder.testEvaluationCount(at: run.path) == 0)
  }

  @Test func anotherTrainingSetIsNoticed() async throws {
    let run = try RunFolder.create(in: folder.path, configuration: Self.configuration())
    let images = Self.dataset.train
    let split = try #require(try run.configuration.recipe.split(of: images))
    try run.keep(SplitRecord(split, of: images))
    try run.keep(SplitRecord(split, of: images))
    let other = StrokeDigits.dataset(train: 259, test: 0, seed: 3).train
    let otherSplit = try #require(try run.configuration.recipe.split(of: other))
    let error = inputError { () throws(InputError) in try run.keep(SplitRecord(otherSplit, of: other)) }
    #expect(error?.what == "the training set is not the one that the run's split was made of")
  }

  @Test func aBatchLargerThanWhatIsLeftIsRefused() async throws {
    var configuration = Self.configuration()
    configuration.recipe.batchSize = 200
    let error = try await #require(throws: InputError.self) { try await report(configuration) }
    #expect(error.kind == .malformed)
    #expect(
      error.what.hasSuffix("batch_size is larger than the training set: expected 1 to 195 images, found 200"))
  }
}
