public import InklingFiles
import InklingFormats

extension ONNXModel {
  /// The model as a file's bytes; the same model gives the same bytes.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a model that `check()` refuses, an attribute that cannot be written, or
  ///   more than 2 GiB, Protocol Buffers' own limit.
  public func bytes() throws(InputError) -> [UInt8] {
    try check()
    var writer = ProtobufWriter()
    writer.integer(1, formatVersion)
    writer.text(2, producerName)
    if !producerVersion.isEmpty { writer.text(3, producerVersion) }
    if !domain.isEmpty { writer.text(4, domain) }
    if modelVersion != 0 { writer.integer(5, modelVersion) }
    if !documentation.isEmpty { writer.text(6, documentation) }
    try writer.message(7) { graphWriter throws(InputError) in try graph.write(to: &graphWriter) }
    writer.message(8) {
      $0.text(1, "")
      $0.integer(2, Int64(operatorSet))
    }
    for (domain, version) in otherOperatorSets.sorted(by: { $0.key < $1.key }) {
      writer.message(8) {
        $0.text(1, domain)
        $0.integer(2, version)
      }
    }
    for entry in metadata {
      writer.message(14) {
        $0.text(1, entry.key)
        $0.text(2, entry.value)
      }
    }
    guard writer.bytes.count < 1 << 31 else {
      throw InputError(
        .malformed, "the model is too large for one ONNX file", expected: "fewer than 2^31 bytes",
        found: "\(writer.bytes.count)")
    }
    return writer.bytes
  }

  /// Writes the model to a file, durably.
  ///
  /// - Throws: `InputError`, as `bytes()` and `DurableFile.write`.
  public func write(to path: String) throws(InputError) { try DurableFile.write(bytes(), to: path) }
}

extension ONNXGraph {
  func write(to writer: inout ProtobufWriter) throws(InputError) {
    for node in nodes { try writer.message(1) { nodeWriter throws(InputError) in try node.write(to: &nodeWriter) } }
    writer.text(2, name.isEmpty ? "graph" : name)
    for array in initializers { writer.message(5) { array.writeONNX(to: &$0) } }
    for value in inputs { writer.message(11) { value.write(to: &$0) } }
    for value in outputs { writer.message(12) { value.write(to: &$0) } }
  }
}

extension ONNXNode {
  func write(to writer: inout ProtobufWriter) throws(InputError) {
    for input in inputs { writer.text(1, input) }
    for output in outputs { writer.text(2, output) }
    if !name.isEmpty { writer.text(3, name) }
    writer.text(4, operation)
    for attribute in attributes {
      try writer.message(5) { attributeWriter throws(InputError) in
        guard attribute.write(to: &attributeWriter) else {
          throw InputError(.malformed, "the attribute '\(attribute.name.prefix(60))' of the \(label) cannot be written")
        }
      }
    }
    if !domain.isEmpty { writer.text(7, domain) }
  }
}

extension ONNXAttribute {
  /// False for a value that has no form.
  func write(to writer: inout ProtobufWriter) -> Bool {
    writer.text(1, name)
    let type: Int64
    switch value {
    case .float(let number): (type, _) = (1, writer.float(2, number))
    case .integer(let number): (type, _) = (2, writer.integer(3, number))
    case .text(let text): (type, _) = (3, writer.text(4, text))
    case .tensor(let array): (type, _) = (4, writer.message(5) { array.writeONNX(to: &$0) })
    case .floats(let numbers):
      for number in numbers { writer.float(7, number) }
      type = 6
    case .integers(let numbers):
      for number in numbers { writer.integer(8, number) }
      type = 7
    case .texts(let texts):
      for text in texts { writer.text(9, text) }
      type = 8
    case .other: return false
    }
    writer.integer(20, type)
    return true
  }
}

extension NamedArray {
  /// `TensorProto` with the numbers as bytes.
  func writeONNX(to writer: inout ProtobufWriter) {
    for dimension in shape { writer.integer(1, Int64(dimension)) }
    writer.integer(2, ONNXDataType.code(of: elementType))
    if !name.isEmpty { writer.text(8, name) }
    writer.bytes(9, bytes)
  }
}

extension ONNXValueInfo {
  func write(to writer: inout ProtobufWriter) {
    writer.text(1, name)
    writer.message(2) { type in
      type.message(1) { tensor in
        tensor.integer(1, elementType.map(ONNXDataType.code) ?? 0)
        guard let shape else { return }
        tensor.message(2) { shapeWriter in
          for dimension in shape {
            shapeWriter.message(1) {
              switch dimension {
              case .fixed(let size): $0.integer(1, Int64(size))
              case .named(let name): $0.text(2, name)
              case .unknown: break
              }
            }
          }
        }
      }
    }
  }
}
