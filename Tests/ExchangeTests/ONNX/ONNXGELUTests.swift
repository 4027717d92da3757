import InklingEngine
import InklingFiles
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

  /// The error function of a sum is another function.
  @Test func aSumBeforeTheErrorFunctionIsNoGELU() throws {
    let numbers = [("root", Float(0.5).squareRoot()), ("one", 1), ("half", 0.5)].map {
      NamedArray(name: $0.0, shape: [], floats: [$0.1])
    }
    func network(_ first: String) throws -> ImportedNetwork {
      let nodes = [
        ONNXNode(first, name: "d", inputs: ["x", "root"], outputs: ["a"]),
        ONNXNode("Erf", name: "e", inputs: ["a"], outputs: ["b"]),
        ONNXNode("Add", name: "s", inputs: ["b", "one"], outputs: ["c"]),
        ONNXNode("Mul", name: "m", inputs: ["x", "c"], outputs: ["d"]),
        ONNXNode("Mul", name: "h", inputs: ["d", "half"], outputs: ["y"]),
      ]
      return try ImportedNetwork(
        ONNXModel(
          graph: ONNXGraph(
            nodes: nodes, initializers: numbers,
            inputs: [
              ONNXValueInfo(name: "x", elementType: .float32, shape: [.named("n"), .fixed(1), .fixed(2), .fixed(2)])
            ],
            outputs: [ONNXValueInfo(name: "y", elementType: .float32, shape: nil)])))
    }
    #expect(try network("Mul").graph.nodes.map(\.operation.name) == ["Input", "GELU"])
    #expect(throws: InputError.self) { try network("Add") }
  }

  /// As the exporter writes it of `nn.GELU("tanh")`, with numbers of one's own.
  private static func tanh(_ inner: Float, _ cubic: Float, cubes: Bool) throws -> Graph.Operation? {
    let numbers = [("beta", inner), ("kappa", cubic), ("one", 1), ("half", 0.5), ("three", 3)].map {
      NamedArray(name: $0.0, shape: [], floats: [$0.1])
    }
    let cube =
      cubes
      ? [ONNXNode("Pow", name: "p", inputs: ["x", "three"], outputs: ["cube"])]
      : [
        ONNXNode("Mul", name: "s", inputs: ["x", "x"], outputs: ["square"]),
        ONNXNode("Mul", name: "c", inputs: ["x", "square"], outputs: ["cube"]),
      ]
    let nodes =
      cube + [
        ONNXNode("Mul", name: "k", inputs: ["kappa", "cube"], outputs: ["a"]),
        ONNXNode("Add", name: "t", inputs: ["x", "a"], outputs: ["b"]),
        ONNXNode("Mul", name: "i", inputs: ["beta", "b"], outputs: ["c"]),
        ONNXNode("Tanh", name: "e", inputs: ["c"], outputs: ["d"]),
        ONNXNode("Add", name: "o", inputs: ["one", "d"], outputs: ["e"]),
        ONNXNode("Mul", name: "m", inputs: ["x", "e"], outputs: ["f"]),
        ONNXNode("Mul", name: "h", inputs: ["half", "f"], outputs: ["y"]),
      ]
    let model = ONNXModel(
      graph: ONNXGraph(
        nodes: nodes, initializers: numbers,
        inputs: [
          ONNXValueInfo(name: "x", elementType: .float32, shape: [.named("n"), .fixed(1), .fixed(2), .fixed(2)])
        ],
        outputs: [ONNXValueInfo(name: "y", elementType: .float32, shape: nil)]))
    return try ImportedNetwork(model).graph.nodes.last?.operation
  }

  @Test(arguments: [true, false]) func theTanhsFormIsOneNode(cubes: Bool) throws {
    let root = (2 / Float.pi).squareRoot()
    #expect(try Self.tanh(root, 0.044715, cubes: cubes) == .gelu(.init(approximate: .tanh)))
    // Other numbers are another function.
    for (inner, cubic) in [(root * 1.01, Float(0.044715)), (root, 0.0448), (-root, 0.044715)] {
      #expect(throws: InputError.self) { try Self.tanh(inner, cubic, cubes: cubes) }
    }
  }
}
