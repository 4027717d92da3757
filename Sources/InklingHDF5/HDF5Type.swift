import InklingFiles
import InklingFormats

/// What one element of a data set or an attribute is (message 3).
struct HDF5Type: Sendable {
  enum Kind: Sendable, Equatable {
    case number(ElementType)
    case text
    /// Text in a global heap.
    case variableText
    /// What it is instead: "a compound type".
    case other(String)
  }

  let kind: Kind
  /// The bytes of one element.
  let size: Int
  private var isBigEndian = false

  private init(_ kind: Kind, _ size: Int) { (self.kind, self.size) = (kind, size) }

  static let shared = HDF5Type(.other("a type of its own place in the file"), 1)

  /// Nil for text and for numbers that are not read.
  var elementType: ElementType? { if case .number(let elementType) = kind { elementType } else { nil } }

  /// The bytes of numbers, little-endian.
  func plain(_ bytes: [UInt8]) -> [UInt8] {
    guard isBigEndian, size > 1 else { return bytes }
    var result = bytes
    for start in stride(from: 0, to: bytes.count - size + 1, by: size) {
      for index in 0..<size { result[start + index] = bytes[start + size - 1 - index] }
    }
    return result
  }

  init(_ contents: HDF5Cursor) throws(InputError) {
    var cursor = contents
    let first = try cursor.byte()
    let bits = Int(try cursor.number(3))
    let size = try cursor.word()
    guard size > 0 else { throw cursor.damage(expected: "a type of at least one byte", found: "0") }
    guard 1...5 ~= first >> 4 else {
      self.init(.other("a type of version \(first >> 4)"), size)
      return
    }
    switch first & 15 {
    case 0:
      self.init(try Self.fixedPoint(&cursor, bits, size), size)
      isBigEndian = bits & 1 != 0
    case 1:
      self.init(try Self.floatingPoint(&cursor, bits, size), size)
      isBigEndian = bits & 1 != 0
    case 3: self.init(.text, size)
    case 8: self.init(try Self.enumeration(&cursor, bits, size, version: first >> 4), size)
    case 9 where bits & 15 == 1 && size == 16: self.init(.variableText, size)
    default: self.init(.other(Self.names[first & 15] ?? "a type of class \(first & 15)"), size)
    }
  }

  private static let names = [
    2: "times", 4: "bit fields", 5: "opaque bytes", 6: "a compound type", 7: "references", 9: "lists of any length",
    10: "arrays", 11: "complex numbers",
  ]

  private static func fixedPoint(_ cursor: inout HDF5Cursor, _ bits: Int, _ size: Int) throws(InputError) -> Kind {
    let (offset, precision) = (try cursor.short(), try cursor.short())
    guard offset == 0, precision == 8 * size else { return .other("integers of \(precision) bits") }
    let types: [Int: ElementType] =
      bits & 8 != 0
      ? [1: .int8, 2: .int16, 4: .int32, 8: .int64] : [1: .uint8, 2: .uint16, 4: .uint32, 8: .uint64]
    return types[size].map { .number($0) } ?? .other("integers of \(size) bytes")
  }

  private static func floatingPoint(_ cursor: inout HDF5Cursor, _ bits: Int, _ size: Int) throws(InputError) -> Kind {
    let (offset, precision) = (try cursor.short(), try cursor.short())
    let (exponent, exponentSize) = (try cursor.byte(), try cursor.byte())
    let (mantissa, mantissaSize) = (try cursor.byte(), try cursor.byte())
    let bias = try cursor.word()
    // Both bits are the order of the VAX.
    if bits & 0x40 != 0 { return .other("floating-point numbers of a VAX") }
    let sign = bits >> 8 & 255
    guard offset == 0, precision == 8 * size, sign == precision - 1, mantissa == 0, exponent == mantissaSize,
      exponentSize + mantissaSize == sign, bits >> 4 & 3 == 2, 2...15 ~= exponentSize,
      bias == 1 << (exponentSize - 1) - 1
    else { return .other("floating-point numbers that are not IEEE 754's") }
    switch (size, exponentSize) {
    case (2, 5): return .number(.float16)
    case (2, 8): return .number(.bfloat16)
    case (4, 8): return .number(.float32)
    case (8, 11): return .number(.float64)
    default: return .other("floating-point numbers of \(size) bytes")
    }
  }

  /// h5py's bool: one byte, FALSE is 0 and TRUE is 1, and there is nothing else.
  private static func enumeration(
    _ cursor: inout HDF5Cursor, _ bits: Int, _ size: Int, version: Int
  ) throws(InputError) -> Kind {
    let other = Kind.other("an enumeration")
    guard size == 1, bits & 0xFFFF == 2 else { return other }
    let base = try cursor.byte()
    try cursor.skip(11)
    guard base & 15 == 0 else { return other }
    var names: [String] = []
    for _ in 0..<2 {
      let text = cursor.textBytes
      names.append(String(decoding: text.prefix(6), as: UTF8.self))
      // The older versions fill up with zeros to eight bytes.
      try cursor.skip(version < 3 ? (text.count + 8) / 8 * 8 : text.count + 1)
    }
    let values = [try cursor.byte(), try cursor.byte()]
    return zip(names, values).allSatisfy { $0 == ($1 == 1 ? "TRUE" : "FALSE") && $1 <= 1 } && values[0] != values[1]
      ? .number(.bool) : other
  }
}
