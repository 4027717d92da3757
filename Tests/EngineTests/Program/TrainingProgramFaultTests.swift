import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

/// Losses that are not finite, and tensors that are not the model's.
@Suite struct TrainingProgramFaultTests {
  private let model = TrainingModel(
    "the classic network", LeNet(input: [1, 16, 16], classes: 4), input: [1, 16, 16], classes: 4,
    twin: LayerTwin { $1 })

  /// The program's parameters with one tensor's values all `value`.
  private func spoil(_ program: TrainingProgram, _ name: String, _ value: Float) throws {
    var tensors = program.namedParameters()
    let index = try #require(tensors.firstIndex { $0.name == name })
    tensors[index].values = tensors[index].values.map { _ in value }
    try program.load(parameters: tensors)
  }

  private func firstNonFiniteLayer(_ program: TrainingProgram, _ indices: Range<Int32>) -> String? {
    let indices = Array(indices)
    return program.firstNonFiniteLayer(images: model.data.images, indices: indices[...])
  }

  @Test(arguments: ["conv1", "conv2", "fc1", "fc2", "fc3"], InstructionSet.available)
  func anOverflowChangesNothingAndIsNamed(layer: String, set: InstructionSet) throws {
    let program = try model.program(set, threads: 2)
    program.train(model.data, steps: 0..<2)
    // Biases above all sums: whatever the rectifiers and poolings do, this layer's outputs are infinite.
    try spoil(program, "\(layer).weight", 3e38)
    try spoil(program, "\(layer).bias", 3.4e38)
    let before = program.bits
    let result = program.step(model.data, 0..<50)
    #expect(!result.lossSum.isFinite)
    #expect(program.bits == before)
    #expect(firstNonFiniteLayer(program, 0..<50) == layer)
  }

  @Test(arguments: [Float.nan, .infinity], InstructionSet.available)
  func aParameterThatIsNotFiniteIsNamedFirst(value: Float, set: InstructionSet) throws {
    let program = try model.program(set)
    try spoil(program, "fc2.bias", value)
    let before = program.bits
    #expect(!program.step(model.data, 0..<20).lossSum.isFinite)
    #expect(program.bits == before)
    #expect(firstNonFiniteLayer(program, 0..<20) == "fc2.bias")
  }

  @Test func nothingIsNamedWhenAllIsFinite() throws {
    let program = try model.program(.portable)
    #expect(firstNonFiniteLayer(program, 0..<20) == nil)
  }

  /// Training goes on after such a batch as if it had not been.
  @Test(arguments: InstructionSet.available)
  func aBatchThatOverflowsLeavesNothingBehind(set: InstructionSet) throws {
    let (program, other) = try (model.program(set, threads: 2), model.program(set, threads: 2))
    for each in [program, other] { each.train(model.data, steps: 0..<2) }
    let parameters = program.namedParameters()
    try spoil(program, "fc1.weight", 3e38)
    #expect(!program.step(model.data, 0..<64).lossSum.isFinite)
    try program.load(parameters: parameters)
    for each in [program, other] { each.train(model.data, steps: 2..<4) }
    #expect(program.bits == other.bits)
  }

  @Test func tensorsThatAreNotTheModelsAreAllListed() throws {
    let program = try model.program(.portable)
    let before = program.bits
    var tensors = program.namedParameters()
    tensors.removeAll { $0.name == "conv2.bias" || $0.name == "fc3.weight" }
    tensors[0] = NamedTensor(name: "conv1.weight", shape: [6, 1, 25], values: tensors[0].values)
    tensors.append(NamedTensor(name: "fc4.weight", shape: [1], values: [1]))
    tensors.append(NamedTensor(name: "bn.weight", shape: [1], values: [1]))
    // A right one that must not be taken over either.
    let fc2 = try #require(tensors.firstIndex { $0.name == "fc2.weight" })
    tensors[fc2].values = tensors[fc2].values.map { $0 + 1 }
    let error = try #require(throws: InputError.self) { try program.load(parameters: tensors) }
    #expect(error.kind == .malformed)
    #expect(
      error.found
        == "conv1.weight is [6, 1, 25] and should be [6, 1, 5, 5], missing conv2.bias, missing fc3.weight, "
        + "unexpected bn.weight, unexpected fc4.weight")
    #expect(program.bits == before)
  }

  @Test func theOptimizersStateIsCheckedToo() throws {
    let program = try model.program(.portable)
    program.train(model.data, steps: 0..<1)
    let before = program.bits
    var state = program.namedOptimizerState()
    let parameters = program.namedParameters()
    let steps = parameters.map { "\($0.name).step" }.sorted()
    #expect(state.map(\.name) == parameters.map { "\($0.name).momentum_buffer" } + steps)
    #expect(state.map(\.shape) == parameters.map(\.shape) + steps.map { _ in [] })
    state[3].name = "conv2.bias"
    let error = try #require(throws: InputError.self) { try program.load(optimizerState: state) }
    #expect(error.found == "missing conv2.bias.momentum_buffer, unexpected conv2.bias")
    #expect(program.bits == before)
  }

  @Test func aTensorGivenTwiceIsRefused() throws {
    let program = try model.program(.portable)
    let before = program.bits
    let tensors = program.namedParameters()
    let small = NamedTensor(name: "conv2.weight", shape: [1], values: [1])
    for tensors in [tensors + [tensors[2]], [small] + tensors] {
      let error = try #require(throws: InputError.self) { try program.load(parameters: tensors) }
      #expect(error.found == "conv2.weight twice")
      #expect(program.bits == before)
    }
  }

  @Test(arguments: [0, -1, 1025])
  func threadsOutOfRange(threads: Int) throws {
    let error = try #require(throws: InputError.self) { try model.program(.portable, threads: threads) }
    #expect(error.kind == .usage && error.found == "\(threads)")
  }

  @Test(arguments: [0, -64])
  func batchSizesOutOfRange(size: Int) throws {
    let error = try #require(throws: InputError.self) { try model.program(.portable, batchSize: size) }
    #expect(error.kind == .usage && error.found == "\(size)")
  }

  @Test(arguments: [
    SGD(learningRate: .nan), SGD(learningRate: -1), SGD(learningRate: .infinity), SGD(momentum: -0.5),
    SGD(weightDecay: -1), SGD(dampening: .nan), SGD(nesterov: true), SGD(momentum: 0.9, dampening: 0.1, nesterov: true),
  ])
  func optimizersThatCannotWork(optimizer: SGD) throws {
    let error = try #require(throws: InputError.self) { try model.program(.portable, optimizer: optimizer) }
    #expect(error.kind == .usage)
  }

  @Test func aModelWithoutLogitsCannotBeTrained() throws {
    let images = TrainingModel(
      "images", Conv2d(1, 2, kernelSize: 3), input: [1, 6, 6], classes: 2, twin: LayerTwin { $1 })
    let error = try #require(throws: InputError.self) { try images.program(.portable) }
    #expect(error.kind == .usage && error.found == "2x4x4")
  }

  @Test func theNormalizationMustFitTheImages() throws {
    let error = try #require(throws: InputError.self) {
      try TrainingProgram(
        model.graph(), seed: 0, optimizer: SGD(), normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 3),
        batchSize: 1, threads: 1, instructionSet: .portable)
    }
    #expect(error.kind == .usage && error.expected == "1 channels" && error.found == "3")
  }
}
