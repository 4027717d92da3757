import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTargets
import InklingTestSupport
import Synchronization
import Testing

@testable import InklingTraining

/// Pictures that are drawn while they are trained on make a run like any other: its bytes depend on no thread and no stop.
@Suite struct GeneratedRunTests {
  static func dataset(_ generator: DrawnBars = DrawnBars(), count: Int = 75) throws -> Dataset {
    try Dataset(GeneratedPictures(generator, count: count), test: 40)
  }

  /// With all that follows images through an epoch: an order, an augmentation, accumulated batches, batch normalisation and
  /// averages of the weights.
  static func recipe(_ more: String = "averaging: {name: ema, decay: 0.9}", epochs: Int = 4) throws -> Recipe {
    let yaml = """
      name: bars
      task: {name: read, head: ctc}
      model:
        layers:
          - conv: {out: 12, kernel: [4, 7], padding: [0, 3], bias: false}
          - batch_norm
          - relu
          - conv: {out: 16, kernel: [1, 5], padding: [0, 2]}
          - relu
          - conv: {out: classes, kernel: 1}
      data: {dataset: strokes-sequences, validation: 30}
      augmentation: [{gaussian_noise: {sigma: 0.02}}, {random_crop: {padding: 1}}]
      optimizer: {name: adam, learning_rate: 0.01}
      accumulation: 3
      epochs: \(epochs)
      batch_size: 8
      seed: 5
      \(more)
      """
    return try LoadedRecipe(try YAMLDocument.parse(yaml, path: "bars"), path: "bars", settings: []).recipe
  }

  private func report(_ trainer: Trainer) throws -> TrainingReport {
    var report: TrainingReport?
    try trainer.run { if case .finished(let finished) = $0 { report = finished } }
    return try #require(report)
  }

  @Test(arguments: ["averaging: {name: ema, decay: 0.9}", "averaging: {name: swa, from_epoch: 2}"])
  func theSameBytesForAnyNumberOfThreads(averaging: String) throws {
    let reports = try [1, 3].map {
      try report(Trainer(Self.recipe(averaging), on: Self.dataset(), threads: $0))
    }
    #expect(reports[0].weightsSHA256 == reports[1].weightsSHA256)
    #expect(reports[0].test == reports[1].test && reports[0].validation == reports[1].validation)
    #expect(reports[0].validation?.count == 30 && reports[0].test?.count == 40)
    #expect(reports[0].epochs[3].loss < reports[0].epochs[0].loss)
    // None of an epoch's pictures is held out.
    #expect(reports[0].selection?.trainingCount == 75 && reports[0].selection?.validationCount == 30)
  }

