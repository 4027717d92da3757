import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

@Suite struct LearningRateFinderTests {
  /// Images whose brightness tells their class, so that there is something to learn; every sixth has a wrong label, so that
  /// no network is ever done.
  private static let data: LabeledImages = {
    var (images, labels): ([UInt8], [UInt8]) = ([], [])
    for index in 0..<300 {
      let label = index * 7 % 3
      for pixel in 0..<36 { images.append(UInt8(label * 80 + (pixel * 31 + index * 17) % 60)) }
      labels.append(UInt8((label + (index % 6 == 5 ? 1 : 0)) % 3))
    }
    return LabeledImages(
      images: images, labels: labels, channels: 1, height: 6, width: 6, classNames: ["dark", "grey", "light"])
  }()

  private static func program(
    _ optimizer: any Optimizer = SGD(learningRate: 0.02, momentum: 0.9), threads: Int = 1,
    updates: UpdateOptions = UpdateOptions()
  ) throws -> TrainingProgram {
    let layers = Sequential(Conv2d(1, 4, kernelSize: 3), ReLU(), Flatten(), Linear(64, 3))
    return try TrainingProgram(
      Graph(tracing: layers, input: [1, 6, 6]), seed: 1, optimizer: optimizer,
      normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 1), batchSize: 20, threads: threads,
      instructionSet: .portable, updates: updates)
  }

  private static func state(_ program: TrainingProgram) -> [NamedTensor] {
    program.namedParameters() + program.namedOptimizerState()
  }

  @Test(arguments: [SGD(learningRate: 0.02, momentum: 0.9), NAdam(learningRate: 0.02)] as [any Optimizer])
  func theProgramIsAsBefore(optimizer: any Optimizer) throws {
    let program = try Self.program(optimizer)
    let indices = (0..<20).map { Int32($0) }
    for _ in 0..<3 { _ = program.step(images: Self.data.images, targets: Self.data.targets, indices: indices[...]) }
    let before = Self.state(program)
    let sweep = try LearningRateFinder(highest: 1e6).sweep(program, data: Self.data, batchSize: 20)
    #expect(sweep.hasDiverged)
    #expect(Self.state(program) == before)
    #expect(program.stepCount == 3 && program.optimizer.learningRate == 0.02)
  }

  /// Every rate is stepped with, also where the training adds several batches' gradients up.
  @Test func accumulationChangesNothing() throws {
    let program = try Self.program(updates: UpdateOptions(accumulationSteps: 7))
    let finder = LearningRateFinder(highest: 1, steps: 40)
    let sweep = try finder.sweep(program, data: Self.data, batchSize: 20)
    let plain = try finder.sweep(Self.program(), data: Self.data, batchSize: 20)
    #expect(largestRelativeDeviation(of: sweep.points.map(\.loss), from: plain.points.map(\.loss)) < 1e-3)
    #expect(program.updateCount == 0)
  }

  /// Batch normalisation over features needs two images, and no batch may be larger than the program's.
  @Test(arguments: [(13, "found 1"), (299, "found 1"), (1, "found 1"), (30, "found 30")])
  func batchesThatTheProgramDoesNotTakeAreRefused(batchSize: Int, words: String) throws {
    let layers = Sequential(Flatten(), Linear(36, 4), BatchNorm1d(4), Linear(4, 3))
    let program = try TrainingProgram(
      Graph(tracing: layers, input: [1, 6, 6]), seed: 1, optimizer: SGD(),
      normalization: Normalization(
        mean: 0.5, deviation: 0.5, channels: 1), batchSize: batchSize == 30 ? 20 : batchSize == 1 ? 2 : batchSize,
      threads: 1, instructionSet: .portable)
    let count = batchSize == 13 ? 27 : 300
    let data = LabeledImages(
      images: Array(Self.data.images[..<(count * 36)]), labels: Array(Self.data.labels[..<count]), channels: 1,
      height: 6, width: 6, classNames: Self.data.classNames)
    let error = try #require(throws: InputError.self) {
      _ = try LearningRateFinder(steps: 3).sweep(program, data: data, batchSize: batchSize)
    }
    #expect(error.kind == .usage && error.description.contains(words), "\(error)")
  }

  @Test func theSuggestionIsARateThatLearns() throws {
    let sweep = try LearningRateFinder().sweep(Self.program(), data: Self.data, batchSize: 20)
    let suggestion = try #require(sweep.suggestion)
    let points = sweep.points
    #expect(zip(points, points.dropFirst()).allSatisfy { $0.learningRate < $1.learningRate })
    // Neither so small that nothing happens nor so large that it diverges.
    let last = try #require(points.last)
    #expect(suggestion > 1e-4 && suggestion < last.learningRate)
    func loss(after rate: Float) throws -> Double {
      let program = try Self.program(SGD(learningRate: rate, momentum: 0.9))
      var loss = 0.0
      for step in 0..<45 {
        let indices = (0..<20).map { Int32((step * 20 + $0) % Self.data.count) }
        loss = program.step(images: Self.data.images, targets: Self.data.targets, indices: indices[...]).lossSum / 20
      }
      return loss
    }
    #expect(try loss(after: Float(suggestion)) < 0.8 * loss(after: 1e-5))
  }

  @Test func theSameSweepForAnyNumberOfThreads() throws {
    let finder = LearningRateFinder(steps: 40)
    let sweeps = try [1, 2].map { try finder.sweep(Self.program(threads: $0), data: Self.data, batchSize: 20) }
    #expect(sweeps[0] == sweeps[1])
    let other = try finder.sweep(Self.program(), data: Self.data, batchSize: 20, seed: 1)
    #expect(other != sweeps[0])
  }

  @Test func ratesAreEquallyFarApart() throws {
    let finder = LearningRateFinder(lowest: 0.001, highest: 10, steps: 5)
    for (step, rate) in [0.001, 0.01, 0.1, 1, 10].enumerated() { #expect(abs(finder.rate(step) / rate - 1) < 1e-12) }
  }

  private func sweep(_ losses: [Double]) -> LearningRateSweep {
    LearningRateSweep(
      points: losses.enumerated().map {
        LearningRateSweep.Point(learningRate: Double($0 + 1), loss: $1, smoothedLoss: $1)
      }, hasDiverged: false)
  }

  @Test func theSteepestPointIsSuggested() {
    #expect(sweep([9, 9, 9, 8, 5, 4, 3.9, 5, 9]).suggestion == 4)
    #expect(sweep([1, 2, 3, 4, 5]).suggestion == nil, "it never falls")
    #expect(sweep([1]).suggestion == nil && sweep([]).suggestion == nil)
    // The drop behind a peak is no place to train.
    #expect(sweep([5, 5, 4, 3, 2.5, 20, 12, 4]).suggestion == 3)
    #expect(sweep([5, 4, .nan]).suggestion == nil)
  }

  /// The mean's bias towards its beginning at zero is taken off: the first smoothed loss is the first loss.
  @Test func theFirstSmoothedLossIsTheFirstLoss() throws {
    let sweep = try LearningRateFinder(smoothing: 0.98).sweep(Self.program(), data: Self.data, batchSize: 20)
    #expect(abs(sweep.points[0].smoothedLoss - sweep.points[0].loss) < 1e-12)
  }

  @Test func settingsThatMakeNoSweepAreRefused() throws {
    for finder in [
      LearningRateFinder(lowest: 0), LearningRateFinder(lowest: 1, highest: 0.1), LearningRateFinder(steps: 1),
      LearningRateFinder(smoothing: 1), LearningRateFinder(divergence: 1), LearningRateFinder(highest: .infinity),
    ] {
      let error = try #require(throws: InputError.self) {
        try finder.sweep(Self.program(), data: Self.data, batchSize: 20)
      }
      #expect(error.kind == .usage)
    }
    #expect(throws: InputError.self) {
      try LearningRateFinder().sweep(Self.program(), data: Self.data, batchSize: 301)
    }
  }

  /// Pictures that are drawn are swept epoch by epoch; what is not drawn there is one sentence.
  @Test func drawnPicturesAreSwept() throws {
    let pictures = try GeneratedPictures(DrawnBars(), count: 40)
    let layers = Sequential([Conv2d(1, 4, kernelSize: Extent2d(4, 4), stride: Extent2d(1, 4))])
    let graph = try Graph(tracing: layers, input: [1, 4, 36])
    func program() throws -> TrainingProgram {
      try TrainingProgram(
        graph, seed: 1, optimizer: SGD(learningRate: 0.02), loss: CTCLoss(),
        normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 1), batchSize: 16, threads: 1,
        instructionSet: .portable)
    }
    let drawing = try program()
    drawing.preparation = try GeneratedImages(pictures)
    let before = Self.state(drawing)
    let finder = LearningRateFinder(lowest: 1e-4, highest: 1e-2, steps: 7)
    let sweep = try finder.sweep(drawing, pictures: pictures, batchSize: 16)
    #expect(sweep.points.count == 7 && Set(sweep.points.map(\.loss)).count == 7)
    #expect(Self.state(drawing) == before && drawing.epoch == 0)
    #expect(try finder.sweep(drawing, pictures: pictures, batchSize: 16).points == sweep.points)
    func sentence(_ body: () throws(InputError) -> LearningRateSweep) -> String {
      do throws(InputError) {
        _ = try body()
        return "none"
      } catch { return error.description }
    }
    let images = try pictures.tested(20)
    #expect(
      sentence { () throws(InputError) in try finder.sweep(drawing, data: images, batchSize: 16) }
        == "the program's images are not those of the sweep: expected images in memory, found 40 pictures an epoch that are "
        + "drawn; set the program's preparation to GeneratedImages of these pictures, or sweep the pictures that it draws."
    )
    let plain = try program()
    #expect(
      sentence { () throws(InputError) in try finder.sweep(plain, pictures: pictures, batchSize: 16) }
        .contains("expected 40 pictures an epoch that are drawn, found images in memory"))
    let other = try GeneratedPictures(DrawnBars(), count: 30)
    #expect(
      sentence { () throws(InputError) in try finder.sweep(drawing, pictures: other, batchSize: 16) }
        .contains("expected 30 pictures an epoch that are drawn, found 40"))
  }
}
