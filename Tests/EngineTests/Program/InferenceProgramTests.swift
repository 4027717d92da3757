import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@Suite struct InferenceProgramTests {
  static let models = [
    TrainingModel(
      "the classic network", LeNet(), input: [1, 28, 28], classes: 10, twin: LayerTwin { $1 }, images: 150),
    TrainingModel(
      "a residual network", ResidualNetwork(), input: ResidualNetwork.input, classes: 7, twin: ResidualNetwork.twin,
      images: 70),
  ]

  private func program(
    _ model: TrainingModel, _ set: InstructionSet, threads: Int = 1, parameters: [NamedTensor]? = nil
  ) throws -> InferenceProgram {
    try InferenceProgram(
      model.graph(), parameters: parameters ?? model.program(.portable).namedParameters(),
      normalization: model.normalization, threads: threads, instructionSet: set)
  }

  /// Kinds of first, fused and last layers that inference takes other kernels for.
  static let kinds = Result { () throws -> [TrainingModel] in
    try [
      TrainingModel("ReLU, pool", [Conv2d(2, 7, kernelSize: 3), ReLU(), MaxPool2d(2)], input: [2, 9, 8]),
      TrainingModel("pool, ReLU", [Conv2d(1, 13, kernelSize: 2), MaxPool2d(2), ReLU()], input: [1, 7, 7]),
      TrainingModel("pool alone", [Conv2d(1, 4, kernelSize: 2, bias: false), MaxPool2d(2)], input: [1, 6, 9]),
      TrainingModel("pools", [MaxPool2d(3, stride: 2, padding: 1), AvgPool2d(2)], input: [3, 11, 10]),
      TrainingModel("linear", [Flatten(), Linear(12, 20), ReLU()], input: [1, 3, 4]),
      TrainingModel(
        "padding", [Conv2d(3, 6, kernelSize: 3, stride: 2, padding: 1, groups: 3), ReLU()], input: [3, 8, 9]),
    ]
  }

  /// 5x5 kernels with enough channels and even outputs take Winograd's algorithm; their neighbours do not.
  static let minimalFiltering = Result { () throws -> [TrainingModel] in
    let tails: [(String, [any Layer])] = [
      ("", []), (", ReLU", [ReLU()]), (", ReLU, pool", [ReLU(), MaxPool2d(2)]), (", pool", [MaxPool2d(2)]),
    ]
    let channels = [(4, 4), (4, 5), (5, 4), (6, 16), (7, 9), (3, 4), (4, 3), (33, 5), (5, 33)]
    let sizes: [Shape] = [[1, 6, 6], [1, 8, 6], [1, 8, 14], [1, 9, 10]]
    return try channels.enumerated().flatMap { index, channels in
      try tails.map { name, tail in
        let size = sizes[index % sizes.count]
        let conv = Conv2d(channels.0, channels.1, kernelSize: 5, bias: index % 3 != 0)
        return try TrainingModel(
          "\(channels.0) to \(channels.1), 5x5\(name)", [conv] + tail, input: [channels.0, size.height, size.width],
          images: 37)
      }
    }
  }

  @Test(arguments: try kinds.get() + minimalFiltering.get(), InstructionSet.available)
  func agreesWithTheTwin(model: TrainingModel, set: InstructionSet) throws {
    let parameters = try model.program(.portable).namedParameters()
    let twin = TrainingTwin(model.twin, parameters: parameters, optimizer: SGD())
    let logits = try program(model, set, parameters: parameters).logits(images: model.data.images)
    let (images, _) = model.data.batch(0..<Int32(model.data.count), model.normalization)
    #expect(largestRelativeDeviation(of: logits, from: twin.logits(images).values) < 1e-5)
  }

  @Test(arguments: models, InstructionSet.available)
  func evaluationIsOfTheLogits(model: TrainingModel, set: InstructionSet) throws {
    let program = try program(model, set, threads: 2)
    let logits = program.logits(images: model.data.images)
    let (predictions, lossSum) = program.evaluate(images: model.data.images, labels: model.data.labels)
    let rows = NaiveTensor(shape: [model.data.count, model.classes], values: logits.map(Double.init))
    #expect(predictions.map(Int.init) == rows.predictions)
    let expected = NaiveCrossEntropy().loss(rows, labels: model.data.labels.map(Int.init)) * Double(model.data.count)
    #expect(abs(lossSum - expected) < 1e-6 * expected)
  }

  @Test(arguments: models, InstructionSet.available)
  func anyNumberOfThreadsAndAnyBatch(model: TrainingModel, set: InstructionSet) throws {
    let whole = try program(model, set).logits(images: model.data.images).map(\.bitPattern)
    for threads in 2...4 {
      let logits = try program(model, set, threads: threads).logits(images: model.data.images)
      #expect(logits.map(\.bitPattern) == whole, "\(threads) threads")
    }
    let size = model.data.shape.count
    let program = try program(model, set, threads: 2)
    for (first, count) in [(0, 1), (3, 1), (5, 15), (16, 16), (2, 17), (9, 33), (1, 64)] {
      let logits = program.logits(images: Array(model.data.images[first * size..<(first + count) * size]))
      #expect(
        logits.map(\.bitPattern) == Array(whole[first * model.classes..<(first + count) * model.classes]),
        "\(count) images from \(first) on")
    }
  }

  @Test(.enabled(if: InstructionSet.available.contains(.avx512), "this processor lacks AVX-512"), arguments: models)
  func sameBitsWithAVX2AndAVX512(model: TrainingModel) throws {
    let runs = try [InstructionSet.avx2, .avx512].map {
      try program(model, $0).logits(images: model.data.images).map(\.bitPattern)
    }
    #expect(runs[0] == runs[1])
  }

  /// A training step's loss, before its update, is that of the inference program, but for the rounding of Winograd's
  /// algorithm, which only predictions take.
  @Test(arguments: models, InstructionSet.available)
  func sameLossAsInTraining(model: TrainingModel, set: InstructionSet) throws {
    let training = try model.program(set)
    let inference = try program(model, set, parameters: training.namedParameters())
    let size = model.data.shape.count
    let result = training.step(model.data, 0..<40)
    let (predictions, lossSum) = inference.evaluate(
      images: Array(model.data.images[..<(40 * size)]), labels: Array(model.data.labels[..<40]))
    if model.testDescription.hasPrefix("the classic network") {
      #expect(abs(lossSum - result.lossSum) < 1e-6 * result.lossSum)
    } else {
      #expect(lossSum == result.lossSum)
    }
    #expect(zip(predictions, model.data.labels).count { $0 == $1 } == result.correct)
  }

  @Test func noImagesGiveNoLogits() throws {
    let program = try program(Self.models[0], .portable, threads: 2)
    #expect(program.logits(images: []) == [])
    #expect(program.evaluate(images: [], labels: []) == ([], 0))
  }

  @Test func otherParametersCountAtOnce() throws {
    let model = Self.models[0]
    let program = try program(model, .portable)
    let before = program.logits(images: model.data.images)
    let other = try TrainingProgram(
      model.graph(), seed: 9, optimizer: SGD(), normalization: model.normalization, batchSize: 1, threads: 1,
      instructionSet: .portable)
    try program.load(parameters: other.namedParameters())
    let after = program.logits(images: model.data.images)
    #expect(after != before)
    #expect(
      try after == self.program(model, .portable, parameters: other.namedParameters()).logits(images: model.data.images)
    )
  }

  @Test func parametersOfAnotherModelAreRefused() throws {
    let parameters = try Self.models[1].program(.portable).namedParameters()
    let error = try #require(throws: InputError.self) { try program(Self.models[0], .portable, parameters: parameters) }
    #expect(error.kind == .malformed)
    #expect(error.found?.contains("missing conv1.weight") == true)
    #expect(error.found?.hasSuffix("more") == true, "a list of names has an end")
  }
}
