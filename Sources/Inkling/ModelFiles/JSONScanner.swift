import Files

/// Reads exact JSON (RFC 8259) front to back from a range of a file's bytes: objects, arrays of natural numbers, and
/// strings, which is all that a safetensors header has. It exists because Foundation's decoder drops repeated keys
/// silently and gives no byte offsets.
struct JSONScanner {
  private let bytes: [UInt8]
  private let end: Int
  private let path: String?
  /// The offset in the file of the next byte.
  private(set) var position: Int

  /// - Precondition: `start <= end <= bytes.count`.
  init(_ bytes: [UInt8], from start: Int, to end: Int, path: String?) {
    precondition(start <= end && end <= bytes.count, "\(start)..<\(end) is outside 0..<\(bytes.count)")
    self.bytes = bytes
    self.end = end
    self.path = path
    position = start
  }

  /// An object, whose members `member` reads one by one: it gets the scanner in front of the value, the key, and the
  /// key's offset. Repeated keys are refused.
  mutating func object(
    _ member: (inout JSONScanner, String, Int) throws(InputError) -> Void
  ) throws(InputError) {
    try take("{")
    if takes("}") { return }
    var keys: Set<String> = []
    repeat {
      skipSpace()
      let position = position
      let key = try string()
      guard keys.insert(key).inserted else {
        throw fault("repeated key '\(key)'", at: position, expected: "each key once")
      }
      try take(":")
      try member(&self, key, position)
    } while takes(",")
    try take("}")
  }

  /// An array of whole numbers from 0 to 2^63 - 1.
  mutating func naturalNumbers() throws(InputError) -> [Int] {
    try take("[")
    var numbers: [Int] = []
    if takes("]") { return numbers }
    repeat { numbers.append(try naturalNumber()) } while takes(",")
    try take("]")
    return numbers
  }

  /// Checks that nothing but white space is left.
  mutating func finish() throws(InputError) {
    skipSpace()
    guard position == end else { throw unexpected("the end of the header") }
  }

  mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  /// The fault at `offset`, as an error.
  func fault(
    _ what: String, at offset: Int, expected: String, found: String? = nil,
    remedy: String? = "give a safetensors file, or make or download this one again"
  ) -> InputError {
    InputError(
      .malformed, what + " in the header", path: path, offset: offset, expected: expected, found: found, remedy: remedy)
  }

  /// The next byte, or nil at the end.
  private var next: UInt8? { position < end ? bytes[position] : nil }

  private mutating func take(_ character: Unicode.Scalar) throws(InputError) {
    guard takes(character) else { throw unexpected("'\(character)'") }
  }

  private mutating func takes(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard let byte = next, UInt32(byte) == character.value else { return false }
    position += 1
    return true
  }

  private func unexpected(_ expected: String) -> InputError {
    let found = next.map { 0x20..<0x7F ~= $0 ? "'\(Unicode.Scalar($0))'" : "byte \($0)" } ?? "the end of the header"
    return fault("broken JSON", at: position, expected: expected, found: found)
  }

  private mutating func naturalNumber() throws(InputError) -> Int {
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
  mutating func string() throws(InputError) -> String {
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
