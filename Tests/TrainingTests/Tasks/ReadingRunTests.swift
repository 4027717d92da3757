import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTargets
import InklingTestSupport
import Synchronization
import Testing

@testable import InklingTraining

/// A run that reads texts is a run like any other: its bytes depend on no thread and no stop, its best weights are kept, and
/// it is evaluated by what it reads.
@Suite struct ReadingRunTests {
  /// Bars of three widths, two to four side by side: small enough to be learned in a test.
  static let dataset = Dataset(
    name: "bars", train: bars(160, seed: 1), test: bars(40, seed: 2), notes: [], source: "drawn by a test")

  private static func bars(_ count: Int, seed: UInt64) -> LabeledImages {
    var random = RandomTensors(seed: seed)
    var images: [UInt8] = []
    var texts: [[Int]] = []
    for _ in 0..<count {
      let length = 2 + random.labels(1, classes: 3)[0]
      let text = random.labels(length, classes: 3).map { $0 + 1 }
      var row = [UInt8](repeating: 0, count: 36)
      var column = 1
      for label in text {
        for place in 0..<2 * label { row[column + place] = 255 }
        column += 2 * label + 2
      }
      for _ in 0..<4 { images += row }
      texts.append(text)
    }
    return LabeledImages(
      images: images, targets: .sequences(LabelSequences(texts)), channels: 1, height: 4, width: 36,
      classNames: ["blank", "a", "b", "c"])
  }

  /// For positions the last convolution looks at a quarter of the line each.
  static func recipe(head: ReadingTask.Head = .ctc, epochs: Int = 4) throws -> Recipe {
    let yaml = """
      name: bars
      task: {name: read, head: \(head.rawValue)}
      model:
        layers:
          - conv: {out: 12, kernel: [4, 7], padding: [0, 3]}
          - batch_norm
          - relu
          - conv: {out: 16, kernel: [1, 5], padding: [0, 2]}
          - relu
          - conv: {out: classes, kernel: [1, \(head == .ctc ? 1 : 9)], stride: [1, \(head == .ctc ? 1 : 9)]}
      data: {dataset: strokes-sequences, validation: 0.2}
      optimizer: {name: adam, learning_rate: 0.01}
      averaging: {name: ema, decay: 0.9}
      selection: {monitor: validation_accuracy}
      epochs: \(epochs)
      batch_size: 8
      seed: 5
      """
    return try LoadedRecipe(try YAMLDocument.parse(yaml, path: "bars"), path: "bars", settings: []).recipe
  }

  private func report(_ trainer: Trainer) throws -> TrainingReport? {
    var report: TrainingReport?
    try trainer.run { if case .finished(let finished) = $0 { report = finished } }
    return report
  }

  private static func graph(_ recipe: Recipe) throws -> Graph {
    try #require(recipe.model).graph(input: [1, 4, 36], classes: 4)
  }

  @Test(arguments: ReadingTask.Head.allCases)
  func theSameBytesForAnyNumberOfThreads(head: ReadingTask.Head) throws {
    let reports = try [1, 3].map { threads in
      try #require(try report(Trainer(Self.recipe(head: head), on: Self.dataset, threads: threads)))
    }
    #expect(reports[0].weightsSHA256 == reports[1].weightsSHA256)
    #expect(reports[0].test == reports[1].test && reports[0].validation == reports[1].validation)
    #expect(reports[0].epochs.map(\.loss) == reports[1].epochs.map(\.loss))
    guard case .text(let metrics)? = reports[0].test?.details else {
      Issue.record("no text metrics")
      return
    }
    let texts = try #require(Self.dataset.test.targets.sequences)
    #expect(metrics.characters == (0..<40).reduce(0) { $0 + texts.length(of: $1) })
    let epochs = reports[0].epochs
    #expect(epochs[3].loss < epochs[0].loss)
  }

