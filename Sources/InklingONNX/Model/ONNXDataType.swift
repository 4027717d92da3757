import InklingFormats

/// The numbers of element types (`TensorProto.DataType`).
enum ONNXDataType {
  private static let types: [(code: Int64, type: ElementType)] = [
    (1, .float32), (2, .uint8), (3, .int8), (4, .uint16), (5, .int16), (6, .int32), (7, .int64), (9, .bool),
    (10, .float16), (11, .float64), (12, .uint32), (13, .uint64), (16, .bfloat16), (17, .float8E4M3), (19, .float8E5M2),
  ]
  private static let others: [Int64: String] = [
    0: "UNDEFINED", 8: "STRING", 14: "COMPLEX64", 15: "COMPLEX128", 18: "FLOAT8E4M3FNUZ", 20: "FLOAT8E5M2FNUZ",
    21: "UINT4", 22: "INT4", 23: "FLOAT4E2M1", 24: "FLOAT8E8M0", 25: "UINT2", 26: "INT2",
  ]

  /// The type of a number; nil for one that has no element type here.
  static func type(of code: Int64) -> ElementType? { types.first { $0.code == code }?.type }

  /// A type's number; every element type has one.
  static func code(of type: ElementType) -> Int64 { types.first { $0.type == type }?.code ?? 0 }

  /// ONNX's name of a number, for sentences.
  static func name(of code: Int64) -> String { type(of: code)?.rawValue ?? others[code] ?? "the type \(code)" }
}
