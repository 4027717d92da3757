import InklingFiles
import InklingFormats

extension ONNXGraph {
  init(_ message: ProtobufReader, _ external: ONNXExternalData) throws(InputError) {
    var reader = message
    self.init(name: "")
    while let field = try reader.next() {
      switch field.number {
      case 1: nodes.append(try ONNXNode(reader.message(field, of: "ONNX node"), external))
      case 2: name = try reader.text(field)
      case 5:
        initializers.append(try ONNXTensorReading.array(reader.message(field, of: "ONNX tensor"), external))
      case 11: inputs.append(try ONNXValueInfo(reader.message(field, of: "ONNX input")))
      case 12: outputs.append(try ONNXValueInfo(reader.message(field, of: "ONNX output")))
      case 15: throw reader.fault("sparse tensors are not read", at: field.offset, remedy: "write them as dense ones")
      default: continue
      }
    }
  }
}

extension ONNXNode {
  init(_ message: ProtobufReader, _ external: ONNXExternalData) throws(InputError) {
    var reader = message
    self.init("", inputs: [], outputs: [])
    while let field = try reader.next() {
      switch field.number {
      case 1: inputs.append(try reader.text(field))
      case 2: outputs.append(try reader.text(field))
      case 3: name = try reader.text(field)
      case 4: operation = try reader.text(field)
      case 5: attributes.append(try ONNXAttribute(reader.message(field, of: "ONNX attribute"), external))
      case 7: domain = try reader.text(field)
      default: continue
      }
    }
    if domain == "ai.onnx" { domain = "" }
    guard !operation.isEmpty else { throw reader.fault("a node without an operation", at: nil) }
  }
}

extension ONNXAttribute {
  /// What is there, by field; the type says which is meant.
  private struct Parts {
    var float: Float?
    var integer: Int64?
    var text: String?
    var tensor: NamedArray?
    var floats: [Float] = []
    var integers: [Int64] = []
    var texts: [String] = []
    var type: Int64 = 0
    var other: String?
  }

  init(_ message: ProtobufReader, _ external: ONNXExternalData) throws(InputError) {
    var reader = message
    var (name, parts) = ("", Parts())
    while let field = try reader.next() {
      switch field.number {
      case 1: name = try reader.text(field)
      case 2: parts.float = try reader.float(field)
      case 3: parts.integer = try reader.integer(field)
      case 4: parts.text = try reader.text(field)
      case 5: parts.tensor = try ONNXTensorReading.array(reader.message(field, of: "ONNX tensor"), external)
      case 6: parts.other = "GRAPH"
      case 7: try reader.append(field, to: &parts.floats)
      case 8: try reader.append(field, to: &parts.integers)
      case 9: parts.texts.append(try reader.text(field))
      case 10: parts.other = "TENSORS"
      case 11: parts.other = "GRAPHS"
      case 14, 15: parts.other = "TYPE"
      case 20: parts.type = try reader.integer(field)
      case 21: parts.other = "REFERENCE"
      case 22, 23: parts.other = "SPARSE_TENSOR"
      default: continue
      }
    }
    guard let value = Self.value(parts) else {
      throw reader.fault("the attribute '\(name.prefix(60))' has no value of its type", at: nil)
    }
    self.init(name, value)
  }

  private static func value(_ parts: Parts) -> Value? {
    if let other = parts.other { return .other(other) }
    switch parts.type {
    // Protocol Buffers leave out what is zero.
    case 1: return .float(parts.float ?? 0)
    case 2: return .integer(parts.integer ?? 0)
    case 3: return .text(parts.text ?? "")
    case 4: return parts.tensor.map { .tensor($0) }
    case 6: return .floats(parts.floats)
    case 7: return .integers(parts.integers)
    case 8: return .texts(parts.texts)
    case 0: break
    default: return .other("the type \(parts.type)")
    }
    let found: [Value?] = [
      parts.float.map { .float($0) }, parts.integer.map { .integer($0) }, parts.text.map { .text($0) },
      parts.tensor.map { .tensor($0) }, parts.floats.isEmpty ? nil : .floats(parts.floats),
      parts.integers.isEmpty ? nil : .integers(parts.integers), parts.texts.isEmpty ? nil : .texts(parts.texts),
    ]
    let values = found.compactMap { $0 }
    return values.count == 1 ? values[0] : nil
  }
}
