import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingEngine

/// What a gradient program promises beside PyTorch's numbers.
@Suite struct GradientProgramTests {
  private struct Network: Layer {
    let conv = Conv2d(1, 3, kernelSize: 3, padding: 1)
    let bn = BatchNorm2d(3)
    let fc = Linear(27, 4)

    func callAsFunction(_ x: Tensor) -> Tensor {
      fc(Dropout(0.5)(MaxPool2d(2)(relu(bn(conv(x))))).flattened())
    }
  }

  private static let normalization = Normalization(mean: 0.5, deviation: 0.25, channels: 1)
  private static let data = RandomImages(count: 70, shape: [1, 6, 6], classes: 4, seed: 3)

  private static func graph() throws -> Graph { try Graph(tracing: Network(), input: [1, 6, 6]) }

  private static func training(
    batchSize: Int = 64, frozen: Set<String> = [], set: InstructionSet = .best
  ) throws -> TrainingProgram {
    try TrainingProgram(
      graph(), seed: 7, optimizer: SGD(learningRate: 0.1, momentum: 0.9), normalization: normalization,
      batchSize: batchSize, instructionSet: set, frozen: frozen)
  }

  private static func program(
    _ mode: GradientProgram.Mode, loss: (any Loss)? = CrossEntropyLoss(),
    _ request: GradientRequest = GradientRequest(),
    frozen: Set<String> = [], threads: Int = 1, set: InstructionSet = .best
  ) throws -> GradientProgram {
    try GradientProgram(
      graph(), parameters: training().namedParameters(), normalization: normalization, mode: mode, loss: loss,
      request: request, frozen: frozen, threads: threads, instructionSet: set)
  }

  private static func images(_ count: Int) -> GradientInput { .images(Array(data.images[..<(count * 36)])) }
  private static func labels(_ count: Int) -> GradientSeed { .loss(.labels(Array(data.labels[..<count]))) }