  /// Stopped in the middle of an epoch and gone on with from the folder: the bytes, the figures and the chosen epoch are
  /// those of a run that was not stopped.
  @Test func aStoppedRunGoesOnAsIfItHadNotBeen() throws {
    let folder = try TemporaryFolder()
    let recipe = try Self.recipe()
    let whole = try #require(try report(Trainer(recipe, on: Self.dataset, threads: 2)))
    var configuration = RunConfiguration(recipe, threads: 2, name: "bars")
    configuration.recipe.data.dataset = "bars"
    let graph = try Self.graph(recipe)
    let set = try InstructionSet.chosen(by: nil)
    let run = try RunFolder.create(in: folder.path, configuration: configuration)
    let asked = Asked(limit: 23)
    let first = try Trainer(
      graph, on: Self.dataset, configuration: configuration, instructionSet: set, runFolder: run,
      shouldStop: { asked.isOver() })
    #expect(try report(first) == nil)
    run.unlock()
    let again = try RunFolder.reopen(run.path)
    defer { again.unlock() }
    let checkpoint = try #require(try again.loadCheckpoint()?.checkpoint)
    #expect(checkpoint.epoch == 2 && checkpoint.step > 0)
    let resumed = try #require(
      try report(
        Trainer(
          graph, on: Self.dataset, configuration: again.configuration, instructionSet: set, runFolder: again,
          resuming: checkpoint)))
    #expect(resumed.weightsSHA256 == whole.weightsSHA256 && resumed.selection == whole.selection)
    #expect(resumed.test == whole.test && resumed.validation == whole.validation)
    let model = try #require(try RunFolder.model(at: run.path))
    #expect(model.task == TaskRecipe(.read) && model.classNames == ["blank", "a", "b", "c"])
    let saved = again.savedReport
    #expect(saved?.test?.details == whole.test?.details)
  }

  @Test func whatCannotBeReadIsRefusedBeforeTraining() throws {
    func refusal(_ images: LabeledImages, _ layers: [any Layer], head: ReadingTask.Head = .ctc) throws -> String {
      let graph = try Graph(tracing: Sequential(layers), input: [1, 4, 36])
      let error = inputError { () throws(InputError) in try ReadingTask(head).requireFit(images, graph) }
      return error?.description ?? "none"
    }
    let wide: [any Layer] = [Conv2d(1, 4, kernelSize: Extent2d(4, 1))]
    let images = Self.dataset.train
    #expect(try refusal(images, wide) == "none")
    func texts(_ text: [Int]) -> LabeledImages {
      LabeledImages(
        images: Array(images.images[..<(2 * 144)]), targets: .sequences(LabelSequences([[1], text])), channels: 1,
        height: 4, width: 36, classNames: images.classNames)
    }
    // Nine columns take nine characters, but a blank must stand between equal ones.
    let narrow: [any Layer] = [Conv2d(1, 4, kernelSize: 4, stride: 4)]
    #expect(try refusal(texts([1, 2, 1, 2, 1, 2, 1, 2, 1]), narrow) == "none")
    #expect(
      try refusal(texts([1, 1, 1, 1, 1, 1]), narrow)
        == "a text does not fit into the model's columns: expected at most 9, one a character and one between equal ones, "
        + "found \"aaaaaa\" of image 1, which needs 11; pool or stride less along the width, or leave the text out.")
    #expect(try refusal(texts([1, 1, 1, 1, 1, 1]), narrow, head: .positions) == "none")
    #expect(try refusal(texts([1, 0, 1]), wide).contains("a character that is none"))
    #expect(try refusal(images, [Conv2d(1, 3, kernelSize: Extent2d(4, 1))]).contains("[4, 1, columns]"))
    #expect(try refusal(images, [Flatten(), Linear(144, 4)]).contains("[4, 1, columns]"))
    let labelled = LabeledImages(
      images: Array(images.images[..<144]), labels: [1], channels: 1, height: 4, width: 36,
      classNames: images.classNames)
    #expect(try refusal(labelled, wide).contains("found labels"))
  }
}

/// Says that it is time to stop once it was asked so often.
private final class Asked: Sendable {
  private let count = Mutex(0)
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  func isOver() -> Bool {
    count.withLock {
      $0 += 1
      return $0 > limit
    }
  }
}
