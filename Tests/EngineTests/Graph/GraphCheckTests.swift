import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingEngine

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// No graph from outside is trusted: each fault is one sentence.
@Suite struct GraphCheckTests {
  private typealias Node = Graph.Node

  private static let nodes: [Node] = [
    Node(name: "input", operation: .input(.init(shape: [2, 6, 6])), inputs: []),
    Node(
      name: "conv", operation: .conv2d(.init(inChannels: 2, outChannels: 3, kernelSize: 3)), inputs: [0],
      parameters: ["conv.weight", "conv.bias"]),
    Node(name: "relu", operation: .relu, inputs: [1]),
    Node(name: "add", operation: .add, inputs: [1, 2]),
  ]
  private static let parameters = [
    ParameterDescription(name: "conv.weight", shape: [3, 2, 3, 3], initializer: .uniform(bound: 0.2)),
    ParameterDescription(name: "conv.bias", shape: [3], initializer: .constant(0)),
  ]

  @Test func aSoundGraphIsMade() throws {
    let graph = try Graph(nodes: Self.nodes, parameters: Self.parameters, output: 3)
    #expect(graph.shapes == [[2, 6, 6], [3, 4, 4], [3, 4, 4], [3, 4, 4]])
    #expect(graph.parameterCount == 57)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let sentence: String
    let change: @Sendable (inout [Graph.Node], inout [ParameterDescription], inout Int) -> Void
    var testDescription: String { sentence }

    init(
      _ sentence: String,
      _ change: @escaping @Sendable (inout [Graph.Node], inout [ParameterDescription], inout Int) -> Void
    ) {
      self.sentence = sentence
      self.change = change
    }

    /// Another operation in the convolution's place.
    static func operation(_ sentence: String, _ operation: Graph.Operation) -> Case {
      Case("the graph is wrong at node 1, conv (\(operation.name)): \(sentence).") { nodes, _, _ in
        nodes[1].operation = operation
      }
    }
  }

  static let structure = [
    Case("the graph has no such number of nodes: expected 1 to 65536, found 0.") { nodes, _, _ in nodes = [] },
    Case("the graph is wrong at node 0, conv (Conv2d): expected the input.") { nodes, _, _ in nodes.removeFirst() },
    Case("the graph is wrong at node 2, relu (Input): expected another operation: the first node alone is the input.") {
      nodes, _, _ in nodes[2].operation = .input(.init(shape: [1]))
    },
    Case("the graph is wrong at node 2, relu (ReLU): expected inputs from nodes before it, found node 2.") {
      nodes, _, _ in nodes[2].inputs = [2]
    },
    Case("the graph is wrong at node 3, add (Add): expected inputs from nodes before it, found node -1.") {
      nodes, _, _ in nodes[3].inputs = [-1, 2]
    },
    Case("the graph is wrong at node 3, add (Add): expected 2 inputs, found 3.") { nodes, _, _ in
      nodes[3].inputs = [1, 1, 1]
    },
    Case("the graph is wrong at node 3, add (Concatenate): expected 1 or more inputs, found 0.") { nodes, _, _ in
      (nodes[3].operation, nodes[3].inputs) = (.concatenate, [])
    },
    Case("the graph's output is none of its nodes: expected 0 to 3, found 4.") { _, _, output in output = 4 },
    Case("the graph's output is none of its nodes: expected 0 to 3, found -1.") { _, _, output in output = -1 },
    Case("the graph is wrong at node 1, conv (Conv2d): expected the parameters weight, bias, found 1.") { nodes, _, _ in
      nodes[1].parameters = ["conv.weight"]
    },
    Case("the graph is wrong at node 2, relu (ReLU): expected no parameters, found 1.") { nodes, _, _ in
      nodes[2].parameters = ["conv.weight"]
    },
    Case("the graph is wrong at node 1, conv (Conv2d): expected a parameter of the graph as its bias, found b.") {
      nodes, _, _ in nodes[1].parameters[1] = "b"
    },
    Case(
      "the graph is wrong at node 1, conv (Conv2d): expected a learned bias of [3], found conv.bias, a learned one of [4]."
    ) { _, parameters, _ in parameters[1].shape = [4] },
    Case(
      "the graph is wrong at node 1, conv (Conv2d): expected a learned bias of [3], found conv.bias, a statistic one of [3]."
    ) { _, parameters, _ in parameters[1].role = .statistic },
    Case("no node of the graph uses a parameter: found conv.bias.") { nodes, _, _ in
      nodes[1].operation = .conv2d(.init(inChannels: 2, outChannels: 3, kernelSize: 3, bias: false))
      nodes[1].parameters = ["conv.weight"]
    },
    Case(
      "a parameter of the graph has no name of its own: expected 1 to 1000 bytes of text, each once, found conv.weight."
    ) { _, parameters, _ in parameters[1].name = "conv.weight" },
    Case(
      "a parameter of the graph has no name of its own: expected 1 to 1000 bytes of text, each once, found number 1."
    ) {
      _, parameters, _ in parameters[1].name = "\u{1B}[31m"
    },
    Case(
      "the graph's parameter conv.bias has no shape: expected positive dimensions of at most 536870911 values, "
        + "found [-3]."
    ) { _, parameters, _ in parameters[1].shape = [-3] },
    Case(
      "the graph's parameter conv.bias has no shape: expected positive dimensions of at most 536870911 values, "
        + "found [9223372036854775807, 3]."
    ) { _, parameters, _ in parameters[1].shape = [.max, 3] },
    Case("the graph's parameter conv.bias cannot be drawn: expected a finite number, found constant(nan).") {
      _, parameters, _ in parameters[1].initializer = .constant(.nan)
    },
    Case("the graph's parameter conv.bias cannot be drawn: expected a finite number, found uniform(bound: -1.0).") {
      _, parameters, _ in parameters[1].initializer = .uniform(bound: -1)
    },
    Case("node 2 of the graph has no name: expected at most 1000 bytes of text.") { nodes, _, _ in
      nodes[2].name = "re\nlu"
    },
    Case("the graph is wrong at node 3, add (Add): expected two tensors of one shape, found 3x4x4 and 2x6x6.") {
      nodes, _, _ in nodes[3].inputs = [2, 0]
    },
  ]