  /// The first momentum is the gradient: the same bits, dropout and all, and the same running statistics.
  @Test(arguments: InstructionSet.available, [[], ["conv.weight"], ["bn.running_mean"], ["fc.weight", "bn.bias"]])
  func theBitsOfATrainingStep(set: InstructionSet, frozen: [String]) throws {
    let training = try Self.training(frozen: Set(frozen), set: set)
    let program = try Self.program(
      .training, GradientRequest(parameters: .all), frozen: Set(frozen), threads: 2, set: set)
    training.stepCount = 4
    let order = (0..<Int32(50)).map { $0 }
    let result = training.step(images: Self.data.images, targets: Self.data.targets, indices: order[...])
    let found = try program.gradients(of: Self.labels(50), at: Self.images(50), seed: 7, step: 4)
    #expect(found.losses.reduce(0) { $0 + Double($1) } == result.lossSum)
    let momentum = Dictionary(
      uniqueKeysWithValues: training.namedOptimizerState().map { ($0.name, $0.values) })
    #expect(
      found.parameters.map(\.name)
        == ["conv.weight", "conv.bias", "bn.weight", "bn.bias", "fc.weight", "fc.bias"]
        .filter { !frozen.contains($0) })
    for gradient in found.parameters {
      #expect(gradient.values == momentum["\(gradient.name).momentum_buffer"], "\(gradient.name)")
    }
    let after = training.namedParameters().filter { $0.name.contains("running") }
    #expect(found.statistics == after)
  }

  @Test(arguments: GradientProgram.Mode.allCases)
  func nothingChanges(mode: GradientProgram.Mode) throws {
    let program = try Self.program(mode, GradientRequest(parameters: .all, activations: ["bn"]), threads: 2)
    let values = ParameterValues(entries: program.program.entries)
    let before = values.tensors(program.weights.values.floats)
    let first = try program.gradients(of: Self.labels(33), at: Self.images(33))
    _ = try program.gradients(of: .output(2), at: Self.images(5))
    #expect(values.tensors(program.weights.values.floats) == before)
    let again = try program.gradients(of: Self.labels(33), at: Self.images(33))
    #expect(again.input == first.input && again.parameters == first.parameters && again.statistics == first.statistics)
  }

  /// Batches in any order of sizes, and any number of threads.
  @Test(arguments: InstructionSet.available)
  func anyBatchAndAnyNumberOfThreads(set: InstructionSet) throws {
    let request = GradientRequest(parameters: .all, activations: ["conv", "maxpool2d"])
    let whole = try Self.program(.evaluation, request, set: set).gradients(of: .output(1), at: Self.images(70))
    for threads in 1...3 {
      let program = try Self.program(.evaluation, request, threads: threads, set: set)
      for count in [1, 17, 70, 16, 3] {
        let some = try program.gradients(of: .output(1), at: Self.images(count))
        #expect(some.outputs == Array(whole.outputs[..<(count * 4)]))
        #expect(try some.input == Array(#require(whole.input)[..<(count * 36)]))
        for name in request.activations {
          let (part, all) = try (#require(some.activations[name]), #require(whole.activations[name]))
          #expect(part.values == Array(all.values[..<(count * all.shape.count)]))
          #expect(part.gradient == all.gradient.map { Array($0[..<(count * all.shape.count)]) })
        }
        if count == 70 { #expect(some.parameters == whole.parameters) }
      }
    }
  }

  /// What is not asked for is not computed; what is asked for is the same.
  @Test func onlyWhatIsAskedFor() throws {
    let all = try Self.program(.evaluation, GradientRequest(parameters: .all)).gradients(
      of: Self.labels(20), at: Self.images(20))
    let some = try Self.program(
      .evaluation, GradientRequest(input: false, parameters: .named(["fc.bias", "conv.weight"]))
    )
    .gradients(of: Self.labels(20), at: Self.images(20))
    #expect(some.parameters == all.parameters.filter { ["conv.weight", "fc.bias"].contains($0.name) })
    #expect(some.input == nil && some.activations.isEmpty)
    let maps = try Self.program(
      .evaluation, loss: nil, GradientRequest(input: false, activations: ["conv"], activationGradients: false))
    #expect(!maps.program.hasBackward && maps.program.steps.allSatisfy { $0.direction == .forward })
    let values = try maps.activations(at: Self.images(20)).activations["conv"]
    #expect(values?.values.count == 20 * 3 * 36 && values?.gradient == nil)
    let bottom = try Self.program(.evaluation, loss: nil, GradientRequest(input: false, activations: ["fc"]))
    #expect(!bottom.program.steps.contains { $0.label == "conv weight gradient" || $0.label == "fc input gradient" })
  }

  @Test func forwardAloneHasNoGradients() throws {
    let program = try Self.program(.evaluation, GradientRequest(parameters: .all, activations: ["bn"]))
    let forward = try program.activations(at: Self.images(18))
    let whole = try program.gradients(of: .output(0), at: Self.images(18))
    #expect(forward.outputs == whole.outputs && forward.activations["bn"]?.values == whole.activations["bn"]?.values)
    #expect(forward.input == nil && forward.parameters.isEmpty && forward.activations["bn"]?.gradient == nil)
  }

  /// The same numbers as the program that predicts, but for the rounding of what is folded there.
  @Test func outputsArePredictions() throws {
    let program = try Self.program(.evaluation)
    let session = try InferenceProgram(
      Self.graph(), parameters: Self.training().namedParameters(), normalization: Self.normalization)
    let found = try program.activations(at: Self.images(30)).outputs
    let expected = session.logits(images: Array(Self.data.images[..<(30 * 36)]))
    #expect(largestRelativeDeviation(of: found, from: expected.map(Double.init)) < 1e-5)
  }

  @Test func otherParametersCountAtOnce() throws {
    let program = try Self.program(.evaluation)
    let before = try program.gradients(of: .output(0), at: Self.images(3))
    let zeros = try Self.graph().parameters.map { $0.filled(with: 0.5) }
    try program.load(parameters: zeros)
    #expect(try program.gradients(of: .output(0), at: Self.images(3)).input != before.input)
    #expect(throws: InputError.self) { try program.load(parameters: []) }
  }
}
