import InklingAllocationCounter
import InklingDatasets
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingEngine
@testable import InklingTraining

/// Training with augmentation on, in the engine.
@Suite struct AugmentedImagesTests {
  static let data = RandomImages(count: 90, shape: [1, 28, 28], classes: 10)
  static let images = LabeledImages(
    images: data.images, labels: data.labels, channels: 1, height: 28, width: 28,
    classNames: (0..<10).map(String.init))

  /// Resampling, a shift, an in-place change and mixing.
  static func augmentation() throws -> Augmentation {
    try Augmentation(
      Augmentation.digits.transforms + [RandomCrop(), RandomErasing(), MixUp(alpha: 0.4, probability: 0.7), CutMix()])
  }

  private static func program(
    _ set: InstructionSet, threads: Int, batchSize: Int = 40, seed: UInt64 = 3, classWeight: Float? = nil
  ) throws -> TrainingProgram {
    let program = try TrainingProgram(
      Graph(tracing: LeNet(), input: [1, 28, 28]), seed: 5, optimizer: SGD(learningRate: 0.01, momentum: 0.9),
      loss: CrossEntropyLoss(weight: classWeight.map { [Float](repeating: $0, count: 10) }),
      normalization: NormalizationRecipe.standardFactors(channels: 1), batchSize: batchSize, threads: threads,
      instructionSet: set)
    program.preparation = try AugmentedImages(augmentation(), of: images, seed: seed)
    return program
  }

  /// Steps of 40, 40 and 10 images in each of two epochs.
  private static func train(_ program: TrainingProgram, epochs: ClosedRange<Int> = 1...2) -> [Double] {
    var losses: [Double] = []
    for epoch in epochs {
      program.begin(epoch: epoch)
      let batches = Batches(Shuffling.order(count: 90, seed: 1, epoch: epoch), batchSize: 40)
      for batch in batches {
        losses.append(program.step(images: images.images, targets: images.targets, indices: batch).lossSum)
      }
    }
    return losses
  }

  private static func bits(_ program: TrainingProgram) -> [[UInt32]] {
    (program.namedParameters() + program.namedOptimizerState()).map { $0.values.map(\.bitPattern) }
  }

  @Test(arguments: InstructionSet.available)
  func theSameBytesForAnyNumberOfThreads(set: InstructionSet) throws {
    let runs = try (1...4).map { threads in
      let program = try Self.program(set, threads: threads)
      let losses = Self.train(program)
      return (losses, Self.bits(program))
    }
    for run in runs.dropFirst() {
      #expect(run.0 == runs[0].0)
      #expect(run.1 == runs[0].1)
    }
  }

  /// PyTorch divides by the images where targets are probabilities: weights of two double the loss and its gradient.
  @Test func theWeightedLossOfMixedImagesIsDividedByTheirNumber() throws {
    let set = InstructionSet.available.last ?? .portable
    func run(_ classWeight: Float?) throws -> (loss: Double, state: [Float]) {
      let program = try Self.program(set, threads: 2, classWeight: classWeight)
      program.begin(epoch: 1)
      let result = program.step(
        images: Self.images.images, targets: Self.images.targets, indices: Shuffling.unshuffled(count: 40)[...])
      // The numbers beside the arrays count steps.
      let arrays = program.namedOptimizerState().filter { !$0.shape.isEmpty }
      return (result.lossSum, arrays.flatMap(\.values))
    }
    let (single, double) = (try run(1), try run(2))
    #expect(double.loss == 2 * single.loss)
    #expect(double.state == single.state.map { 2 * $0 } && single.state.contains { $0 != 0 })
  }

  @Test func seedAndEpochDecide() throws {
    let set = InstructionSet.available.last ?? .portable
    func losses(seed: UInt64, epoch: Int) throws -> [Double] {
      Self.train(try Self.program(set, threads: 1, seed: seed), epochs: epoch...epoch)
    }
    #expect(try losses(seed: 3, epoch: 1) == losses(seed: 3, epoch: 1))
    #expect(try losses(seed: 3, epoch: 1) != losses(seed: 4, epoch: 1))
    // The order of the batches is another one too, so the first batch alone says nothing; a fixed one does.
    let program = try Self.program(set, threads: 1)
    program.optimizer = SGD(learningRate: 0)
    let first = (0..<3).map { epoch in
      program.begin(epoch: epoch / 2)
      return program.step(
        images: Self.images.images, targets: Self.images.targets, indices: Shuffling.unshuffled(count: 40)[...]
      ).lossSum
    }
    #expect(first[0] == first[1] && first[1] != first[2])
  }

