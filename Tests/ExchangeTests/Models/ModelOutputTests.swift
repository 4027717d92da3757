import InklingEngine
import InklingFiles
import InklingFormats
import InklingONNX
import InklingTraining
import Testing

@testable import InklingExchange

/// Networks whose outputs are probabilities already: no second softmax anywhere.
@Suite struct ModelOutputTests {
  /// [1, 4, 4] to three classes, with this at the end.
  static func model(_ end: Graph.Operation?) throws -> TrainedModel {
    let linear = Graph.Operation.linear(.init(inFeatures: 16, outFeatures: 3))
    var nodes = [
      Graph.Node(name: "input", operation: .input(.init(shape: [1, 4, 4])), inputs: []),
      Graph.Node(name: "flatten", operation: .flatten, inputs: [0]),
      Graph.Node(name: "fc", operation: linear, inputs: [1], parameters: ["fc.weight", "fc.bias"]),
    ]
    if let end { nodes.append(Graph.Node(name: "end", operation: end, inputs: [2])) }
    let graph = try Graph(
      nodes: nodes, parameters: linear.parameters(named: "fc"), output: nodes.count - 1)
    let description = ModelDescription(
      name: "small", graph: graph, classNames: ["a", "b", "c"],
      normalization: Normalization(mean: 0, deviation: 1, channels: 1))
    let weights = (0..<48).map { Float($0 * 7 % 11) / 8 - 0.5 }
    return try TrainedModel(
      description,
      parameters: [
        NamedTensor(name: "fc.weight", shape: [3, 16], values: weights),
        NamedTensor(name: "fc.bias", shape: [3], values: [0.5, -0.5, 0]),
      ], goldenImages: (0..<8).map { n in (0..<16).map { UInt8(($0 * 37 + n * 91) % 256) } })
  }

  static let ends: [Graph.Operation?] = [nil, .softmax(.init(dim: 1)), .sigmoid, .logSoftmax(.init(dim: 1))]

  @Test(arguments: ends) func exportAndPredictorAgree(end: Graph.Operation?) throws {
    let model = try Self.model(end)
    let pixels = model.goldenInputs[3].pixels
    let predicted = try model.predictor().predict(pixels).probabilities
    let bytes = try model.exported(as: .onnx, options: ExportOptions(includesPreprocessing: true))
    let onnx = try ONNXModel(bytes: bytes)
    // One softmax at the end, whoever's it is.
    let ending = onnx.graph.nodes.filter { ["Softmax", "Sigmoid"].contains($0.operation) }.map(\.operation)
    #expect(ending == (end == .sigmoid ? ["Sigmoid"] : ["Softmax"]))
    let input = try NamedArray(name: "pixels", elementType: .uint8, shape: [1, 1, 4, 4], bytes: pixels)
    let answers = try ONNXRunner(onnx).run([input])[0].floats()
    for (answer, wanted) in zip(answers, predicted) { #expect(abs(Double(answer) - wanted) < 1e-6) }
    if end != .sigmoid { #expect(abs(predicted.reduce(0, +) - 1) < 1e-6) }
  }

  @Test func onlyAGraphOfLogitsIsGivenASoftmaxAsSource() throws {
    for end in [Graph.Operation.softmax(.init(dim: 1)), .sigmoid] {
      let model = try Self.model(end)
      let text = String(decoding: try model.exported(as: .c), as: UTF8.self)
      #expect(text.contains("probabilities[i] = network_memory["))
      let script = String(decoding: try model.exported(as: .js), as: UTF8.self)
      #expect(!script.contains("softmax(values"))
    }
    let text = String(decoding: try Self.model(nil).exported(as: .c), as: UTF8.self)
    #expect(text.contains(", probabilities, 1, 3, 1);"))
  }

  @Test func aModelOnBytesHasNoOtherType() throws {
    let images = (0..<64 * 16).map { UInt8($0 * 37 % 256) }
    let model = try Self.model(nil).quantized(calibratedOn: images)
    for format in [ModelFormat.inkling, .onnx] {
      let error = #expect(throws: InputError.self) {
        try model.exported(as: format, options: ExportOptions(elementType: .float16))
      }
      #expect(error?.kind == .usage && error?.what == "a quantised model's weights are bytes, and stay so")
    }
  }

  /// Logits and probabilities are never compared as they are.
  @Test func modelsOfOtherOutputsAreComparedByProbabilities() throws {
    let plain = try Self.model(nil)
    for end in Self.ends.dropFirst() {
      let comparison = try AnswerComparison(plain, Self.model(end))
      #expect(comparison.isSame(within: 1e-5) && comparison.count == 8, "\(comparison)")
      #expect(comparison.conversion?.hasPrefix("the first gives logits and the second ") == true)
      #expect(try AnswerComparison(Self.model(end), plain).isSame(within: 1e-5))
      #expect(try AnswerComparison(Self.model(end), Self.model(end)).conversion == nil)
    }
    #expect(try AnswerComparison(plain, plain).conversion == nil)
    // Two that do not mean the same differ.
    #expect(try !AnswerComparison(Self.model(.sigmoid), Self.model(.softmax(.init(dim: 1)))).isSame(within: 1e-3))
  }
}
