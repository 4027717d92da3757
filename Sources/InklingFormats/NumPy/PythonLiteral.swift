import InklingFiles

/// Reads the few literals of Python that the header of an `.npy` file has, front to back. Nothing is evaluated.
struct PythonLiteral {
  private let bytes: [UInt8]
  private let end: Int
  private let path: String?
  /// The offset in the file of the next byte.
  private(set) var position: Int

  /// - Precondition: the range lies inside the bytes.
  init(_ bytes: [UInt8], range: Range<Int>, path: String?) {
    self.bytes = bytes
    self.path = path
    (position, end) = (range.lowerBound, range.upperBound)
  }

  /// A dictionary with text as keys that fills the range but for white space; `member` reads each value, from the key and its
  /// offset.
  mutating func dictionary(
    _ member: (inout PythonLiteral, String, Int) throws(InputError) -> Void
  ) throws(InputError) {
    try take("{")
    while !takes("}") {
      skipSpace()
      let start = position
      let key = try string()
      try take(":")
      try member(&self, key, start)
      if takes(",") { continue }
      try take("}")
      break
    }
    skipSpace()
    guard position == end else { throw unexpected("the end of the header") }
  }

  /// The type of the numbers: text. A list says that they are records.
  mutating func typeDescription() throws(InputError) -> String {
    skipSpace()
    guard next != UInt8(ascii: "["), next != UInt8(ascii: "(") else {
      throw fault(
        "an array of records (a structured type)", at: position, expected: "one type, such as '<f4'",
        remedy: "store each field as an array of its own")
    }
    return try string()
  }

  /// Text in single or double quotes, without escapes.
  mutating func string() throws(InputError) -> String {
    skipSpace()
    guard let quote = next, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw unexpected("text in quotes")
    }
    position += 1
    let start = position
    while let byte = next, byte != quote {
      guard byte >= 0x20, byte != UInt8(ascii: "\\") else { throw unexpected("text without escapes") }
      position += 1
    }
    guard next == quote, let text = String(validating: bytes[start..<position], as: UTF8.self) else {
      throw fault("broken text in the header", at: start, expected: "UTF-8 and a closing quote")
    }
    position += 1
    return text
  }

  /// `True` or `False`.
  mutating func bool() throws(InputError) -> Bool {
    skipSpace()
    for (word, value) in [("True", true), ("False", false)] where bytes[position..<end].starts(with: word.utf8) {
      position += word.utf8.count
      return value
    }
    throw unexpected("True or False")
  }

  /// A tuple of whole numbers from 0 to 2^63 - 1, which with one of them has a comma behind it.
  mutating func tuple() throws(InputError) -> [Int] {
    try take("(")
    var numbers: [Int] = []
    while !takes(")") {
      numbers.append(try naturalNumber())
      if takes(",") { continue }
      guard numbers.count != 1 else { throw unexpected("','") }
      try take(")")
      break
    }
    return numbers
  }

  private mutating func naturalNumber() throws(InputError) -> Int {
    skipSpace()
    let start = position
    var number = 0
    while let byte = next, 0x30...0x39 ~= byte {
      let (tens, tooLarge) = number.multipliedReportingOverflow(by: 10)
      let (sum, tooLargeToo) = tens.addingReportingOverflow(Int(byte - 0x30))
      guard !tooLarge, !tooLargeToo else {
        throw fault("number too large in the header", at: start, expected: "less than 2^63")
      }
      number = sum
      position += 1
    }
    guard position > start, bytes[start] != 0x30 || position == start + 1 else {
      throw unexpected("a whole number without leading zeros")
    }
    // As Python 2 wrote the long ones.
    if next == UInt8(ascii: "L") { position += 1 }
    return number
  }

  private var next: UInt8? { position < end ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || 0x09...0x0D ~= byte { position += 1 }
  }

  private mutating func takes(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard let byte = next, UInt32(byte) == character.value else { return false }
    position += 1
    return true
  }

  private mutating func take(_ character: Unicode.Scalar) throws(InputError) {
    guard takes(character) else { throw unexpected("'\(character)'") }
  }

  private func unexpected(_ expected: String) -> InputError {
    let found = next.map { 0x20..<0x7F ~= $0 ? "'\(Unicode.Scalar($0))'" : "byte \($0)" } ?? "the end of the header"
    return fault("broken header", at: position, expected: expected, found: found)
  }

  /// The fault at `offset`, as an error.
  func fault(
    _ what: String, at offset: Int, expected: String, found: String? = nil, remedy: String? = nil
  ) -> InputError {
    InputError(
      .malformed, what, path: path, offset: offset, expected: expected, found: found,
      remedy: remedy ?? "give an .npy file, or make or download it again")
  }
}
