import InklingFiles

/// Walks through the bytes of a PGM file, field by field; every error names the byte where it was noticed.
struct PGMScanner {
  let bytes: [UInt8]
  let path: String?
  private var offset = 0

  init(bytes: [UInt8], path: String?) {
    self.bytes = bytes
    self.path = path
  }

  /// Whether the pixels follow as text (P2) and not as bytes (P5).
  mutating func magicNumberIsText() throws(InputError) -> Bool {
    guard bytes.starts(with: "P5".utf8) || bytes.starts(with: "P2".utf8) else {
      throw InputError(
        .malformed, "not a grey Netpbm image", path: path, offset: 0, expected: "P5 or P2",
        found: bytes.isEmpty ? "an empty file" : bytes.prefix(2).map { String($0, radix: 16) }.joined(separator: " "),
        remedy: "convert it to PGM")
    }
    offset = 2
    return bytes[1] == UInt8(ascii: "2")
  }

  /// The next decimal number, after white space and comments (from # to the end of the line).
  mutating func number(_ name: String, in range: ClosedRange<Int>) throws(InputError) -> Int {
    let before = offset
    skipSpaceAndComments()
    let start = offset
    if before == start { throw error("no white space before the \(name)", at: start, expected: "white space") }
    var value = 0
    while offset < bytes.count, let digit = Self.digit(bytes[offset]) {
      value = value * 10 + digit
      // Above every range before it could overflow.
      if value > 1 << 40 { throw error("\(name) out of range", at: start, expected: "\(range)", found: "more") }
      offset += 1
    }
    if start == offset { throw error("no \(name)", at: start, expected: "a decimal number") }
    guard range.contains(value) else {
      let bounds = "\(range.lowerBound) to \(range.upperBound)"
      throw error("\(name) out of range", at: start, expected: bounds, found: "\(value)")
    }
    return value
  }

  /// The single white space between the header and the pixels.
  mutating func separator() throws(InputError) {
    guard offset < bytes.count, Self.isSpace(bytes[offset]) else {
      throw error("no white space after the maximum value", at: offset, expected: "white space")
    }
    // Pixels as text may begin with this same space; `number` demands one.
    if bytes[1] == UInt8(ascii: "5") { offset += 1 }
  }

  /// Stops when fewer than `count` bytes are left.
  func require(bytes count: Int, of size: String) throws(InputError) {
    let left = bytes.count - offset
    guard left >= count else {
      throw InputError(
        .malformed, "truncated image", path: path, offset: bytes.count,
        expected: count == .max ? "more bytes than can be counted" : "at least \(count) bytes of pixels for \(size)",
        found: "\(left)")
    }
  }

  /// One pixel of a P5 image. `require` has made sure that it is there.
  mutating func sample(maximum: Int) throws(InputError) -> Int {
    let start = offset
    var value = Int(bytes[offset])
    if maximum > 255 {
      value = value << 8 | Int(bytes[offset + 1])
      offset += 1
    }
    offset += 1
    guard value <= maximum else {
      throw error("pixel out of range", at: start, expected: "0 to \(maximum)", found: "\(value)")
    }
    return value
  }

  /// Only white space may follow the last pixel.
  func end() throws(InputError) {
    guard let extra = bytes[offset...].firstIndex(where: { !Self.isSpace($0) }) else { return }
    throw error("bytes after the image", at: extra, expected: "the end of the file")
  }

  private mutating func skipSpaceAndComments() {
    while offset < bytes.count {
      if bytes[offset] == UInt8(ascii: "#") {
        while offset < bytes.count, bytes[offset] != 10, bytes[offset] != 13 { offset += 1 }
      } else if Self.isSpace(bytes[offset]) {
        offset += 1
      } else {
        return
      }
    }
  }

  private func error(_ what: String, at place: Int, expected: String, found: String? = nil) -> InputError {
    let byte = place < bytes.count ? "byte 0x" + String(bytes[place], radix: 16) : "the end of the file"
    return InputError(.malformed, what, path: path, offset: place, expected: expected, found: found ?? byte)
  }

  private static func digit(_ byte: UInt8) -> Int? { byte >= 48 && byte <= 57 ? Int(byte) - 48 : nil }

  /// Space, tab, line feed, vertical tab, form feed, carriage return.
  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (byte >= 9 && byte <= 13) }
}
