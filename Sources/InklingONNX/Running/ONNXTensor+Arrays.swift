import InklingFiles
import InklingFormats

extension ONNXTensor {
  /// An array from outside.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a bool that is neither 0 nor 1, and a shape that is too large.
  init(_ array: NamedArray) throws(InputError) {
    guard ONNXLimits.count(of: array.shape) != nil else {
      throw InputError(
        .malformed, "the shape of '\(array.name.prefix(60))' is no size", expected: ONNXLimits.shapes,
        found: "\(array.shape.prefix(16))")
    }
    let storage: Storage =
      switch array.elementType {
      case .float64: .doubles(try array.numbers())
      case .float32, .float16, .bfloat16, .float8E4M3, .float8E5M2: .floats(try array.floats())
      case .uint64:
        .integers(
          array.bytes.withUnsafeBytes { bytes in
            (0..<bytes.count / 8).map {
              Int64(bitPattern: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self))
            }
          })
      default: .integers(try array.integers())
      }
    self.init(array.elementType, array.shape, storage)
  }

  /// The value as an array for others; nil for a type that is only read (float8).
  func array(named name: String) -> NamedArray? {
    let bytes: [UInt8]
    switch (storage, type) {
    case (.floats(let numbers), .float32): bytes = Self.bytes(numbers)
    case (.floats(let numbers), .float16): bytes = Self.bytes(numbers.map { NamedArray.half($0).0 })
    case (.floats(let numbers), .bfloat16): bytes = Self.bytes(numbers.map { NamedArray.brain($0).0 })
    case (.doubles(let numbers), _): bytes = Self.bytes(numbers)
    case (.integers(let numbers), _):
      switch type.byteCount {
      case 8: bytes = Self.bytes(numbers)
      case 4: bytes = Self.bytes(numbers.map { UInt32(truncatingIfNeeded: $0) })
      case 2: bytes = Self.bytes(numbers.map { UInt16(truncatingIfNeeded: $0) })
      default: bytes = numbers.map { UInt8(truncatingIfNeeded: $0) }
      }
    default: return nil
    }
    return try? NamedArray(name: name, elementType: type, shape: shape, bytes: bytes)
  }

  private static func bytes(_ numbers: [some BitwiseCopyable]) -> [UInt8] { numbers.withUnsafeBytes { [UInt8]($0) } }
}
