import InklingEngine
import InklingFormats
import InklingONNX
import Testing

@testable import InklingExchange

/// Windows over images that are padded unevenly: what is imported answers as the runner does.
@Suite struct ONNXPoolingTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let operation: String
    let size: [Int]
    let kernel: [Int]
    let strides: [Int]
    /// Top, left, bottom, right.
    let pads: [Int]
    var more: [ONNXAttribute] = []

    var testDescription: String { "\(operation) \(size) \(kernel) \(strides) \(pads) \(more.map(\.name))" }
  }

  private static let counts = ONNXAttribute("count_include_pad", integer: 1)

  /// A last window that begins in the padding is none; one that reaches beyond it has fewer elements.
  static let cases: [Case] = [
    Case(
      operation: "AveragePool", size: [14, 9], kernel: [3, 2], strides: [3, 1], pads: [0, 0, 2, 0], more: [counts]),
    Case(
      operation: "AveragePool", size: [14, 9], kernel: [3, 2], strides: [3, 1], pads: [1, 0, 2, 0], more: [counts]),
    Case(
      operation: "AveragePool", size: [14, 9], kernel: [3, 2], strides: [3, 1], pads: [0, 0, 1, 0], more: [counts]),
    Case(
      operation: "AveragePool", size: [12, 9], kernel: [3, 3], strides: [3, 3], pads: [0, 0, 2, 2], more: [counts]),
    Case(
      operation: "AveragePool", size: [11, 7], kernel: [2, 2], strides: [3, 4], pads: [0, 1, 1, 0], more: [counts]),
    Case(operation: "MaxPool", size: [12, 4], kernel: [3, 1], strides: [3, 1], pads: [2, 0, 2, 0]),
    Case(operation: "MaxPool", size: [13, 4], kernel: [3, 1], strides: [3, 1], pads: [2, 0, 2, 0]),
    Case(operation: "MaxPool", size: [14, 4], kernel: [3, 1], strides: [2, 1], pads: [2, 0, 1, 0]),
    Case(
      operation: "MaxPool", size: [12, 8], kernel: [3, 2], strides: [4, 3], pads: [3, 0, 3, 2],
      more: [ONNXAttribute("dilations", integers: [2, 1])]),
  ]

  @Test(arguments: cases, [0, 1]) func uneven(test: Case, ceil: Int) throws {
    let attributes = [
      ONNXAttribute("kernel_shape", integers: test.kernel),
      ONNXAttribute("strides", integers: test.strides),
      ONNXAttribute("pads", integers: test.pads), ONNXAttribute("ceil_mode", integer: ceil),
    ]
    let model = ONNXModel(
      graph: ONNXGraph(
        nodes: [
          ONNXNode(test.operation, name: "p", inputs: ["x"], outputs: ["a"], attributes: attributes + test.more),
          ONNXNode("Flatten", name: "f", inputs: ["a"], outputs: ["y"]),
        ], initializers: [],
        inputs: [
          ONNXValueInfo(
            name: "x", elementType: .float32, shape: [.named("N"), .fixed(2)] + test.size.map { .fixed($0) })
        ], outputs: [ONNXValueInfo(name: "y", elementType: .float32, shape: nil)]))
    try model.check()
    // Below zero, where padding that counts is the largest.
    let inputs = (0..<4 * test.size[0] * test.size[1]).map { Float($0 * 37 % 101) / 101 - 1 }
    let array = NamedArray(name: "x", shape: [2, 2] + test.size, floats: inputs)
    let wanted = try ONNXRunner(model).run([array])[0].floats()
    let network = try ImportedNetwork(model)
    let answers = try InferenceSession(
      network.graph, parameters: network.parameters, normalization: Normalization(mean: 0, deviation: 1, channels: 2),
      threads: 1
    ).logits(values: inputs)
    try #require(answers.count == wanted.count)
    for (a, b) in zip(answers, wanted) { #expect((a - b).magnitude < 1e-5, "\(a) and \(b)") }
  }
}
