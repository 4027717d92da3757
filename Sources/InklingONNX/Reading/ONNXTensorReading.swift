import InklingFiles
import InklingFormats

/// Reads `TensorProto`: little-endian bytes, a list of numbers for each type, or bytes in another file.
enum ONNXTensorReading {
  private struct Parts {
    var name = ""
    var shape: [Int64] = []
    var type: Int64 = 0
    var raw: ProtobufField?
    var floats: [Float] = []
    var integers: [Int64] = []
    var longs: [Int64] = []
    var doubles: [Double] = []
    var unsigned: [Int64] = []
    var external: [ONNXModel.Entry] = []
    var isExternal = false
  }

  static func array(_ message: ProtobufReader, _ external: ONNXExternalData) throws(InputError) -> NamedArray {
    var reader = message
    let parts = try parts(&reader)
    guard let type = ONNXDataType.type(of: parts.type) else {
      throw reader.fault(
        "a tensor of \(ONNXDataType.name(of: parts.type)) is not read", at: nil, found: "'\(parts.name.prefix(60))'")
    }
    let shape = parts.shape.map { Int($0) }
    guard shape.count <= ONNXLimits.rank, let count = NamedArray.elementCount(of: shape), count <= Int.max / 8 else {
      throw reader.fault(
        "the shape of the tensor '\(parts.name.prefix(60))' is no size", at: nil,
        expected: "at most \(ONNXLimits.rank) dimensions, none negative, and a product below 2^60",
        found: "\(parts.shape.prefix(16))")
    }
    let bytes =
      if parts.isExternal {
        try external.bytes(parts.external, count: count * type.byteCount, tensor: parts.name, reader)
      } else if let raw = parts.raw {
        try reader.bytes(raw)
      } else {
        try listed(parts, type, reader)
      }
    guard bytes.count == count * type.byteCount else {
      throw reader.fault(
        "the tensor '\(parts.name.prefix(60))' does not fill its shape", at: parts.raw?.offset,
        expected: "\(count * type.byteCount) bytes for \(type.rawValue) \(shape.prefix(16))", found: "\(bytes.count)")
    }
    return try NamedArray(name: parts.name, elementType: type, shape: shape, bytes: bytes)
  }

  private static func parts(_ reader: inout ProtobufReader) throws(InputError) -> Parts {
    var parts = Parts()
    while let field = try reader.next() {
      switch field.number {
      case 1: try reader.append(field, to: &parts.shape)
      case 2: parts.type = try reader.integer(field)
      case 3: throw reader.fault("a tensor in segments is not read", at: field.offset)
      case 4: try reader.append(field, to: &parts.floats)
      case 5: try reader.append(field, to: &parts.integers)
      case 7: try reader.append(field, to: &parts.longs)
      case 8: parts.name = try reader.text(field)
      case 9: parts.raw = field
      case 10: try reader.append(field, to: &parts.doubles)
      case 11: try reader.append(field, to: &parts.unsigned)
      case 13: parts.external.append(try ONNXModel.Entry(reader.message(field, of: "external data")))
      case 14: parts.isExternal = try reader.integer(field) == 1
      default: continue
      }
    }
    return parts
  }

  /// The bytes of numbers that are listed in the field of their type; those of another field are not there.
  private static func listed(
    _ parts: Parts, _ type: ElementType, _ reader: ProtobufReader
  ) throws(InputError) -> [UInt8] {
    switch type {
    case .float32: return bytes(parts.floats)
    case .float64: return bytes(parts.doubles)
    case .int64: return bytes(parts.longs)
    case .uint64: return bytes(parts.unsigned)
    case .uint32: return bytes(try narrowed(parts.unsigned, to: UInt32.self, reader))
    case .int32: return bytes(try narrowed(parts.integers, to: Int32.self, reader))
    case .int16: return bytes(try narrowed(parts.integers, to: Int16.self, reader))
    case .int8: return bytes(try narrowed(parts.integers, to: Int8.self, reader))
    case .uint16, .float16, .bfloat16: return bytes(try narrowed(parts.integers, to: UInt16.self, reader))
    case .uint8, .bool, .float8E4M3, .float8E5M2: return try narrowed(parts.integers, to: UInt8.self, reader)
    }
  }

  private static func narrowed<Number: FixedWidthInteger>(
    _ numbers: [Int64], to: Number.Type, _ reader: ProtobufReader
  ) throws(InputError) -> [Number] {
    try numbers.map { number throws(InputError) in
      guard let narrow = Number(exactly: number) else {
        throw reader.fault("a number beyond its type in a tensor", at: nil, found: "\(number)")
      }
      return narrow
    }
  }

  private static func bytes(_ numbers: [some BitwiseCopyable]) -> [UInt8] {
    numbers.withUnsafeBytes { [UInt8]($0) }
  }
}
