import InklingEngine
import InklingFiles
import InklingFormats
import InklingONNX
import Testing

@testable import InklingExchange

/// Attributes that nobody knows are refused by name; none falls back to what is usual.
@Suite struct ONNXAttributeTests {
  private static func model(
    _ operation: String, _ attributes: [ONNXAttribute], _ constants: [NamedArray] = []
  ) -> ONNXModel {
    ONNXModel(
      graph: ONNXGraph(
        nodes: [
          ONNXNode(
            operation, name: "it", inputs: ["x"] + constants.map(\.name), outputs: ["y"], attributes: attributes)
        ],
        initializers: constants,
        inputs: [ONNXValueInfo(name: "x", elementType: .float32, shape: [.named("N")] + [1, 8, 8].map { .fixed($0) })],
        outputs: [ONNXValueInfo(name: "y", elementType: .float32, shape: nil)]),
      operatorSet: 20)
  }

  private static let kernel = NamedArray(name: "w", shape: [1, 1, 3, 3], floats: [Float](repeating: 1, count: 9))
  private static let shape = NamedArray(name: "s", shape: [2], integers: [0, 64])
  private static let window = ONNXAttribute("kernel_shape", integers: [2, 2])

  @Test(arguments: [
    ("Gelu", [ONNXAttribute("approximate", text: "weird")], [NamedArray](), "'weird'"),
    ("Gelu", [ONNXAttribute("approximate", text: "")], [], "''"),
    ("Gelu", [ONNXAttribute("approximate", integer: 1)], [], "a whole number"),
    ("Gelu", [ONNXAttribute("approximation", text: "tanh")], [], "'approximation'"),
    ("Conv", [ONNXAttribute("auto_pad", text: "SAME")], [kernel], "'SAME'"),
    ("Conv", [ONNXAttribute("strides", integer: 2)], [kernel], "a whole number"),
    ("Conv", [ONNXAttribute("group", float: 1)], [kernel], "a float"),
    ("Conv", [ONNXAttribute("stride", integers: [2, 2])], [kernel], "'stride'"),
    ("MaxPool", [window, ONNXAttribute("auto_pad", text: "same_upper")], [], "'same_upper'"),
    ("MaxPool", [window, ONNXAttribute("ceil_mode", integer: 2)], [], "2"),
    ("AveragePool", [window, ONNXAttribute("count_include_pad", integer: -1)], [], "-1"),
    ("LeakyRelu", [ONNXAttribute("alpha", integer: 1)], [], "a whole number"),
    ("LeakyRelu", [ONNXAttribute("slope", float: 0.5)], [], "'slope'"),
    ("Relu", [ONNXAttribute("alpha", float: 0.5)], [], "'alpha'"),
    ("Softmax", [ONNXAttribute("axis", text: "1")], [], "a text"),
    ("Reshape", [ONNXAttribute("allowzero", integer: 3)], [shape], "3"),
    (
      "Pad", [ONNXAttribute("mode", text: "mirror")],
      [NamedArray(name: "p", shape: [8], integers: [0, 0, 1, 1, 0, 0, 1, 1])], "'mirror'"
    ),
    ("Cast", [ONNXAttribute("to", integer: 999)], [], "999"), ("Cast", [], [], "0"),
    ("Cast", [ONNXAttribute("to", integer: 7)], [], "7"), ("Cast", [ONNXAttribute("to", text: "FLOAT")], [], "a text"),
    (
      "ReduceMean", [ONNXAttribute("keepdims", integer: 7)],
      [NamedArray(name: "a", shape: [2], integers: [2, 3])], "7"
    ),
  ])
  func whatNobodyKnowsIsRefused(
    operation: String, attributes: [ONNXAttribute], constants: [NamedArray], found: String
  ) {
    let error = #expect(throws: InputError.self) {
      try ImportedNetwork(Self.model(operation, attributes, constants), path: "m.onnx")
    }
    #expect(error?.kind == .malformed && error?.found == found && error?.what.contains("'it' (\(operation))") == true)
  }

  /// What the format says itself is followed.
  @Test func whatIsKnownIsFollowed() throws {
    func operation(_ model: ONNXModel) throws -> Graph.Operation { try ImportedNetwork(model).graph.nodes[1].operation }
    let tanh = try operation(Self.model("Gelu", [ONNXAttribute("approximate", text: "tanh")]))
    #expect(tanh == .gelu(.init(approximate: .tanh)))
    #expect(try operation(Self.model("Gelu", [])) == .gelu(.init(approximate: .none)))
    // Exporters write an empty text for the usual one.
    _ = try operation(Self.model("Conv", [ONNXAttribute("auto_pad", text: "")], [Self.kernel]))
    _ = try operation(Self.model("Reshape", [ONNXAttribute("allowzero", integer: 0)], [Self.shape]))
    #expect(throws: InputError.self) {
      try operation(Self.model("Reshape", [ONNXAttribute("allowzero", integer: 1)], [Self.shape]))
    }
  }

  /// Nothing of the program's own names is shown.
  @Test func aShapeIsShownAsPeopleWriteIt() {
    var model = Self.model("Relu", [])
    model.graph.inputs[0].shape = [.named("N"), .fixed(1), .unknown, .fixed(8)]
    let error = #expect(throws: InputError.self) { try ImportedNetwork(model) }
    #expect(error?.found == "[N, 1, ?, 8]")
    let few = ONNXModel(
      graph: ONNXGraph(
        nodes: [ONNXNode("Relu", name: "it", inputs: [], outputs: ["y"])], inputs: [],
        outputs: [ONNXValueInfo(name: "y", elementType: .float32, shape: nil)]))
    let none = #expect(throws: InputError.self) { try ONNXRunner(few) }
    #expect(none?.expected == "1" && none?.found == "0")
  }
}
