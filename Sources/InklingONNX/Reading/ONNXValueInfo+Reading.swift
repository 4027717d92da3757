import InklingFiles
import InklingFormats

extension ONNXValueInfo {
  /// `ValueInfoProto`, of which only tensors are read.
  init(_ message: ProtobufReader) throws(InputError) {
    var reader = message
    self.init(name: "", elementType: nil, shape: nil)
    while let field = try reader.next() {
      switch field.number {
      case 1: name = try reader.text(field)
      case 2: try readType(reader.message(field, of: "ONNX type"))
      default: continue
      }
    }
  }

  private mutating func readType(_ message: ProtobufReader) throws(InputError) {
    var reader = message
    while let field = try reader.next() {
      switch field.number {
      case 1: try readTensorType(reader.message(field, of: "ONNX tensor type"))
      case 4, 5, 7, 8, 9:
        let kinds = [4: "a sequence", 5: "a map", 7: "an opaque value", 8: "a sparse tensor", 9: "an optional value"]
        throw reader.fault(
          "'\(name.prefix(60))' is no tensor", at: field.offset, expected: "a tensor", found: kinds[field.number])
      default: continue
      }
    }
  }

  private mutating func readTensorType(_ message: ProtobufReader) throws(InputError) {
    var reader = message
    while let field = try reader.next() {
      switch field.number {
      case 1:
        let code = try reader.integer(field)
        elementType = ONNXDataType.type(of: code)
        guard elementType != nil || code == 0 else {
          throw reader.fault(
            "numbers of \(ONNXDataType.name(of: code)) are not read", at: field.offset, found: "'\(name.prefix(60))'")
        }
      case 2: try readShape(reader.message(field, of: "ONNX shape"))
      default: continue
      }
    }
  }

  private mutating func readShape(_ message: ProtobufReader) throws(InputError) {
    var reader = message
    var dimensions: [Dimension] = []
    while let field = try reader.next() {
      guard field.number == 1 else { continue }
      guard dimensions.count < ONNXLimits.rank else {
        throw reader.fault("too many dimensions", at: field.offset, expected: "at most \(ONNXLimits.rank)")
      }
      dimensions.append(try Self.dimension(reader.message(field, of: "ONNX dimension")))
    }
    shape = dimensions
  }

  private static func dimension(_ message: ProtobufReader) throws(InputError) -> Dimension {
    var reader = message
    var dimension = Dimension.unknown
    while let field = try reader.next() {
      switch field.number {
      case 1:
        // Some exporters write -1 or 0 for a size that is not known.
        let size = try reader.integer(field)
        dimension = size >= 0 ? .fixed(Int(size)) : .unknown
      case 2:
        let name = try reader.text(field)
        dimension = name.isEmpty ? .unknown : .named(name)
      default: continue
      }
    }
    return dimension
  }
}
