import InklingTestSupport
import Testing

@testable import InklingEngine

/// Predictions with batch normalisation: running statistics, multiplied into the weights where that can be.
@Suite struct FoldedNormalizationTests {
  private static func model(_ description: String, _ layers: [any Layer], _ input: Shape) throws -> TrainingModel {
    let features = try Graph(tracing: Sequential(layers), input: input).outputShape.count
    let layers = layers + [Flatten(), Linear(features, 3)]
    let twin = LayerTwin { tape, x in
      layers.enumerated().reduce(x) { x, layer in
        switch layer.element {
        case let norm as BatchNorm2d: tape.batchNorm(x, "\(layer.offset)", eps: Double(norm.eps), isFixed: true)
        case let norm as BatchNorm1d: tape.batchNorm(x, "\(layer.offset)", eps: Double(norm.eps), isFixed: true)
        default: tape(layer.element, x, "\(layer.offset)")
        }
      }
    }
    return TrainingModel(description, Sequential(layers), input: input, classes: 3, twin: twin)
  }

  static let models = Result { () throws -> [TrainingModel] in
    try [
      model("ReLU, pool", [Conv2d(2, 7, kernelSize: 3), BatchNorm2d(7), ReLU(), MaxPool2d(2)], [2, 9, 8]),
      model("pool, ReLU", [Conv2d(1, 13, kernelSize: 2), BatchNorm2d(13), MaxPool2d(2), ReLU()], [1, 7, 7]),
      model("no bias", [Conv2d(3, 5, kernelSize: 3, padding: 1, bias: false), BatchNorm2d(5), ReLU()], [3, 5, 6]),
      model("no weight", [Conv2d(3, 5, kernelSize: 3), BatchNorm2d(5, eps: 0.1, affine: false)], [3, 5, 6]),
      model("groups", [Conv2d(6, 9, kernelSize: 3, groups: 3), BatchNorm2d(9), ReLU()], [6, 5, 6]),
      model("Winograd", [Conv2d(5, 6, kernelSize: 5), BatchNorm2d(6), ReLU(), MaxPool2d(2)], [5, 10, 8]),
      model("twice", [Conv2d(2, 4, kernelSize: 3), BatchNorm2d(4), BatchNorm2d(4), ReLU()], [2, 6, 6]),
      model("linear", [Flatten(), Linear(12, 20), BatchNorm1d(20), ReLU()], [1, 3, 4]),
      model("linear without bias", [Flatten(), Linear(12, 17, bias: false), BatchNorm1d(17)], [1, 3, 4]),
      model("not behind weights", [BatchNorm2d(2), ReLU(), MaxPool2d(2), BatchNorm2d(2)], [2, 6, 7]),
      TrainingModel(
        "a residual network", NormalizedNetwork(), input: NormalizedNetwork.input, classes: NormalizedNetwork.classes,
        twin: NormalizedNetwork.twin(isFixed: true)),
    ]
  }

  /// Parameters after some training, so that the statistics are those of something.
  private func parameters(_ model: TrainingModel) throws -> [NamedTensor] {
    let program = try model.program(.portable, optimizer: SGD(learningRate: 0.05, momentum: 0.9))
    program.train(model.data, steps: 0..<5)
    return program.namedParameters()
  }

  @Test(arguments: try models.get())
  func agreesWithTheTwin(model: TrainingModel) throws {
    let parameters = try parameters(model)
    let twin = TrainingTwin(model.twin, parameters: parameters, optimizer: SGD())
    let (images, _) = model.data.batch(0..<Int32(model.data.count), model.normalization)
    let expected = twin.logits(images).values
    for set in InstructionSet.available {
      let program = try InferenceProgram(
        model.graph(), parameters: parameters, normalization: model.normalization, threads: 2, instructionSet: set)
      let logits = program.logits(images: model.data.images)
      #expect(largestRelativeDeviation(of: logits, from: expected) < 1e-5, "\(set)")
      // Few images take narrower registers and an engine of their own.
      let few = program.logits(images: Array(model.data.images[..<(3 * model.data.shape.count)]))
      #expect(few.map(\.bitPattern) == logits[..<few.count].map(\.bitPattern), "\(set)")
    }
  }

  @Test(.enabled(if: InstructionSet.available.contains(.avx512), "this processor lacks AVX-512"))
  func sameBitsWithAVX2AndAVX512() throws {
    let model = try #require(try Self.models.get().last)
    let parameters = try parameters(model)
    let runs = try [InstructionSet.avx2, .avx512].map {
      try InferenceProgram(
        model.graph(), parameters: parameters, normalization: model.normalization, threads: 1, instructionSet: $0
      ).logits(images: model.data.images).map(\.bitPattern)
    }
    #expect(runs[0] == runs[1])
  }

  /// The steps of the program that predicts: what is folded has none.
  private func labels(_ model: some Layer, _ input: Shape, isTraining: Bool = false) throws -> [String] {
    try BlockProgram(
      Graph(tracing: model, input: input), kernels: InstructionSet.portable.kernels, isTraining: isTraining,
      source: { _ in { _ in { _ in } } }, head: { _, _ in { _ in { _ in } } }
    ).steps.filter { $0.direction == .forward }.map(\.label)
  }

  @Test func whatIsFoldedHasNoStep() throws {
    let chain = Sequential(Conv2d(1, 2, kernelSize: 3), BatchNorm2d(2), ReLU(), MaxPool2d(2))
    #expect(try labels(chain, [1, 6, 6]) == ["gather", "0", "loss"])
    #expect(try labels(chain, [1, 6, 6], isTraining: true) == ["gather", "0", "1 moments", "1", "loss"])
    let pooled = Sequential(Conv2d(1, 2, kernelSize: 3), MaxPool2d(2), BatchNorm2d(2))
    #expect(try labels(pooled, [1, 6, 6]) == ["gather", "0", "2", "loss"])
  }

  /// A value that somebody else reads too must stay as it is.
  @Test func whatIsReadTwiceIsNotFolded() throws {
    struct Residual: Layer {
      let conv = Conv2d(2, 2, kernelSize: 1)
      let bn = BatchNorm2d(2)
      func callAsFunction(_ x: Tensor) -> Tensor {
        let y = conv(x)
        return bn(y) + y
      }
    }
    #expect(try labels(Residual(), [2, 3, 3]) == ["gather", "conv", "bn", "add", "loss"])
  }
}
