import InklingEngine
import InklingTestSupport
import Testing

/// Training steps against the naive twin.
@Suite struct TrainingProgramTwinTests {
  private static func model(_ conv: Conv2d, _ rest: [any Layer], on input: Shape) throws -> TrainingModel {
    try TrainingModel(
      "Conv2d(\(conv.inChannels), \(conv.outChannels), \(conv.kernelSize))", [conv] + rest, input: input)
  }

  /// First layers: nobody wants their input's gradient, so pooled ones make theirs a few rows at a time. Widths and
  /// channels change how many; some leave a shorter last piece.
  static let firstLayers = Result { () throws -> [TrainingModel] in
    let pooled: [any Layer] = [ReLU(), MaxPool2d(2)]
    return try [
      model(Conv2d(1, 6, kernelSize: 5), pooled, on: [1, 28, 28]),
      model(Conv2d(1, 6, kernelSize: 3), pooled, on: [1, 13, 14]),
      model(Conv2d(3, 2, kernelSize: 3), pooled, on: [3, 17, 20]),
      model(Conv2d(2, 7, kernelSize: 2), [MaxPool2d(2)], on: [2, 16, 17]),
      model(Conv2d(2, 4, kernelSize: 3, padding: 1, groups: 2), pooled, on: [2, 15, 13]),
      model(Conv2d(1, 9, kernelSize: 3, stride: 2, padding: 1), pooled, on: [1, 22, 25]),
      model(Conv2d(4, 4, kernelSize: 3, padding: 2, dilation: 2, groups: 4, bias: false), pooled, on: [4, 9, 9]),
      model(Conv2d(1, 3, kernelSize: 3), [ReLU()], on: [1, 6, 7]),
      model(Conv2d(2, 3, kernelSize: 3), [], on: [2, 6, 7]),
      model(Conv2d(1, 2, kernelSize: 1), [MaxPool2d(2), ReLU()], on: [1, 3, 2]),
      TrainingModel("Linear first", [Flatten(), Linear(30, 9), ReLU()], input: [1, 5, 6]),
      TrainingModel(
        "MaxPool2d first", [MaxPool2d(3, stride: 2, padding: 1), Conv2d(2, 3, kernelSize: 2)], input: [2, 7, 8]),
    ]
  }

  @Test(arguments: try firstLayers.get(), InstructionSet.available)
  func firstLayer(model: TrainingModel, set: InstructionSet) throws {
    let program = try model.program(set, threads: 2, batchSize: 20)
    var twin = model.twin(of: program)
    let (images, labels) = model.data.batch(3..<23, model.normalization)
    let expected = twin.step(images, labels: labels)
    let result = program.step(model.data, 3..<23)
    #expect(abs(result.lossSum / 20 - expected.loss) < 1e-5 * expected.loss)
    #expect(result.correct == expected.correct && result.count == 20)
    // After the first step the momentum is the gradient.
    let gradients = program.namedOptimizerState().filter { $0.name.hasSuffix(".momentum_buffer") }
    #expect(gradients.count == expected.gradients.count)
    for gradient in gradients {
      let name = String(gradient.name.dropLast(".momentum_buffer".count))
      let deviation = try largestRelativeDeviation(
        of: gradient.values, from: #require(expected.gradients[name]).values)
      #expect(deviation < 1e-5, "\(name)")
    }
  }

  /// The last batch of an epoch is short: its mean is over the images that it has.
  @Test(arguments: 1...64)
  func shortBatch(count: Int32) throws {
    let model = try TrainingModel(
      "small", [Conv2d(1, 2, kernelSize: 3), ReLU(), MaxPool2d(2)], input: [1, 6, 6])
    for set in InstructionSet.available {
      let program = try model.program(set, threads: 3)
      // A whole batch before it: what it left behind must not count.
      program.step(model.data, 0..<64)
      var twin = TrainingTwin(
        model.twin, parameters: program.namedParameters(), optimizer: SGD(learningRate: 0.5))
      program.optimizer = SGD(learningRate: 0.5)
      let indices = (0..<count).map { 99 - $0 }
      let (images, labels) = model.data.batch(indices, model.normalization)
      let expected = twin.step(images, labels: labels)
      let result = program.step(model.data, indices)
      #expect(abs(result.lossSum / Double(count) - expected.loss) < 1e-5 * expected.loss, "\(set)")
      #expect(result.correct == expected.correct && result.count == Int(count), "\(set)")
      try expectParameters(program, twin, 1e-5)
    }
  }

  static let optimizers = [
    SGD(learningRate: 0.05), SGD(learningRate: 0.05, momentum: 0.9), SGD(learningRate: 0.05, weightDecay: 0.1),
    SGD(learningRate: 0.05, momentum: 0.5, dampening: 0.25), SGD(learningRate: 0),
    SGD(learningRate: 0.02, momentum: 0.9, weightDecay: 0.01, nesterov: true),
    SGD(learningRate: 0.02, momentum: 0.7, dampening: 0.5, weightDecay: 0.05),
  ]

  @Test(arguments: optimizers, InstructionSet.available)
  func manySteps(optimizer: SGD, set: InstructionSet) throws {
    let model = try TrainingModel(
      "small", [Conv2d(2, 3, kernelSize: 3, padding: 1), ReLU(), AvgPool2d(2)], input: [2, 6, 5])
    let program = try model.program(set, optimizer: optimizer)
    var twin = model.twin(of: program)
    for step in 0..<8 {
      let indices = Int32(step)..<Int32(step) + 18
      let (images, labels) = model.data.batch(indices, model.normalization)
      let expected = twin.step(images, labels: labels)
      #expect(abs(program.step(model.data, indices).lossSum / 18 - expected.loss) < 1e-5 * expected.loss)
    }
    try expectParameters(program, twin, 1e-5)
    #expect(program.stepCount == 8)
  }

  private func expectParameters(_ program: TrainingProgram, _ twin: TrainingTwin, _ tolerance: Double) throws {
    for tensor in program.namedParameters() {
      let deviation = try largestRelativeDeviation(
        of: tensor.values, from: #require(twin.parameters[tensor.name]).values)
      #expect(deviation < tolerance, "\(tensor.name) on \(program.instructionSet)")
    }
  }
}