  static let attributes: [Case] = [
    .operation(
      "found its kernel_size is -3x3, not 1 to 4096",
      .conv2d(.init(inChannels: 2, outChannels: 3, kernelSize: Extent2d(-3, 3)))),
    .operation(
      "found its stride is 1x0, not 1 to 4096",
      .conv2d(.init(inChannels: 2, outChannels: 3, kernelSize: 3, stride: Extent2d(1, 0)))),
    .operation(
      "found its padding is 9223372036854775807x0, not 0 to 4096",
      .conv2d(.init(inChannels: 2, outChannels: 3, kernelSize: 3, padding: Extent2d(.max, 0)))),
    .operation(
      "found its groups (2) must divide its channels (2 and 3)",
      .conv2d(.init(inChannels: 2, outChannels: 3, kernelSize: 3, groups: 2))),
    .operation(
      "found its groups is 0, not 1 to 33554431",
      .conv2d(.init(inChannels: 2, outChannels: 3, kernelSize: 3, groups: 0))),
    .operation(
      "found its weight would be [33554431, 2, 4096, 4096], more than 536870911 values",
      .conv2d(.init(inChannels: 2, outChannels: 33_554_431, kernelSize: 4096))),
    .operation(
      "found its in_features is 9223372036854775807, not 1 to 33554431",
      .linear(.init(inFeatures: .max, outFeatures: .max))),
    .operation(
      "found its padding is 2x2, more than half of the kernel 3x3", .maxPool2d(.init(kernelSize: 3, padding: 2))),
    .operation("found its dilation is 0x0, not 1 to 4096", .maxPool2d(.init(kernelSize: 3, dilation: 0))),
    .operation(
      "found its divisor_override is 0, not 1 to 2147483647", .avgPool2d(.init(kernelSize: 3, divisorOverride: 0))),
    .operation("found its output size is 0x1, not 1 to 4096", .adaptiveAvgPool2d(.init(height: 0, width: nil))),
    .operation("found its eps is nan, not a positive normal number", .batchNorm2d(.init(numFeatures: 2, eps: .nan))),
    .operation("found its momentum is 1.5, not 0 to 1", .batchNorm2d(.init(numFeatures: 2, momentum: 1.5))),
    .operation(
      "found its eps is 0.0, not a positive normal number", .layerNorm(.init(normalizedShape: [2, 6, 6], eps: 0))),
    .operation("found its num_groups is 0, not 1 to 33554431", .groupNorm(.init(numGroups: 0, numChannels: 2))),
    .operation(
      "found its groups (3) must divide its channels (2)", .groupNorm(.init(numGroups: 3, numChannels: 2))),
    .operation("found its negative_slope is inf, not a finite number", .leakyReLU(.init(negativeSlope: .infinity))),
    .operation("found its beta is -1.0, not a positive number", .softplus(.init(beta: -1))),
    .operation("found its p is 1.5, not 0 to 1", .dropout(.init(p: 1.5))),
    .operation("found its dim is 0, which would mix the images of a batch", .softmax(.init(dim: 0))),
    .operation("found its dim is -9223372036854775808, not -8 to 8", .logSoftmax(.init(dim: .min))),
    .operation("found its num_parameters is 0, not 1 to 33554431", .prelu(.init(numParameters: 0))),
  ]

