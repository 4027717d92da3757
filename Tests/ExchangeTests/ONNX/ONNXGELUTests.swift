import InklingEngine
import InklingFormats
import InklingONNX
import Testing

@testable import InklingExchange

/// GELU as PyTorch's exporter writes it below operator set 20.
@Suite struct ONNXGELUTests {
  @Test(arguments: [true, false]) func theErrorFunctionsFormIsOneNode(halvesLast: Bool) throws {
    let numbers = [("root", Float(2).squareRoot()), ("one", 1), ("half", 0.5)].map {
      NamedArray(name: $0.0, shape: [], floats: [$0.1])
    }
    var nodes = [
      ONNXNode("Div", name: "d", inputs: ["x", "root"], outputs: ["a"]),
      ONNXNode("Erf", name: "e", inputs: ["a"], outputs: ["b"]),
      ONNXNode("Add", name: "s", inputs: ["b", "one"], outputs: ["c"]),
    ]
    nodes +=
      halvesLast
      ? [
        ONNXNode("Mul", name: "m", inputs: ["x", "c"], outputs: ["d"]),
        ONNXNode("Mul", name: "h", inputs: ["d", "half"], outputs: ["y"]),
      ]
      : [
        ONNXNode("Mul", name: "h", inputs: ["x", "half"], outputs: ["d"]),
        ONNXNode("Mul", name: "m", inputs: ["d", "c"], outputs: ["y"]),
      ]
    let model = ONNXModel(
      graph: ONNXGraph(
        name: "g", nodes: nodes, initializers: numbers,
        inputs: [
          ONNXValueInfo(name: "x", elementType: .float32, shape: [.named("n"), .fixed(1), .fixed(2), .fixed(2)])
        ],
        outputs: [ONNXValueInfo(name: "y", elementType: .float32, shape: nil)]),
      operatorSet: 13, formatVersion: 7, producerName: "", producerVersion: "", metadata: [])
    let network = try ImportedNetwork(model)
    #expect(network.graph.nodes.map(\.operation.name) == ["Input", "GELU"])
  }
}
