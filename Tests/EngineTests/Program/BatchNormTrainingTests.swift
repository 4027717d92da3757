import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

/// Training steps through whole-batch phases, against the naive twin.
@Suite struct BatchNormTrainingTests {
  private let model = TrainingModel(
    "batch normalisation", NormalizedNetwork(), input: NormalizedNetwork.input, classes: NormalizedNetwork.classes,
    twin: NormalizedNetwork.twin)

  private static let images = Result {
    try TrainingModel(
      "images alone",
      [Conv2d(2, 7, kernelSize: 3, bias: false), BatchNorm2d(7), ReLU(), MaxPool2d(2), BatchNorm2d(7)],
      input: [2, 8, 7])
  }

  /// The running statistics, as far as they are those of `layer`.
  private func statistics(_ program: TrainingProgram, _ layer: String = "") -> [NamedTensor] {
    program.namedParameters().filter { $0.name.hasPrefix(layer) && $0.name.contains(".running_") }
  }

  /// Whole blocks and not, one block and several; lanes without an image must not count, forward or back.
  @Test(arguments: [1, 2, 3, 15, 16, 17, 18, 31, 33, 47, 64])
  func aBatchOfAnySize(count: Int32) throws { try check(Self.images.get(), count, within: 1e-5) }

  /// Features have one value an image: few of them nearly cancel in the gradient, which float32 shows, so small batches
  /// are left out, and the bound is three times as wide.
  @Test(arguments: [15, 16, 17, 31, 33, 64])
  func aWholeNetwork(count: Int32) throws { try check(model, count, within: 3e-5) }

  private func check(_ model: TrainingModel, _ count: Int32, within tolerance: Double) throws {
    for set in InstructionSet.available {
      let program = try model.program(set, threads: 3)
      // A whole batch before it: what it left behind must not count.
      program.step(model.data, 0..<64)
      let optimizer = SGD(learningRate: 0.1)
      program.optimizer = optimizer
      var twin = TrainingTwin(model.twin, parameters: program.namedParameters(), optimizer: optimizer)
      let indices = (0..<count).map { 99 - $0 }
      let (images, labels) = model.data.batch(indices, model.normalization)
      let expected = twin.step(images, labels: labels)
      let result = program.step(model.data, indices)
      #expect(abs(result.lossSum / Double(count) - expected.loss) < 1e-5 * expected.loss, "\(set)")
      #expect(result.correct == expected.correct && result.count == Int(count), "\(set)")
      for tensor in program.namedParameters() where !tensor.name.contains(".running_") {
        let expected = try #require(twin.parameters[tensor.name]).values
        #expect(largestRelativeDeviation(of: tensor.values, from: expected) < tolerance, "\(tensor.name) on \(set)")
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func runningStatisticsFollowTheBatches(set: InstructionSet) throws {
    let program = try model.program(set, threads: 2)
    let (mean, variance) = (statistics(program, "bn1")[0], statistics(program, "bn1")[1])
    #expect(mean.values == [Float](repeating: 0, count: 7) && variance.values == [Float](repeating: 1, count: 7))
    var expected = (mean: NaiveTensor(mean), variance: NaiveTensor(variance))
    for first in [Int32(0), 20, 50] {
      let weight = try #require(program.namedParameters().first { $0.name == "conv1.weight" })
      let (images, _) = model.data.batch(first..<first + 27, model.normalization)
      let values = NaiveConvolution2d(padding: (1, 1)).forward(images, weight: NaiveTensor(weight))
      expected = NaiveBatchNorm().running(values, mean: expected.mean, variance: expected.variance, momentum: 0.1)
      program.step(model.data, first..<first + 27)
    }
    let found = statistics(program, "bn1").map(\.values)
    #expect(largestRelativeDeviation(of: found[0], from: expected.mean.values) < 1e-5)
    #expect(largestRelativeDeviation(of: found[1], from: expected.variance.values) < 1e-5)
  }

  /// Neither parameters nor running statistics move for a batch whose loss is not finite.
  @Test(arguments: InstructionSet.available)
  func aLossThatIsNotFiniteChangesNothing(set: InstructionSet) throws {
    let program = try model.program(set, threads: 2)
    program.train(model.data, steps: 0..<2)
    var tensors = program.namedParameters()
    let index = try #require(tensors.firstIndex { $0.name == "fc2.weight" })
    tensors[index].values = tensors[index].values.map { _ in 3e38 }
    try program.load(parameters: tensors)
    let before = program.bits
    #expect(!program.step(model.data, 0..<50).lossSum.isFinite)
    #expect(program.bits == before)
    let indices = Array(Int32(0)..<50)
    #expect(
      program.firstNonFiniteLayer(images: model.data.images, indices: indices[...]) == "fc2")
  }

  @Test func theOptimizerKnowsNoStatistics() throws {
    let program = try model.program(.portable, optimizer: SGD(learningRate: 0, weightDecay: 0.5))
    #expect(!program.namedOptimizerState().contains { $0.name.contains("running") })
    #expect(statistics(program).count == 6)
    let buffers = program.namedOptimizerState().filter { $0.name.hasSuffix(".momentum_buffer") }
    #expect(program.parameterCount == buffers.reduce(0) { $0 + $1.values.count })
  }

  /// PyTorch's files hold a count of batches, on which nothing depends.
  @Test func theCountOfBatchesIsIgnored() throws {
    let program = try model.program(.portable)
    let count = NamedTensor(name: "bn1.num_batches_tracked", shape: [], values: [12])
    try program.load(parameters: program.namedParameters() + [count])
    var other = count
    other.name = "conv1.num_batches_tracked"
    let tensors = program.namedParameters() + [other]
    let error = try #require(throws: InputError.self) { try program.load(parameters: tensors) }
    #expect(error.found == "unexpected conv1.num_batches_tracked")
  }

  @Test func oneValueAChannelIsRefused() throws {
    let error = try #require(throws: InputError.self) { try model.program(.portable, batchSize: 1) }
    #expect(error.kind == .usage && error.found == "1")
    #expect(error.what == "batch normalisation needs more than one value a channel when training")
    #expect(try model.program(.portable, batchSize: 2).smallestBatch == 2)
    let images = try TrainingModel("images", [BatchNorm2d(1)], input: [1, 2, 2])
    #expect(try images.program(.portable, batchSize: 1).smallestBatch == 1)
    #expect(try images.program(.portable, batchSize: 1).step(images.data, 0..<1).lossSum.isFinite)
  }

  @Test func aStepOnOneImageTraps() async {
    await #expect(processExitsWith: .failure) {
      let model = TrainingModel(
        "batch normalisation", NormalizedNetwork(), input: NormalizedNetwork.input,
        classes: NormalizedNetwork.classes, twin: NormalizedNetwork.twin)
      try model.program(.portable).step(model.data, 0..<1)
    }
  }
}
