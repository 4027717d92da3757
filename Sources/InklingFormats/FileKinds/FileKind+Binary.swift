extension FileKind {
  /// A length that fits the file, then the beginning of a JSON object.
  static func isSafetensors(_ head: [UInt8], size: Int?) -> Bool {
    guard head.count >= 10 else { return false }
    let length = head[0..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard 2...UInt64(SafetensorsFile.largestHeader) ~= length, Int(length) <= (size ?? .max) - 8 else { return false }
    guard head[8] == UInt8(ascii: "{") else { return false }
    let next = head[9...].first { !isSpace($0) }
    return next == UInt8(ascii: "\"") || next == UInt8(ascii: "}")
  }

  /// Two zeros, a type of number, a count of dimensions, then the dimensions; the numbers fill the file.
  static func isIDX(_ head: [UInt8], size: Int?) -> Bool { idx(head, size: size) != nil }

  /// The type and the shape of an IDX file; nil for what is none. Its numbers are big-endian.
  static func idx(_ head: [UInt8], size: Int?) -> (ElementType, [Int])? {
    let types: [UInt8: ElementType] = [
      0x08: .uint8, 0x09: .int8, 0x0B: .int16, 0x0C: .int32, 0x0D: .float32, 0x0E: .float64,
    ]
    guard head.count >= 8, head[0] == 0, head[1] == 0, let type = types[head[2]], 1...16 ~= head[3] else { return nil }
    let start = 4 + 4 * Int(head[3])
    guard head.count >= start else { return nil }
    let shape = stride(from: 4, to: start, by: 4).map { place in
      head[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    guard let count = NamedArray.elementCount(of: shape), count <= Int.max / 8 - start else { return nil }
    guard size == nil || size == start + count * type.byteCount else { return nil }
    return (type, shape)
  }

  /// A length of eight bytes, and the checksum of these.
  static func isTFRecord(_ head: [UInt8]) -> Bool {
    guard head.count >= 16 else { return false }
    let stored = head[8..<12].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let checksum = castagnoli(head[0..<8])
    return stored == (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
  }

  /// CRC-32C of a few bytes, bit by bit (RFC 3720, appendix B.4).
  private static func castagnoli(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var value = UInt32.max
    for byte in bytes {
      value ^= UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1 }
    }
    return ~value
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
}