  /// An image is prepared alike in whatever batch and lane it stands: with parameters that stay, its loss is the same.
  @Test func batchAndLaneDoNotMatter() throws {
    let program = try Self.program(InstructionSet.available.last ?? .portable, threads: 2)
    program.optimizer = SGD(learningRate: 0)
    program.begin(epoch: 4)
    func loss(_ indices: [Int32]) -> Double {
      program.step(images: Self.images.images, targets: Self.images.targets, indices: indices[...]).lossSum
    }
    let alone = (0..<40).map { loss([Int32($0)]) }
    let backwards = (0..<40).reversed().map { Int32($0) }
    #expect(loss(backwards) == alone.reversed().reduce(0, +))
    #expect(loss(Array(backwards[3..<25])) == alone.reversed()[3..<25].reduce(0, +))
  }

  @Test func takingItAwayGivesTheImagesBack() throws {
    let set = InstructionSet.available.last ?? .portable
    let plain = try Self.program(set, threads: 2)
    let memory = plain.memory
    plain.preparation = nil
    #expect(plain.memory < memory)
    let losses = Self.train(plain)
    let never = try TrainingProgram(
      Graph(tracing: LeNet(), input: [1, 28, 28]), seed: 5, optimizer: SGD(learningRate: 0.01, momentum: 0.9),
      normalization: NormalizationRecipe.standardFactors(channels: 1), batchSize: 40, threads: 1, instructionSet: set)
    #expect(Self.train(never) == losses)
    #expect(try Self.train(Self.program(set, threads: 2)) != losses)
  }

  @Test func theLoopSaysWhichEpochItIs() throws {
    let stepper = EpochRecorder()
    var loop = TrainingLoop(
      configuration: Toy.configuration(epochs: 3), data: Toy.data, stepper: stepper, run: nil, from: nil,
      shouldStop: { false }, clock: { 0 }, send: { _ in })
    #expect(try loop.train())
    #expect(stepper.epochs == [1, 2, 3])
    #expect(stepper.stepsOfLast == 5)
  }

  /// In a process of its own, so that other threads' allocations are the program's.
  @Test(.enabled(if: allocation_counter_is_available(), "allocations are counted with glibc only"), arguments: [1, 2])
  func aStepAllocatesNothing(threads: Int) async {
    await #expect(processExitsWith: .success) { [threads] in
      let program = try AugmentedImagesTests.program(InstructionSet.available.last ?? .portable, threads: threads)
      let images = AugmentedImagesTests.images
      let order = Shuffling.order(count: 90, seed: 1, epoch: 1)
      var isFinite = true
      func step(_ range: Range<Int>) {
        let result = program.step(images: images.images, targets: images.targets, indices: order[range])
        isFinite = isFinite && result.lossSum.isFinite
      }
      for _ in 0..<3 { step(0..<40) }
      let before = allocations_of_process()
      for epoch in 1...5 {
        program.begin(epoch: epoch)
        step(40..<80)
        step(80..<90)
      }
      let allocations = allocations_of_process() - before
      #expect(isFinite)
      #expect(allocations == 0, "\(allocations) in 10 steps")
    }
  }
}

/// Keeps the epochs that it was told of.
private final class EpochRecorder: TrainingStepper {
  private(set) var epochs: [Int] = []
  private(set) var stepsOfLast = 0
  var stepCount = 0

  func begin(epoch: Int, after history: [EpochRecord]) {
    epochs.append(epoch)
    stepsOfLast = 0
  }

  func step(images: [UInt8], targets: Targets, indices: ArraySlice<Int32>) -> StepResult {
    stepsOfLast += 1
    return StepResult(lossSum: 1, correct: 0, count: indices.count)
  }

  func namedParameters() -> [NamedTensor] { [] }
  func load(parameters: [NamedTensor]) throws(InputError) {}
  func namedOptimizerState() -> [NamedTensor] { [] }
  func load(optimizerState: [NamedTensor]) throws(InputError) {}
  func firstNonFiniteLayer(images: [UInt8], indices: ArraySlice<Int32>) -> String? { nil }
}
