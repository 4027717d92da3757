import InklingFiles
import InklingFormats

@testable import InklingONNX

/// Small models, put together here.
enum ONNXExamples {
  /// y = relu(x w + b) for rows of two numbers.
  static func dense() -> ONNXModel {
    ONNXModel(
      graph: ONNXGraph(
        name: "dense",
        nodes: [
          ONNXNode(
            "Gemm", name: "first", inputs: ["x", "w", "b"], outputs: ["sum"],
            attributes: [ONNXAttribute("transB", integer: 0), ONNXAttribute("alpha", float: 1)]),
          ONNXNode("Relu", inputs: ["sum"], outputs: ["y"]),
        ],
        initializers: [
          NamedArray(name: "w", shape: [2, 2], floats: [1, -1, 2, 0.5]),
          NamedArray(name: "b", shape: [2], floats: [0.25, 0]),
        ],
        inputs: [ONNXValueInfo(name: "x", elementType: .float32, shape: [.named("n"), .fixed(2)])],
        outputs: [ONNXValueInfo(name: "y", elementType: .float32, shape: [.named("n"), .fixed(2)])]),
      producerName: "test", documentation: "one layer", metadata: [ONNXModel.Entry(key: "labels", value: "a,b")])
  }

  /// One node between inputs and "y".
  static func single(
    _ operation: String, _ inputs: [NamedArray], _ attributes: [ONNXAttribute] = [], operatorSet: Int = 20
  ) -> ONNXModel {
    ONNXModel(
      graph: ONNXGraph(
        nodes: [
          ONNXNode(operation, name: "it", inputs: inputs.map(\.name), outputs: ["y"], attributes: attributes)
        ],
        inputs: inputs.map { ONNXValueInfo(name: $0.name, elementType: $0.elementType, shape: nil) },
        outputs: [ONNXValueInfo(name: "y", elementType: nil, shape: nil)]),
      operatorSet: operatorSet)
  }

  /// A tensor's message: its fields as `TensorProto` numbers them.
  static func tensor(_ body: (inout ProtobufWriter) -> Void) -> [UInt8] {
    var model = ProtobufWriter()
    model.integer(1, 8)
    model.message(7) { graph in
      graph.message(5) { body(&$0) }
      graph.message(12) { $0.text(1, "w") }
    }
    model.message(8) { $0.integer(2, 17) }
    return model.bytes
  }

  static func sentence(_ body: () throws(InputError) -> Void) -> String? {
    do { try body() } catch { return error.description }
    return nil
  }
}
