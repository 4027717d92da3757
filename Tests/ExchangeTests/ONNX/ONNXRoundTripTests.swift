import InklingEngine
import InklingFiles
import InklingFormats
import InklingONNX
import Testing

@testable import InklingExchange

/// Every operation goes out and comes back: the runner and the imported network answer as the engine does.
@Suite struct ONNXRoundTripTests {
  /// A graph that ends in features, from operations in a row.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let shape: Shape
    let operations: [Graph.Operation]
    /// Whether the import makes one node of each again.
    var comesBack = true
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(
      name: "conv", shape: [3, 9, 7],
      operations: [
        .conv2d(
          .init(
            inChannels: 3, outChannels: 6, kernelSize: Extent2d(3, 2), stride: Extent2d(2, 1), padding: Extent2d(1, 0),
            dilation: Extent2d(1, 2), groups: 3)), .relu,
      ]),
    Case(
      name: "pad", shape: [2, 6, 6],
      operations: [.constantPad2d(.init(left: 1, right: 2, top: 0, bottom: -1, value: 0.5))]),
    Case(
      name: "max pool", shape: [2, 7, 9],
      operations: [
        .maxPool2d(.init(kernelSize: 3, stride: 2, padding: 1, ceilMode: true)),
        .maxPool2d(.init(kernelSize: 2, stride: 1, dilation: Extent2d(1, 2))),
      ]),
    Case(
      name: "average pool", shape: [2, 8, 7],
      operations: [
        .avgPool2d(.init(kernelSize: 3, stride: 2, padding: 1, ceilMode: true, countIncludePad: false)),
        .avgPool2d(.init(kernelSize: 2, stride: 1, padding: 1)),
      ]),
    Case(
      name: "average pool, counted", shape: [2, 8, 7],
      operations: [.avgPool2d(.init(kernelSize: 3, stride: 2, padding: 1, ceilMode: true))], comesBack: false),
    Case(
      name: "average pool, divided", shape: [2, 8, 7],
      operations: [.avgPool2d(.init(kernelSize: 3, stride: 2, padding: 1, ceilMode: true, divisorOverride: 5))],
      comesBack: false),
    Case(
      name: "adaptive", shape: [2, 8, 6], operations: [.adaptiveAvgPool2d(.init(height: 4, width: 3))], comesBack: false
    ),
    Case(
      name: "adaptive, uneven", shape: [2, 7, 5], operations: [.adaptiveAvgPool2d(.init(height: 3, width: 2))],
      comesBack: false),
    Case(
      name: "adaptive maximum", shape: [2, 7, 5], operations: [.adaptiveMaxPool2d(.init(height: 3, width: 2))],
      comesBack: false),
    Case(name: "global", shape: [5, 7, 5], operations: [.adaptiveAvgPool2d(.init(height: 1, width: 1))]),
    Case(name: "global maximum", shape: [5, 7, 5], operations: [.adaptiveMaxPool2d(.init(height: 1, width: 1))]),
    Case(
      name: "norms", shape: [4, 5, 3],
      operations: [
        .batchNorm2d(.init(numFeatures: 4, eps: 1e-3)), .batchNorm2d(.init(numFeatures: 4, affine: false)),
        .groupNorm(.init(numGroups: 2, numChannels: 4)), .groupNorm(.init(numGroups: 2, numChannels: 4, affine: false)),
        .layerNorm(.init(normalizedShape: [4, 5, 3])),
      ], comesBack: false),
    Case(
      name: "group norm", shape: [4, 5, 3], operations: [.groupNorm(.init(numGroups: 2, numChannels: 4))]),
    Case(
      name: "features", shape: [2, 3, 3],
      operations: [
        .flatten, .linear(.init(inFeatures: 18, outFeatures: 7)), .batchNorm1d(.init(numFeatures: 7)),
        .prelu(.init(numParameters: 7)), .linear(.init(inFeatures: 7, outFeatures: 5, bias: false)),
        .layerNorm(.init(normalizedShape: [5])), .softmax(.init()),
      ]),
    Case(
      name: "activations", shape: [3, 4, 4],
      operations: [
        .leakyReLU(.init(negativeSlope: 0.2)), .elu(.init(alpha: 0.7)), .gelu(.init()),
        .gelu(.init(approximate: .tanh)),
        .silu, .hardswish, .prelu(.init(numParameters: 3)), .tanh, .hardtanh(.init(minVal: -0.5, maxVal: 0.75)),
        .softplus(.init()), .hardsigmoid, .dropout(.init(p: 0.5)), .sigmoid,
      ], comesBack: false),
    Case(
      name: "softplus", shape: [3, 4, 4], operations: [.softplus(.init(beta: 2, threshold: 1))], comesBack: false),
    Case(name: "log softmax", shape: [3, 4, 4], operations: [.logSoftmax(.init(dim: 1))]),
  ]

  /// The graph, with numbers for all parameters.
  private func network(_ operations: [Graph.Operation], _ shape: Shape) throws -> (Graph, [NamedTensor]) {
    var nodes = [Graph.Node(name: "input", operation: .input(.init(shape: shape)), inputs: [])]
    var parameters: [ParameterDescription] = []
    for operation in operations {
      let described = operation.parameters(named: "layer\(nodes.count)")
      parameters += described
      nodes.append(
        Graph.Node(
          name: "layer\(nodes.count)", operation: operation, inputs: [nodes.count - 1],
          parameters: described.map(\.name)))
    }
    let graph = try Graph(nodes: nodes, parameters: parameters, output: nodes.count - 1)
    var state: UInt64 = 1
    func next() -> Float {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(state >> 40) / Float(1 << 24) - 0.5
    }
    let tensors = graph.parameters.map { parameter in
      NamedTensor(
        name: parameter.name, shape: parameter.shape,
        values: (0..<parameter.count).map { _ in
          parameter.name.hasSuffix("running_var") ? next() + 1 : next()
        })
    }
    return (graph, tensors)
  }

  private func answers(_ graph: Graph, _ tensors: [NamedTensor], _ inputs: [Float]) throws -> [Float] {
    try InferenceSession(
      graph, parameters: tensors,
      normalization: Normalization(mean: 0, deviation: 1, channels: graph.inputShape.channels), threads: 1
    ).logits(values: inputs)
  }

  @Test(arguments: cases)
  func itAnswersAlikeOutsideAndComesBack(_ test: Case) throws {
    let (graph, tensors) = try network(test.operations, test.shape)
    let inputs = (0..<2 * test.shape.count).map { Float(($0 * 37) % 101) / 25 - 2 }
    let wanted = try answers(graph, tensors, inputs)
    let normalization = Normalization(mean: 0, deviation: 1, channels: test.shape.channels)
    let bytes = try ONNXExport(graph, parameters: tensors, normalization: normalization).model().bytes()
    let model = try ONNXModel(bytes: bytes, path: "out.onnx")
    let result = try ONNXRunner(model).run([
      NamedArray(name: "input", shape: [2] + test.shape.dimensions, floats: inputs)
    ])[0]
    let outside = try result.floats()
    try #require(outside.count == wanted.count)
    for (a, b) in zip(outside, wanted) { #expect((a - b).magnitude < 1e-5 * max(1, b.magnitude)) }
    guard test.comesBack else { return }
    let back = try ImportedNetwork(model)
    let operations = back.graph.nodes.dropFirst().map(\.operation)
    #expect(operations.map(\.name) == test.operations.map(\.name))
    let again = try answers(back.graph, back.parameters, inputs)
    for (a, b) in zip(again, wanted) { #expect((a - b).magnitude < 1e-5 * max(1, b.magnitude)) }
  }

  @Test func preprocessingGoesInside() throws {
    let (graph, tensors) = try network([.flatten, .linear(.init(inFeatures: 18, outFeatures: 4))], [2, 3, 3])
    let normalization = Normalization(scale: [0.01, 0.02], shift: [-0.5, 0.25])
    let export = ONNXExport(
      graph, parameters: tensors, normalization: normalization, classNames: ["a", "b", "c", "d"],
      includesPreprocessing: true)
    let model = try ONNXModel(bytes: try export.model().bytes(), path: "out.onnx")
    let pixels = (0..<36).map { UInt8(($0 * 71) % 256) }
    let array = try NamedArray(name: "pixels", elementType: .uint8, shape: [2, 2, 3, 3], bytes: pixels)
    let outside = try ONNXRunner(model).run([array])[0].floats()
    let session = try InferenceSession(graph, parameters: tensors, normalization: normalization, threads: 1)
    for (a, b) in zip(outside, session.probabilities(images: pixels)) { #expect((Double(a) - b).magnitude < 1e-6) }
    // Back it is the network, its normalisation and its classes; the softmax stays.
    let back = try ImportedNetwork(model)
    #expect(back.normalization == normalization && back.classNames == ["a", "b", "c", "d"])
  }
}

/// What cannot be followed is named with its node.
@Suite struct ONNXImportFaultTests {
  private func fault(_ nodes: [ONNXNode], _ constants: [NamedArray] = [], shape: [Int] = [1, 4, 4]) -> InputError? {
    let model = ONNXModel(
      graph: ONNXGraph(
        name: "g", nodes: nodes, initializers: constants,
        inputs: [ONNXValueInfo(name: "x", elementType: .float32, shape: [.named("n")] + shape.map { .fixed($0) })],
        outputs: [ONNXValueInfo(name: "y", elementType: .float32, shape: nil)]),
      operatorSet: 17, formatVersion: 8, producerName: "", producerVersion: "", metadata: [])
    return #expect(throws: InputError.self) { try ImportedNetwork(model, path: "m.onnx") }
  }

  @Test func anUnknownOperation() {
    let error = fault([ONNXNode("Einsum", name: "e", inputs: ["x"], outputs: ["y"])])
    #expect(error?.what == "the node 'e' (Einsum) is an operation that is not known here" && error?.path == "m.onnx")
  }

  @Test(arguments: ["ConvTranspose", "Expand", "Resize", "LSTM"]) func whatCanOnlyBeRunSaysSo(operation: String) {
    let error = fault([ONNXNode(operation, name: "e", inputs: ["x", "x"], outputs: ["y"])])
    #expect(error?.what.hasPrefix("the node 'e' (\(operation)) can be run, not trained: ") == true)
    #expect(error?.remedy == "'inkling run' answers with the file as it is")
  }

  @Test func numbersOutOfRange() {
    let weight = NamedArray(name: "w", shape: [1, 1, 1, 1], floats: [1])
    for attribute in [
      ONNXAttribute("strides", integers: [0, 1]), ONNXAttribute("pads", integers: [-1, 0, 0, 0]),
      ONNXAttribute("dilations", integers: [.max, 1]), ONNXAttribute("strides", integers: [1]),
      ONNXAttribute("group", integer: 0), ONNXAttribute("auto_pad", text: "X"),
    ] {
      #expect(
        fault([ONNXNode("Conv", name: "c", inputs: ["x", "w"], outputs: ["y"], attributes: [attribute])], [weight])
          != nil)
    }
    #expect(
      fault([ONNXNode("Conv", name: "c", inputs: ["x", "w"], outputs: ["y"])], [weight], shape: [2, 4, 4]) != nil)
    #expect(
      fault([
        ONNXNode(
          "MaxPool", name: "p", inputs: ["x"], outputs: ["y"],
          attributes: [ONNXAttribute("kernel_shape", integers: [9, 9])])
      ]) != nil)
  }

  @Test func weightsOfAnotherShape() {
    let (w, b) = (
      NamedArray(name: "w", shape: [2, 1, 1, 1], floats: [1, 2]), NamedArray(name: "b", shape: [3], floats: [1, 2, 3])
    )
    #expect(fault([ONNXNode("Conv", name: "c", inputs: ["x", "w", "b"], outputs: ["y"])], [w, b]) != nil)
    #expect(fault([ONNXNode("Gemm", name: "c", inputs: ["x", "b"], outputs: ["y"])], [w, b]) != nil)
  }

  @Test func anInputThatIsNoImage() {
    #expect(fault([ONNXNode("Relu", name: "r", inputs: ["x"], outputs: ["y"])], shape: [1, 4, 4, 4]) != nil)
    #expect(fault([ONNXNode("Relu", name: "r", inputs: ["x"], outputs: ["y"])], shape: [.max, .max, 4]) != nil)
  }
}