  @Test(arguments: structure + attributes) func isRefused(test: Case) {
    var (nodes, parameters, output) = (Self.nodes, Self.parameters, 3)
    test.change(&nodes, &parameters, &output)
    let error = #expect(throws: InputError.self) { try Graph(nodes: nodes, parameters: parameters, output: output) }
    #expect(error?.description == test.sentence)
    #expect(error?.kind == .malformed)
  }

  /// Results that no address reaches, although every attribute is in its range.
  @Test(arguments: [
    Graph.Operation.adaptiveAvgPool2d(.init(height: 4096, width: 4096)),
    .conv2d(.init(inChannels: 2, outChannels: 1, kernelSize: 1, padding: 4096, bias: false)),
    .conv2d(.init(inChannels: 2, outChannels: 1_000_000, kernelSize: 1, bias: false)),
    // The window's two taps lie left and right of the input.
    .maxPool2d(.init(kernelSize: 2, padding: 1, dilation: 7)),
  ])
  func resultsThatCannotBeAreRefused(operation: Graph.Operation) {
    let forms = operation.rule.parameters
    let node = Node(name: "x", operation: operation, inputs: [0], parameters: forms.map(\.name))
    let parameters = forms.map { ParameterDescription(name: $0.name, shape: $0.shape, initializer: $0.initializer) }
    #expect(operation.rule.fault == nil)
    let error = #expect(throws: InputError.self) {
      try Graph(nodes: [Self.nodes[0], node], parameters: parameters, output: 1)
    }
    #expect(error?.description.hasPrefix("the graph is wrong at node 1, x") == true)
  }

  @Test func moreMultiplyAddsThanCanBeCountedAreRefused() throws {
    // 2897 * 2897 positions and a weight of 3 * 2896 * 2896 values: 2 * 10^14 each.
    let conv = Graph.Operation.conv2d(.init(inChannels: 1, outChannels: 3, kernelSize: 2896, bias: false))
    var nodes = [Node(name: "input", operation: .input(.init(shape: [1, 5792, 5792])), inputs: [])]
    for _ in 1...65_000 { nodes.append(Node(name: "c", operation: conv, inputs: [0], parameters: ["w"])) }
    let weight = ParameterDescription(name: "w", shape: [3, 1, 2896, 2896], initializer: .constant(0))
    let error = #expect(throws: InputError.self) { try Graph(nodes: nodes, parameters: [weight], output: 1) }
    #expect(error?.description == "the graph is too large: expected fewer multiply-adds than 2^63.")
  }

  /// Bytes of a file, of which none is trusted.
  @Test(arguments: [
    ("\"version\":2", "\"version\":3"), ("\"version\":2", "\"version\":2,\"more\":0"), ("\"Conv2d\"", "\"Conv3d\""),
    ("\"groups\":1", "\"groups\":1e30"), ("\"groups\":1", "\"group\":1"),
    ("\"groups\":1", "\"groups\":1,\"padding_mode\":\"zeros\""),
    ("[2,6,6]", "[]"), ("[2,6,6]", "[4611686018427387904,4]"), ("[2,6,6]", "[-2,6,6]"), ("[3,3]", "[3]"),
    ("\"node\":3", "\"node\":\"3\""), ("\"name\":\"output\"", "\"name\":\"\""),
    ("\"nodes\"", "\"Nodes\""), ("\"learned\"", "\"frozen\""),
    ("{\"constant\":0}", "{\"constant\":1e39}"), ("{\"constant\":0}", "{}"), ("{\"constant\":0}", "{\"normal\":1}"),
    ("\"inputs\":[1]", "\"inputs\":[1e3]"), ("\"kind\":\"ReLU\"", "\"kind\":\"ReLU\",\"inplace\":true"),
  ])
  func damagedTextIsRefused(old: String, new: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let graph = try Graph(nodes: Self.nodes, parameters: Self.parameters, output: 3)
    let text = String(decoding: try encoder.encode(graph), as: UTF8.self)
    let damaged = text.replacing(old, with: new, maxReplacements: 1)
    #expect(damaged != text)
    #expect(throws: (any Error).self) { try JSONDecoder().decode(Graph.self, from: Data(damaged.utf8)) }
  }
}
