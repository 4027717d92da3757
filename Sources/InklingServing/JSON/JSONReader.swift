/// Reads JSON (RFC 8259) value by value, without a tree: what a request says goes straight to where it is wanted.
/// Numbers are finite, depth is bounded, and nothing recurses.
package struct JSONReader {
  /// How deep arrays and objects may lie in one another.
  package static let deepest = 64

  /// What kind of value comes next.
  package enum Kind { case object, array, string, number, word }

  let bytes: [UInt8]
  /// The byte that is read next.
  package var position: Int

  /// - Parameter range: of the bytes; nil for all.
  package init(_ bytes: [UInt8], in range: Range<Int>? = nil) {
    self.bytes = range.map { Array(bytes[$0]) } ?? bytes
    position = 0
  }

  /// The fault that is answered, with its byte.
  package func fault(_ what: String, expected: String? = nil) -> ServedFault {
    .badRequest("the JSON is wrong at byte \(position): \(what)" + (expected.map { "; expected \($0)" } ?? ""))
  }

  /// The next byte that is no space; nil at the end.
  mutating func peek() -> UInt8? {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return bytes[position]
      }
    }
    return nil
  }

  /// The kind of the next value.
  package mutating func kind() throws(ServedFault) -> Kind {
    guard let byte = peek() else { throw fault("it ends too early") }
    switch byte {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"): return .word
    default: throw fault("no value begins so")
    }
  }

  /// Takes a mark, if it is next.
  package mutating func takes(_ mark: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: mark) else { return false }
    position += 1
    return true
  }

  package mutating func take(_ mark: Unicode.Scalar) throws(ServedFault) {
    guard takes(mark) else { throw fault("something else is there", expected: "'\(mark)'") }
  }

  /// Nothing may follow.
  package mutating func finish() throws(ServedFault) {
    guard peek() == nil else { throw fault("something follows the value") }
  }

  /// Calls `body` at each key of an object; it reads the value. A key comes once.
  package mutating func object(
    _ body: (inout JSONReader, String) throws(ServedFault) -> Void
  ) throws(ServedFault) {
    try take("{")
    if takes("}") { return }
    var keys: Set<String> = []
    repeat {
      let key = try string()
      guard keys.insert(key).inserted else { throw fault("the key '\(ServedFault.short(key))' is there twice") }
      guard keys.count <= 1024 else { throw fault("an object has too many keys", expected: "at most 1024") }
      try take(":")
      try body(&self, key)
    } while takes(",")
    try take("}")
  }

  /// Calls `body` at each element of an array; it reads the value.
  package mutating func array(_ body: (inout JSONReader) throws(ServedFault) -> Void) throws(ServedFault) {
    try take("[")
    if takes("]") { return }
    repeat { try body(&self) } while takes(",")
    try take("]")
  }

  /// true or false.
  package mutating func boolean() throws(ServedFault) -> Bool {
    if takesWord("true") { return true }
    if takesWord("false") { return false }
    throw fault("something else is there", expected: "true or false")
  }

  /// Takes a word, if it is next.
  package mutating func takesWord(_ word: StaticString) -> Bool {
    _ = peek()
    let count = word.utf8CodeUnitCount
    guard position + count <= bytes.count else { return false }
    for offset in 0..<count where bytes[position + offset] != word.utf8Start[offset] { return false }
    position += count
    return true
  }
}
