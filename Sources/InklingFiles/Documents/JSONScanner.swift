/// Reads exact JSON (RFC 8259) front to back from a range of a file's bytes. It exists because Foundation's decoder drops
/// repeated keys silently and gives no byte offsets.
package struct JSONScanner {
  /// What the range is, for errors: the header of a safetensors file, or a whole document.
  package enum Region: Sendable { case header, document }

  private let bytes: [UInt8]
  private let end: Int
  private let path: String?
  private let region: Region
  /// The offset in the file of the next byte.
  private(set) package var position: Int
  /// The line of the next byte, from 1: a line feed is white space, or the JSON is wrong.
  private(set) var line = 1

  /// - Precondition: `start <= end <= bytes.count`.
  package init(_ bytes: [UInt8], from start: Int, to end: Int, path: String?, region: Region = .header) {
    precondition(start <= end && end <= bytes.count, "\(start)..<\(end) is outside 0..<\(bytes.count)")
    self.bytes = bytes
    self.end = end
    self.path = path
    self.region = region
    position = start
  }

  /// An object, whose members `member` reads one by one: it gets the scanner in front of the value, the key, and the
  /// key's offset. Repeated keys are refused.
  package mutating func object(
    _ member: (inout JSONScanner, String, Int) throws(InputError) -> Void
  ) throws(InputError) {
    try take("{")
    if takes("}") { return }
    // By their bytes: strings compare equal where they only look the same.
    var keys: Set<[UInt8]> = []
    repeat {
      skipSpace()
      let position = position
      let key = try string()
      guard keys.insert(Array(key.utf8)).inserted else {
        throw fault("repeated key '\(key)'", at: position, expected: "each key once")
      }
      try take(":")
      try member(&self, key, position)
    } while takes(",")
    try take("}")
  }

  /// An array of whole numbers from 0 to 2^63 - 1.
  package mutating func naturalNumbers() throws(InputError) -> [Int] {
    try take("[")
    var numbers: [Int] = []
    if takes("]") { return numbers }
    repeat { numbers.append(try naturalNumber()) } while takes(",")
    try take("]")
    return numbers
  }

  /// Checks that nothing but white space is left.
  package mutating func finish() throws(InputError) {
    skipSpace()
    guard position == end else { throw unexpected(endName) }
  }

  package mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      if byte == 0x0A { line += 1 }
      position += 1
    }
  }

  /// The fault at `offset`, as an error.
  package func fault(
    _ what: String, at offset: Int, expected: String, found: String? = nil,
    remedy: String? = nil
  ) -> InputError {
    let advice = region == .header ? "give a safetensors file, or make or download this one again" : nil
    return InputError(
      .malformed, region == .header ? what + " in the header" : what, path: path, offset: offset, expected: expected,
      found: found, remedy: remedy ?? advice)
  }

  private var endName: String { region == .header ? "the end of the header" : "the end of the text" }

  /// The next byte, or nil at the end.
  package var next: UInt8? { position < end ? bytes[position] : nil }

  package mutating func take(_ character: Unicode.Scalar) throws(InputError) {
    guard takes(character) else { throw unexpected("'\(character)'") }
  }

  package mutating func takes(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard let byte = next, UInt32(byte) == character.value else { return false }
    position += 1
    return true
  }

  func unexpected(_ expected: String) -> InputError {
    let found = next.map { 0x20..<0x7F ~= $0 ? "'\(Unicode.Scalar($0))'" : "byte \($0)" } ?? endName
    return fault("broken JSON", at: position, expected: expected, found: found)
  }

  /// The bytes up to the next that no word or number has, at most forty of them.
  mutating func takeWord() -> String {
    let start = position
    while let byte = next, position - start < 40, Self.isOfWord(byte) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
    default: false
    }
  }

  /// A whole number from 0 to 2^63 - 1.
  package mutating func naturalNumber() throws(InputError) -> Int {
    skipSpace()
    let start = position
    var number = 0
    while let byte = next, 0x30...0x39 ~= byte {
      let (tens, tooLarge) = number.multipliedReportingOverflow(by: 10)
      let (sum, tooLargeToo) = tens.addingReportingOverflow(Int(byte - 0x30))
      guard !tooLarge, !tooLargeToo else {
        throw fault("number too large", at: start, expected: "less than 2^63")
      }
      number = sum
      position += 1
    }
    guard position > start else { throw unexpected("a whole number") }
    guard bytes[start] != 0x30 || position == start + 1 else {
      throw fault("broken JSON", at: start, expected: "a number without leading zeros")
    }
    return number
  }
}

// MARK: - Strings

extension JSONScanner {
  /// A string, unescaped; its bytes must be UTF-8.
  package mutating func string() throws(InputError) -> String {
    try take("\"")
    let start = position
    var text: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw unexpected("a character or an escape") }
      position += 1
      if byte == UInt8(ascii: "\\") {
        text += try String(escaped(from: position - 1)).utf8
      } else {
        text.append(byte)
      }
    }
    try take("\"")
    guard let string = String(validating: text, as: UTF8.self) else {
      throw fault("string that is not UTF-8", at: start, expected: "UTF-8")
    }
    return string
  }

  /// What the escape that began with the backslash at `start` stands for.
  private mutating func escaped(from start: Int) throws(InputError) -> Unicode.Scalar {
    guard let letter = next else { throw unexpected("an escape") }
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape(from: start)
    default: throw fault("broken JSON", at: start, expected: "one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u")
    }
  }

  /// The four digits after `\u`, or a surrogate pair of two such escapes.
  private mutating func unicodeEscape(from start: Int) throws(InputError) -> Unicode.Scalar {
    let unit = try hexadecimal()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard next == UInt8(ascii: "\\"), position + 1 < end, bytes[position + 1] == UInt8(ascii: "u"), unit < 0xDC00
    else { throw fault("broken JSON", at: start, expected: "a surrogate pair") }
    position += 2
    let low = try hexadecimal()
    guard 0xDC00..<0xE000 ~= low, let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) else {
      throw fault("broken JSON", at: start, expected: "a surrogate pair")
    }
    return scalar
  }

  private mutating func hexadecimal() throws(InputError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw unexpected("a hexadecimal digit")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