  /// The same steps by hand, on each epoch's pictures in memory.
  @Test func theStepsAreThoseOfTheEpochsPicturesInMemory() throws {
    let generator = DrawnBars()
    let pictures = try GeneratedPictures(generator, count: 75)
    let recipe = try Self.recipe()
    let graph = try #require(recipe.model).graph(input: [1, 4, 36], classes: 4)
    func program() throws -> TrainingProgram {
      try TrainingProgram(
        graph, seed: 5, optimizer: Adam(learningRate: 0.01), loss: CTCLoss(),
        normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 1), batchSize: 8, threads: 2)
    }
    let augmentation = try #require(recipe.augmentation?.augmentation)
    let (drawn, kept) = (try program(), try program())
    drawn.preparation = try GeneratedImages(pictures, augmentation: augmentation, seed: 5)
    for epoch in 1...3 {
      var images = [UInt8](repeating: 0, count: 75 * 144)
      images.withUnsafeMutableBufferPointer {
        for index in 0..<75 { generator.draw(index, epoch: epoch, into: $0.baseAddress! + 144 * index) }
      }
      let targets = Targets.sequences(LabelSequences((0..<75).map { generator.labels(of: $0, epoch: epoch) }))
      let inMemory = LabeledImages(
        images: images, targets: targets, channels: 1, height: 4, width: 36, classNames: generator.classNames)
      kept.preparation = try AugmentedImages(augmentation, of: inMemory, seed: 5)
      let batches = Batches(Shuffling.order(count: 75, seed: 5, epoch: epoch), batchSize: 8)
      for program in [drawn, kept] { program.begin(epoch: epoch) }
      for number in 0..<batches.count {
        let own = drawn.step(images: [], targets: pictures.targets(epoch: epoch), indices: batches[number])
        #expect(own == kept.step(images: images, targets: targets, indices: batches[number]))
      }
    }
    #expect(drawn.namedParameters() == kept.namedParameters())
  }

  /// Stopped in the middle of an epoch and gone on with from the folder.
  @Test(arguments: [
    "averaging: {name: ema, decay: 0.9}", "averaging: {name: swa, from_epoch: 1}",
    "fine_tuning: {freeze: conv1, unfreeze_at: [{epoch: 3, patterns: [conv1]}]}",
  ])
  func aStoppedRunGoesOnAsIfItHadNotBeen(more: String) throws {
    let folder = try TemporaryFolder()
    let (recipe, dataset) = (try Self.recipe(more), try Self.dataset())
    let whole = try report(Trainer(recipe, on: dataset, threads: 2))
    var configuration = RunConfiguration(recipe, threads: 2, name: "bars")
    configuration.recipe.data.dataset = "bars"
    let graph = try #require(recipe.model).graph(input: [1, 4, 36], classes: 4)
    let run = try RunFolder.create(in: folder.path, configuration: configuration)
    let asked = Mutex(0)
    let first = try Trainer(
      graph, on: dataset, configuration: configuration, runFolder: run,
      shouldStop: {
        asked.withLock {
          $0 += 1
          return $0 > 24
        }
      })
    try first.run()
    run.unlock()
    let again = try RunFolder.reopen(run.path)
    defer { again.unlock() }
    let checkpoint = try #require(try again.loadCheckpoint()?.checkpoint)
    #expect(checkpoint.epoch == 3 && checkpoint.step > 0)
    let resumed = try report(
      Trainer(
        graph, on: dataset, configuration: again.configuration, runFolder: again, resuming: checkpoint))
    #expect(resumed.weightsSHA256 == whole.weightsSHA256 && resumed.selection == whole.selection)
    #expect(resumed.test == whole.test && resumed.validation == whole.validation)
    #expect(resumed.epochs.map(\.loss) == whole.epochs.map(\.loss))
  }

  @Test func otherPicturesAreNotGoneOnWith() throws {
    let folder = try TemporaryFolder()
    let recipe = try Self.recipe(epochs: 1)
    _ = try report(Trainer(recipe, on: Self.dataset(), threads: 1, savingAs: "bars", runs: folder.path))
    let path = folder.path + "/bars"
    try Self.dataset().fingerprint.requireSame(inRun: path)
    let other = try Self.dataset(DrawnBars(seed: 4)).fingerprint
    let error = inputError { () throws(InputError) in try other.requireSame(inRun: path) }
    #expect(
      error?.description
        == "the run was started on pictures that were drawn otherwise in \(path)/data.json: expected bars of 2...4; seed 3, "
        + "found bars of 2...4; seed 4; give the same fonts and the same release, or start anew under another --name.")
  }

  @Test func whatHasNoMeaningIsRefused() throws {
    let dataset = try Self.dataset()
    func refusal(_ change: (inout Recipe) -> Void) throws -> String {
      var recipe = try Self.recipe()
      change(&recipe)
      return inputError { () throws(InputError) in _ = try Trainer(recipe, on: dataset, threads: 1) }?.description
        ?? "none"
    }
    #expect(
      try refusal { $0.data.validation = .fold(number: 1, count: 3) }
        .contains("pictures that are drawn anew in every epoch have no folds: expected a number or a share"))
    #expect(
      try refusal { $0.data.splitSeed = 3 }.contains("pictures that are drawn for a validation are always the same"))
    #expect(try refusal { $0.data.variation.shift = .thick }.contains("have no variations"))
    #expect(try refusal { $0.data.validation = .share(0.001) }.contains("1 to 1048576, found 0"))
    // More may be held out than an epoch has.
    #expect(try refusal { $0.data.validation = .count(100) } == "none")
    let mixing = inputError { () throws(InputError) in
      _ = try GeneratedImages(
        GeneratedPictures(DrawnBars(), count: 3), augmentation: try Augmentation([MixUp()]))
    }
    #expect(mixing?.description.contains("mixes two images, and these are drawn one by one") == true)
  }

  /// A text that is drawn in a later epoch must fit, too.
  @Test func theLongestTextMustFitIntoTheColumns() throws {
    func refusal(_ head: ReadingTask.Head, longest: Int, columns: Int) throws -> String {
      let graph = try Graph(
        tracing: Sequential([Conv2d(1, 4, kernelSize: Extent2d(4, 36 / columns), stride: Extent2d(1, 36 / columns))]),
        input: [1, 4, 36])
      let dataset = try Self.dataset(DrawnBars(lengths: 1...longest))
      return inputError { () throws(InputError) in try ReadingTask(head).requireFit(dataset, graph) }?.description
        ?? "none"
    }
    #expect(try refusal(.positions, longest: 4, columns: 4) == "none")
    #expect(try refusal(.ctc, longest: 2, columns: 3) == "none")
    // Nobody can leave out a text that is drawn.
    #expect(
      try refusal(.positions, longest: 6, columns: 4)
        == "a text of bars may not fit into the model's columns: expected 6 columns for 6 characters, found 4; pool or "
        + "stride less along the width, or draw shorter texts, or read them by head: ctc, as the recipe captcha-ctc does."
    )
    #expect(
      try refusal(.ctc, longest: 4, columns: 6)
        == "a text of bars may not fit into the model's columns: expected 7 columns for 4 characters, one a character and "
        + "one between equal ones, found 6; pool or stride less along the width, or draw shorter texts.")
  }
}
