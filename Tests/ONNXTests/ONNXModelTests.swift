import InklingFiles
import InklingFormats
import Testing

@testable import InklingONNX

/// A model's bytes and the rules that it keeps.
struct ONNXModelTests {
  @Test func whatWasWrittenIsRead() throws {
    let model = ONNXExamples.dense()
    let bytes = try model.bytes()
    #expect(try ONNXModel(bytes: bytes) == model)
    #expect(try ONNXModel(bytes: bytes).bytes() == bytes)
  }

  @Test func allThatANodeCanBeToldIsKept() throws {
    var model = ONNXExamples.dense()
    let tensor = NamedArray(name: "t", shape: [1, 2], integers: [-1, 1 << 40])
    model.graph.nodes[0].attributes = [
      ONNXAttribute("a", float: -0.5), ONNXAttribute("b", integer: -3), ONNXAttribute("c", text: "SAME_UPPER"),
      ONNXAttribute("d", .tensor(tensor)), ONNXAttribute("e", .floats([1, .infinity])),
      ONNXAttribute("f", integers: [0, -1, .max]), ONNXAttribute("g", .texts(["", "x"])),
    ]
    model.otherOperatorSets = ["com.example": 3]
    #expect(try ONNXModel(bytes: model.bytes()) == model)
  }

  static let faults: [(sentence: String, change: @Sendable (inout ONNXModel) -> Void)] = [
    ("a version of ONNX's format that is not known in m.onnx: expected 3...14, found 99.", { $0.formatVersion = 99 }),
    (
      "an operator set that is not known in m.onnx: expected 11...28, found 9; "
        + "convert the model (onnx.version_converter).",
      { $0.operatorSet = 9 }
    ),
    ("the graph has no output in m.onnx.", { $0.graph.outputs = [] }),
    ("an output that no node makes in m.onnx: found 'z'.", { $0.graph.outputs[0].name = "z" }),
    ("an output is named twice in m.onnx.", { $0.graph.outputs.append($0.graph.outputs[0]) }),
    ("an input's name is empty or taken in m.onnx: found 'x'.", { $0.graph.inputs.append($0.graph.inputs[0]) }),
    (
      "a constant's name is empty or taken in m.onnx: found 'w'.",
      { $0.graph.initializers.append($0.graph.initializers[0]) }
    ),
    (
      "the node that makes 'y' (Relu) reads a value that nothing makes in m.onnx: found 'nothing'.",
      { $0.graph.nodes[1].inputs = ["nothing"] }
    ),
    (
      "the node that makes 'y' (Relu) makes a value that is there already in m.onnx: found 'sum'.",
      { $0.graph.nodes[1].outputs = ["y", "sum"] }
    ),
    (
      "the node 'first' (Gemm) has an attribute twice in m.onnx: found 'alpha'.",
      { $0.graph.nodes[0].attributes.append(ONNXAttribute("alpha", float: 2)) }
    ),
  ]

  @Test(arguments: faults.indices) func aBrokenRuleIsSaid(index: Int) {
    var model = ONNXExamples.dense()
    Self.faults[index].change(&model)
    #expect(
      ONNXExamples.sentence { () throws(InputError) in try model.check(path: "m.onnx") } == Self.faults[index].sentence)
  }

  @Test func aCycleIsSaid() {
    var model = ONNXExamples.dense()
    model.graph.nodes[0].inputs[0] = "y"
    #expect(
      ONNXExamples.sentence { () throws(InputError) in try model.check() }
        == "the nodes are in no order, or in a cycle: the node 'first' (Gemm) reads a value that is made later: found 'y'."
    )
  }
}
