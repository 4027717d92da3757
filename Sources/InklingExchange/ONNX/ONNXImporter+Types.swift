import InklingFiles
import InklingFormats
import InklingONNX

/// Numbers of other types than floats of 32 bits, in which a network computes here.
extension ONNXImporter {
  /// Whether the input's numbers are whole: a pixel's byte goes in as it is, as the runtimes take it.
  ///
  /// - Throws: a refusal of a type that has no place for every byte.
  func takesWholes(_ input: ONNXValueInfo) throws(InputError) -> Bool {
    switch input.elementType {
    case nil, .float64, .float32, .float16, .bfloat16: return false
    case .uint8, .uint16, .uint32, .uint64, .int16, .int32, .int64: return true
    case .int8, .bool, .float8E4M3, .float8E5M2:
      throw fault(
        "the model's input has no place for a pixel's byte, 0 to 255",
        expected: "floats, or whole numbers of 8 bits or more",
        found: "\(input.elementType?.rawValue ?? "") for '\(input.name.prefix(60))'",
        remedy: "'inkling run' answers with the file as it is")
    }
  }

  /// What moves numbers about, or chooses among them, and computes nothing.
  private static let moving: Set = [
    "Identity", "Reshape", "Transpose", "Squeeze", "Unsqueeze", "Flatten", "Slice", "Pad", "Concat", "MaxPool",
  ]

  /// Notes what a node makes of whole numbers. Sums, products and quotients of them wrap around and are cut off.
  ///
  /// - Throws: a refusal of a node that computes with them.
  mutating func followWholes(_ node: ONNXNode) throws(InputError) {
    guard node.inputs.contains(where: wholes.contains), node.operation != "Cast", node.operation != "Shape" else {
      return
    }
    guard Self.moving.contains(node.operation) else {
      throw refusal(node, "it computes with whole numbers, and layers compute with floats")
    }
    wholes.formUnion(node.outputs)
  }

  private func isHalf(_ name: String) -> Bool {
    if case .constant(let array) = values[name] { array.elementType == .float16 } else { halfConstants.contains(name) }
  }

  /// Refuses a rounding to half precision that the answers would show: here nothing is rounded so. Where all layers that read
  /// it have weights in half precision, the network is one of half precision, which is computed in floats of 32 bits.
  ///
  /// - Throws: a refusal with the node.
  mutating func requireHalf(_ node: ONNXNode, _ type: ONNXAttribute.Value) throws(InputError) {
    guard type == .integer(10) else { throw refusal(node, "it rounds to bfloat16") }
    var open = [node.outputs[0]]
    while let name = open.popLast() {
      guard halves.insert(name).inserted else { continue }
      guard !model.graph.outputs.contains(where: { $0.name == name }) || !halfConstants.isEmpty else {
        throw refusal(node, "it rounds to half precision")
      }
      for index in readers[name] ?? [] {
        let reader = model.graph.nodes[index]
        if reader.inputs.contains(where: isHalf) || reader.operation == "Shape" { continue }
        guard reader.operation != "Cast" else { throw refusal(node, "it rounds to half precision") }
        open += reader.outputs
      }
    }
    if !notes.contains(Self.halfNote) { notes.append(Self.halfNote) }
  }

  private static let halfNote =
    "The file computes in half precision, and the network here in floats of 32 bits: answers differ in their fourth digit."
}

extension ONNXModel {
  /// The names of constants in half precision, and of constants that are cast to it.
  var halfConstants: Set<String> {
    var names = Set(graph.initializers.lazy.filter { $0.elementType == .float16 }.map(\.name))
    let constants = Set(graph.initializers.map(\.name))
    for node in graph.nodes {
      let isHalf =
        switch (node.operation, node.attribute("value")) {
        case ("Constant", .tensor(let array)): array.elementType == .float16
        case ("Cast", _): node.attribute("to") == .integer(10) && node.inputs.allSatisfy(constants.contains)
        default: false
        }
      if isHalf { names.formUnion(node.outputs) }
    }
    return names
  }
}
