import Foundation
import InklingDatasets
import InklingEngine
import InklingFiles
import InklingFormats
import InklingTestSupport
import Synchronization
import Testing

@testable import InklingTraining

/// Runs with event files.
@Suite struct TensorBoardRunTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Four steps an epoch, the last of fourteen images.
  private static let dataset: Dataset = {
    let labels = (0..<110).map { UInt8($0 % 10) }
    let images = labels.indices.flatMap { image in
      (0..<784).map { UInt8(($0 / 28 / 2 == Int(labels[image]) + 1 ? 200 : 0) + ($0 * 7 + image * 13) % 50) }
    }
    let train = LabeledImages(
      images: images, labels: labels, channels: 1, height: 28, width: 28, classNames: (0..<10).map(String.init))
    return Dataset(name: "bars", train: train, test: train, notes: [], source: "drawn by the test")
  }()

  private static func configuration(_ name: String, tensorBoard: Bool = true) -> RunConfiguration {
    var configuration = RunConfiguration(
      dataset: "bars", epochs: 3, batchSize: 32, learningRate: 0.02, threads: 1, checkpointEvery: 3, name: name,
      validation: ValidationPlan(ValidationSplit(.count(10)), monitor: .validationLoss, selection: .last))
    configuration.tensorBoard = tensorBoard
    return configuration
  }

  private func train(
    _ run: RunFolder, pauseAfter: Int? = nil, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws -> TrainingReport? {
    let trainer = try Trainer(
      try Graph(tracing: LeNet(), input: [1, 28, 28]), on: Self.dataset, configuration: run.configuration,
      runFolder: run, resuming: try run.loadCheckpoint()?.checkpoint, pauseAfter: pauseAfter, shouldStop: shouldStop)
    var report: TrainingReport?
    try trainer.run { if case .finished(let finished) = $0 { report = finished } }
    return report
  }

  private func makeRun(_ name: String, tensorBoard: Bool = true) throws -> RunFolder {
    try RunFolder.create(in: folder.path, configuration: Self.configuration(name, tensorBoard: tensorBoard))
  }

  /// What the event files say, in the order in which TensorBoard reads them.
  private func events(_ run: RunFolder) throws -> [TensorBoardEvent] {
    let names = try FileManager.default.contentsOfDirectory(atPath: run.tensorBoardFolder).sorted()
    return try names.flatMap { try EventFile.events(of: "\(run.tensorBoardFolder)/\($0)") }
  }

  /// The values under each tag with their steps.
  private func series(_ run: RunFolder) throws -> [String: [Point]] {
    var found: [String: [Point]] = [:]
    for event in try events(run) {
      guard case .summary(let values) = event.content else { continue }
      for value in values { found[value.tag, default: []].append(Point(step: event.step, value: value.content)) }
    }
    return found
  }

  private struct Point: Equatable {
    var step: Int
    var value: SummaryValue.Content
  }

  @Test func theWeightsAreThoseWithoutThem() throws {
    let plain = try makeRun("plain", tensorBoard: false)
    let watched = try makeRun("watched")
    let (expected, found) = (try #require(try train(plain)), try #require(try train(watched)))
    #expect(found.weightsSHA256 == expected.weightsSHA256)
    #expect(found.epochs.map(\.loss) == expected.epochs.map(\.loss))
    #expect(!FileManager.default.fileExists(atPath: plain.tensorBoardFolder))
  }

  @Test func everythingIsThere() throws {
    let run = try makeRun("run")
    let report = try #require(try train(run))
    let found = try series(run)
    for (tag, values) in [
      ("train/loss", report.epochs.map(\.loss)), ("train/accuracy", report.epochs.map(\.accuracy)),
      ("validation/loss", report.epochs.map { $0.validation?.loss ?? .nan }),
    ] {
      #expect(found[tag] == zip([4, 8, 12], values).map { Point(step: $0, value: .scalar(Double(Float($1)))) })
    }
    #expect(found["train/batch_loss"]?.map(\.step) == Array(1...12))
    #expect(found["train/learning_rate"]?.last?.value == .scalar(Double(Float(0.02))))
    for name in try Graph(tracing: LeNet(), input: [1, 28, 28]).parameters.map(\.name) {
      #expect(found["weights/\(name)"]?.map(\.step) == [4, 8, 12])
      #expect(found["gradients/\(name)"]?.map(\.step) == [4, 8, 12])
    }
    #expect(found["final/test_accuracy"] == [Point(step: 12, value: .scalar(Double(Float(report.test!.accuracy))))])
    #expect(found["_hparams_/session_end_info"]?.count == 1)
    guard
      case .hyperparameters(.start(let parameters, let group, _))? = found["_hparams_/session_start_info"]?.first?.value
    else {
      Issue.record("no hyper-parameters")
      return
    }
    #expect(group == "run")
    #expect(parameters.contains(.init("optimizer.learning_rate", .number(0.02))))
    #expect(parameters.contains(.init("model", .text("lenet"))))
    guard case .image(let sheet)? = found["run/images"]?.first?.value else {
      Issue.record("no images")
      return
    }
    #expect((sheet.width, sheet.height, sheet.channels) == (8 * 29 - 1, 8 * 29 - 1, 1))
  }

  /// The gradients are those of the loss on the training images: a step along them makes it smaller. Here it is enough that
  /// they change from epoch to epoch, and are not zero.
  @Test func theGradientsAreOfTheWeightsAsTheyAre() throws {
    let run = try makeRun("run")
    _ = try train(run)
    let points = try #require(try series(run)["gradients/conv1.weight"])
    let sums = points.compactMap {
      if case .histogram(let histogram) = $0.value { histogram.sumOfSquares } else { nil }
    }
    #expect(sums.count == 3 && sums.allSatisfy { $0 > 0 })
    #expect(Set(sums).count == 3)
  }

  /// What is on the disk before each step is what a process that is killed there leaves; half a record may follow.
  @Test func aRunKilledAnywhereHasEachStepOnce() throws {
    let whole = try makeRun("whole")
    let kills = Mutex(0)
    let copies = folder.path
    _ = try train(whole) {
      let number = kills.withLock { count in
        count += 1
        return count
      }
      try! FileManager.default.copyItem(atPath: whole.path, toPath: "\(copies)/killed-\(number)")
      return false
    }
    let expected = try series(whole)
    // Before each of the twelve steps, and at the end.
    #expect(kills.withLock { $0 } == 13)
    for number in 1...13 {
      let path = "\(copies)/killed-\(number)"
      let file = try #require(try FileManager.default.contentsOfDirectory(atPath: path + "/tensorboard").max())
      let handle = try #require(FileHandle(forWritingAtPath: "\(path)/tensorboard/\(file)"))
      try handle.seekToEnd()
      try handle.write(contentsOf: Data([40, 0, 0, 0, 0, 0, 0, 0, 1, 2]))
      try handle.close()
      let run = try RunFolder.reopen(path)
      _ = try #require(try train(run))
      let found = try series(run)
      #expect(Set(found.keys) == Set(expected.keys), "killed \(number)")
      for (tag, points) in expected where !Self.depends(tag) {
        #expect(found[tag] == points, "killed \(number): \(tag)")
      }
      for (tag, points) in expected {
        #expect(found[tag]?.map(\.step).count == points.count, "killed \(number): \(tag)")
      }
      run.unlock()
    }
  }

  /// Whether a series depends on the clock or on where the run was resumed.
  private static func depends(_ tag: String) -> Bool { tag == "train/images_per_second" || tag.hasPrefix("_hparams_/") }

  @Test func aRunThatIsDoneAndResumedSaysItsEndOnce() throws {
    let run = try makeRun("run")
    _ = try train(run)
    run.unlock()
    let again = try RunFolder.reopen(run.path) { $0.recipe.epochs = 4 }
    _ = try train(again)
    let found = try series(again)
    #expect(found["final/test_loss"]?.map(\.step) == [16])
    #expect(found["train/loss"]?.map(\.step) == [4, 8, 12, 16])
    #expect(found["_hparams_/session_start_info"]?.count == 1)
    #expect(try events(again).count { if case .graph = $0.content { true } else { false } } == 1)
  }

  @Test func aRunThatIsWatchedLaterHasItsHistory() throws {
    let run = try makeRun("run", tensorBoard: false)
    _ = try train(run, pauseAfter: 1)
    run.unlock()
    let again = try RunFolder.reopen(run.path) { $0.tensorBoard = true }
    _ = try train(again)
    let found = try series(again)
    #expect(found["train/loss"]?.map(\.step) == [4, 8, 12])
    #expect(found["weights/conv1.weight"]?.map(\.step) == [8, 12])
    #expect(found["run/images"]?.count == 1)
    #expect(try RunFolder.configuration(at: run.path).tensorBoard)
  }

  @Test func aRunThatCouldNotStartLeavesNothing() throws {
    let run = try makeRun("run")
    try FileManager.default.createDirectory(atPath: run.tensorBoardFolder, withIntermediateDirectories: true)
    try Data([1]).write(to: URL(filePath: run.tensorBoardFolder + "/events.out.tfevents.1"))
    run.discard()
    #expect(!FileManager.default.fileExists(atPath: run.path))
  }
}
