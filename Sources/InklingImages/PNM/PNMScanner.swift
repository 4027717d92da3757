import InklingFiles

/// Walks through the bytes of a Netpbm file, field by field; every error names the byte where it was noticed.
struct PNMScanner {
  let bytes: [UInt8]
  let path: String?
  /// The digit behind the P.
  private var kind = 0
  private var offset = 0

  init(bytes: [UInt8], path: String?) {
    self.bytes = bytes
    self.path = path
  }

  /// Whether samples follow as text and not as bytes.
  var isText: Bool { kind <= 3 }
  /// Whether a sample is a bit, of which 1 is black.
  var isBits: Bool { kind % 3 == 1 }
  /// Whether a pixel has three samples.
  var isColored: Bool { kind % 3 == 0 }

  /// The two letters that say the kind.
  mutating func magicNumber() throws(InputError) {
    guard bytes.count >= 2, bytes[0] == UInt8(ascii: "P"), let digit = Self.digit(bytes[1]), (1...6).contains(digit)
    else {
      throw InputError(
        .malformed, "not a Netpbm image", path: path, offset: 0, expected: "P1 to P6",
        found: bytes.isEmpty ? "an empty file" : ByteText.hex(bytes.prefix(2)))
    }
    (kind, offset) = (digit, 2)
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
      if value > 1 << 40 { throw error("\(name) out of range", at: start, expected: range.text, found: "more") }
      offset += 1
    }
    if start == offset { throw error("no \(name)", at: start, expected: "a decimal number") }
    guard range.contains(value) else {
      throw error("\(name) out of range", at: start, expected: range.text, found: "\(value)")
    }
    return value
  }

  /// The single white space between the header and the pixels.
  mutating func separator() throws(InputError) {
    guard offset < bytes.count, Self.isSpace(bytes[offset]) else {
      let last = isBits ? "height" : "maximum value"
      throw error("no white space after the \(last)", at: offset, expected: "white space")
    }
    // Pixels as text may begin with this same space; `number` demands one.
    if !isText { offset += 1 }
  }

  /// Stops when fewer than `count` bytes are left.
  func require(bytes count: Int, of size: String) throws(InputError) {
    let left = bytes.count - offset
    guard left >= count else {
      throw InputError(
        .malformed, "truncated image", path: path, offset: bytes.count,
        expected: "at least \(count) bytes of pixels for \(size)",
        found: "\(left)")
    }
  }

  /// The next bytes. `require` has made sure that they are there.
  mutating func bytes(_ count: Int) -> ArraySlice<UInt8> {
    offset += count
    return bytes[offset - count..<offset]
  }

  /// One row of bits, the highest of a byte first; it begins with a new byte.
  mutating func addBits(_ count: Int, to samples: inout [UInt8]) {
    for place in 0..<count { samples.append(bytes[offset + place / 8] >> UInt8(7 - place % 8) & 1 == 1 ? 0 : 255) }
    offset += (count + 7) / 8
  }

  /// A bit as text; nothing need stand between two.
  mutating func bit() throws(InputError) -> Int {
    skipSpaceAndComments()
    guard offset < bytes.count, let digit = Self.digit(bytes[offset]), digit <= 1 else {
      throw error("no pixel", at: offset, expected: "0 or 1")
    }
    offset += 1
    return digit
  }

  /// One sample as bytes. `require` has made sure that it is there.
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
