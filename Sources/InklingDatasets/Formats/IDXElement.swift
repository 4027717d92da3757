/// The type of the elements of an IDX file: the third byte of its magic number. Numbers are big-endian.
enum IDXElement: UInt8, Sendable, CaseIterable {
  case unsignedByte = 0x08
  case signedByte = 0x09
  case int16 = 0x0B
  case int32 = 0x0C
  case float = 0x0D
  case double = 0x0E

  /// The size of one element in bytes.
  var size: Int {
    switch self {
    case .unsignedByte, .signedByte: 1
    case .int16: 2
    case .int32, .float: 4
    case .double: 8
    }
  }

  /// The type in words: "08 (unsigned bytes)".
  var title: String {
    switch self {
    case .unsignedByte: "08 (unsigned bytes)"
    case .signedByte: "09 (signed bytes)"
    case .int16: "0B (16-bit integers)"
    case .int32: "0C (32-bit integers)"
    case .float: "0D (32-bit floats)"
    case .double: "0E (64-bit floats)"
    }
  }
}
