/// Many numbers as text, made byte by byte: a network has hundreds of thousands.
enum SourceNumbers {
  /// Base64 (RFC 4648) in lines of `width` characters, at most.
  static func base64(_ bytes: [UInt8], width: Int = 116) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count / 3 * 4 + bytes.count / 80 + 8)
    var column = 0
    for start in stride(from: 0, to: bytes.count, by: 3) {
      if column == width {
        text.append(0x0A)
        column = 0
      }
      let left = bytes.count - start
      let (second, third) = (left > 1 ? Int(bytes[start + 1]) : 0, left > 2 ? Int(bytes[start + 2]) : 0)
      let three = Int(bytes[start]) << 16 | second << 8 | third
      text.append(digits[three >> 18])
      text.append(digits[three >> 12 & 63])
      text.append(left > 1 ? digits[three >> 6 & 63] : 0x3D)
      text.append(left > 2 ? digits[three & 63] : 0x3D)
      column += 4
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Numbers' bits, little-endian.
  static func bytes(_ values: [Float]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 4 * values.count) { bytes, count in
      for (index, value) in values.enumerated() {
        for byte in 0..<4 { bytes[4 * index + byte] = UInt8(truncatingIfNeeded: value.bitPattern >> (8 * byte)) }
      }
      count = 4 * values.count
    }
  }

  /// Finite numbers as C99's hexadecimal constants, exact, eight in a line.
  static func hexadecimal(_ values: [Float]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(17 * values.count)
    for (index, value) in values.enumerated() {
      if index > 0 { text += index % 8 == 0 ? [0x2C, 0x0A] : [0x2C] }
      append(value, to: &text)
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func append(_ value: Float, to text: inout [UInt8]) {
    let bits = value.bitPattern
    if bits >> 31 == 1 { text.append(0x2D) }
    guard value != 0 else { return text += [0x30, 0x2E, 0x66] }
    let field = Int(bits >> 23 & 0xFF)
    var fraction = (bits & 0x7F_FFFF) << 1
    text += [0x30, 0x78, field == 0 ? 0x30 : 0x31]
    if fraction != 0 { text.append(0x2E) }
    while fraction != 0 {
      let digit = UInt8(fraction >> 20)
      text.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
      fraction = fraction << 4 & 0xFF_FFFF
    }
    let exponent = field == 0 ? -126 : field - 127
    text.append(0x70)
    if exponent < 0 { text.append(0x2D) }
    let size = UInt8(abs(exponent))
    if size >= 100 { text.append(0x31) }
    if size >= 10 { text.append(0x30 + size / 10 % 10) }
    text += [0x30 + size % 10, 0x66]
  }

  /// Bytes in decimal, twenty-four in a line.
  static func decimal(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(4 * bytes.count)
    for (index, byte) in bytes.enumerated() {
      if index > 0 { text += index % 24 == 0 ? [0x2C, 0x0A] : [0x2C] }
      if byte >= 100 { text.append(0x30 + byte / 100) }
      if byte >= 10 { text.append(0x30 + byte / 10 % 10) }
      text.append(0x30 + byte % 10)
    }
    return String(decoding: text, as: UTF8.self)
  }
}
