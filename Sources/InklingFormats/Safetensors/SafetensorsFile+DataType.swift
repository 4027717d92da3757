extension SafetensorsFile {
  /// The types of number that version 0.8.0 of the reference knows, by their names in the file, in its order.
  public enum DataType: String, Sendable, CaseIterable, Codable {
    /// A byte, 0 or 1.
    case bool = "BOOL"
    /// Four bits (OCP microscaling).
    case float4 = "F4"
    /// Six bits, two of exponent (OCP microscaling).
    case float6E2M3 = "F6_E2M3"
    /// Six bits, three of exponent (OCP microscaling).
    case float6E3M2 = "F6_E3M2"
    /// Unsigned, 8 bits.
    case uint8 = "U8"
    /// Signed, 8 bits.
    case int8 = "I8"
    /// Five bits of exponent, two of fraction.
    case float8E5M2 = "F8_E5M2"
    /// Four bits of exponent, three of fraction.
    case float8E4M3 = "F8_E4M3"
    /// A power of two (OCP microscaling).
    case float8E8M0 = "F8_E8M0"
    /// As `float8E4M3`, without a negative zero.
    case float8E4M3FNUZ = "F8_E4M3FNUZ"
    /// As `float8E5M2`, without a negative zero and infinities.
    case float8E5M2FNUZ = "F8_E5M2FNUZ"
    /// Signed, 16 bits.
    case int16 = "I16"
    /// Unsigned, 16 bits.
    case uint16 = "U16"
    /// IEEE binary16.
    case float16 = "F16"
    /// The upper half of a binary32.
    case bfloat16 = "BF16"
    /// Signed, 32 bits.
    case int32 = "I32"
    /// Unsigned, 32 bits.
    case uint32 = "U32"
    /// IEEE binary32.
    case float32 = "F32"
    /// Two of binary32.
    case complex64 = "C64"
    /// IEEE binary64.
    case float64 = "F64"
    /// Signed, 64 bits.
    case int64 = "I64"
    /// Unsigned, 64 bits.
    case uint64 = "U64"

    /// The size of one number in bits.
    public var bitCount: Int {
      switch self {
      case .float4: 4
      case .float6E2M3, .float6E3M2: 6
      case .bool, .uint8, .int8, .float8E5M2, .float8E4M3, .float8E8M0, .float8E4M3FNUZ, .float8E5M2FNUZ: 8
      case .int16, .uint16, .float16, .bfloat16: 16
      case .int32, .uint32, .float32: 32
      case .complex64, .float64, .int64, .uint64: 64
      }
    }

    /// The same type as an array has it; nil for those that no array has.
    public var elementType: ElementType? { ElementType(rawValue: rawValue) }
  }
}
