import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingEngine

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A graph is data: what is written and read back is the same graph, and trains to the same bytes.
@Suite struct GraphCodingTests {
  struct Model: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let graph: Graph
    var frozen: Set<String> = []

    init(_ description: String, _ graph: Graph, frozen: Set<String> = []) {
      testDescription = description
      self.graph = graph
      self.frozen = frozen
    }
  }

  static let models = Result { () throws -> [Model] in
    let builtIn = try ModelSpecification.builtIns.map {
      Model($0.name, try $0.graph(input: [1, 28, 28], classes: 10))
    }
    let residual: [LayerSpecification] = [
      .conv(8, kernel: 3), .residual([.conv(12, kernel: 3, stride: 2, padding: .by(1)), .batchNorm]),
      LayerSpecification(.concatenate([[.conv(4, kernel: 1, groups: 4)], [.conv(3, kernel: 1), .relu]])),
      .globalAveragePool, .linear(.classes),
    ]
    let normalized = try Graph(tracing: NormalizedNetwork(), input: NormalizedNetwork.input)
    return builtIn + [
      Model("LeNet in Swift", try Graph(tracing: LeNet(), input: [1, 28, 28])),
      Model("residual", try Graph(tracing: ResidualNetwork(), input: ResidualNetwork.input)),
      Model("normalized", normalized),
      Model("frozen", normalized, frozen: ["conv1.weight", "bn1.weight", "bn1.bias", "bn2.running_mean"]),
      Model("everything", try Graph(tracing: EveryLayerNetwork(), input: EveryLayerNetwork.input)),
      Model(
        "branches", try ModelSpecification(name: "b", layers: residual).graph(input: [2, 11, 9], classes: 3)),
    ]
  }

  @Test(arguments: try models.get()) func trainsToTheSameBytesWhenReadBack(model: Model) throws {
    let copy = try decoded(encoded(model.graph))
    #expect(copy == model.graph)
    #expect(try trained(copy, frozen: model.frozen) == trained(model.graph, frozen: model.frozen))
  }

  private func trained(_ graph: Graph, frozen: Set<String>) throws -> String {
    let images = RandomImages(count: 24, shape: graph.inputShape, classes: graph.outputShape.count, seed: 4)
    let program = try TrainingProgram(
      graph, seed: 7, optimizer: SGD(learningRate: 0.05, momentum: 0.9),
      normalization: Normalization(mean: 0.5, deviation: 0.5, channels: graph.inputShape.channels), batchSize: 24,
      threads: 1, instructionSet: try InstructionSet.chosen(by: nil), frozen: frozen)
    let order = [Int32](0..<24)
    for _ in 0..<3 { _ = program.step(images: images.images, targets: images.targets, indices: order[...]) }
    return weightsSHA256(of: program.namedParameters())
  }

  /// One of each that has attributes, none of them at its default, and all without.
  static let operations: [Graph.Operation] =
    [
      .input(.init(shape: [3, 5, 7])),
      .conv2d(
        .init(
          inChannels: 4, outChannels: 6, kernelSize: Extent2d(3, 5), stride: Extent2d(2, 1), padding: Extent2d(0, 2),
          dilation: Extent2d(1, 3), groups: 2, bias: false)),
      .linear(.init(inFeatures: 3, outFeatures: 4, bias: false)),
      .maxPool2d(
        .init(kernelSize: Extent2d(3, 4), stride: Extent2d(1, 2), padding: Extent2d(1, 0), dilation: 2, ceilMode: true)),
      .avgPool2d(
        .init(
          kernelSize: 4, stride: 3, padding: Extent2d(2, 1), ceilMode: true, countIncludePad: false, divisorOverride: 5)
      ),
      .adaptiveAvgPool2d(.init(height: 3, width: nil)), .adaptiveMaxPool2d(.init(height: nil, width: 2)),
      .batchNorm1d(.init(numFeatures: 9, eps: 1e-3, momentum: 0.3, affine: false)),
      .batchNorm2d(.init(numFeatures: 8, eps: 0.1, momentum: 0, affine: false)),
      .groupNorm(.init(numGroups: 2, numChannels: 6, eps: 3e-7, affine: false)),
      .layerNorm(.init(normalizedShape: [2, 3, 4], eps: 1e-9, elementwiseAffine: false, bias: false)),
      .leakyReLU(.init(negativeSlope: 0.1)), .elu(.init(alpha: -0.7)), .gelu(.init(approximate: .tanh)),
      .softplus(.init(beta: 0.3, threshold: 4)), .prelu(.init(numParameters: 5)),
      .softmax(.init(dim: -2)), .logSoftmax(.init(dim: 3)), .dropout(.init(p: 0.1)),
      .hardtanh(.init(minVal: -2, maxVal: 6)),
      .constantPad2d(.init(left: 1, right: -2, top: 3, bottom: 4, value: 0.5)), .dropout2d(.init(p: 1 / 3)),
    ] + Graph.Operation.kinds.compactMap(\.plain)

  @Test func everyOperationIsReadBack() throws {
    #expect(Set(Self.operations.map(\.name)) == Set(Graph.Operation.kinds.map(\.name)))
    for operation in Self.operations {
      let bytes = try JSONEncoder().encode(operation)
      #expect(try JSONDecoder().decode(Graph.Operation.self, from: bytes) == operation)
    }
  }

  /// The format, which files of earlier releases have.
  @Test func theFormatStays() throws {
    let graph = try Graph(tracing: Sequential(Conv2d(1, 2, kernelSize: 2, bias: false), ReLU()), input: [1, 3, 3])
    func text(_ version: Int, _ output: String) -> String {
      """
      {"nodes":[{"inputs":[],"name":"input","operation":{"kind":"Input","shape":[1,3,3]},"parameters":[]},\
      {"inputs":[0],"name":"0","operation":{"bias":false,"dilation":[1,1],"groups":1,"in_channels":1,"kernel_size":[2,2],\
      "kind":"Conv2d","out_channels":2,"padding":[0,0],"stride":[1,1]},"parameters":["0.weight"]},\
      {"inputs":[1],"name":"1","operation":{"kind":"ReLU"},"parameters":[]}],\(output),\
      "parameters":[{"initializer":{"uniform":0.5},"name":"0.weight","role":"learned","shape":[2,1,2,2]}],\
      "version":\(version)}
      """
    }
    let now = text(2, #""outputs":[{"name":"output","node":2}]"#)
    #expect(String(decoding: try encoded(graph), as: UTF8.self) == now)
    #expect(try decoded(Data(now.utf8)) == graph)
    let first = text(1, #""output":2"#)
    #expect(try decoded(Data(first.utf8)) == graph)
    for mixed in [text(1, #""outputs":[{"name":"output","node":2}]"#), text(2, #""output":2"#), text(3, "")] {
      #expect(throws: (any Error).self) { try decoded(Data(mixed.utf8)) }
    }
  }

  /// Two parameters that a mirror puts under one path would be one without names of their own.
  @Test func parametersOfOnePathGetNamesOfTheirOwn() throws {
    struct Twice: Layer, CustomReflectable {
      let first = Linear(3, 3)
      let second = Linear(3, 2)
      var customMirror: Mirror { Mirror(self, children: ["fc": first, "fc": second]) }
      func callAsFunction(_ x: Tensor) -> Tensor { second(first(x)) }
    }
    let graph = try Graph(tracing: Twice(), input: [3])
    #expect(graph.parameters.map(\.name) == ["fc.weight", "fc.bias", "fc.weight_2", "fc.bias_2"])
    #expect(try decoded(encoded(graph)) == graph)
  }

  private func encoded(_ graph: Graph) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return try encoder.encode(graph)
  }

  private func decoded(_ bytes: Data) throws -> Graph { try JSONDecoder().decode(Graph.self, from: bytes) }
}
