/// JSON that somebody wrote: its values with their lines, each key once, which Foundation's decoder does not see to.
package enum JSONDocument {
  private static let deepest = 100

  /// - Parameter path: the file's, for errors.
  /// - Throws: `InputError` of kind `.malformed` that names the byte.
  package static func parse(_ bytes: [UInt8], path: String? = nil) throws(InputError) -> DocumentNode {
    let start = ByteOrderMark.length(in: bytes)
    var scanner = JSONScanner(bytes, from: start, to: bytes.count, path: path, region: .document)
    let node = try scanner.value(depth: deepest)
    try scanner.finish()
    return node
  }
}

extension JSONScanner {
  /// Any value.
  ///
  /// - Parameter depth: how many levels may be below it.
  mutating func value(depth: Int) throws(InputError) -> DocumentNode {
    skipSpace()
    let place = DocumentPlace.line(line)
    guard depth >= 0 else { throw fault("the document is nested too deeply", at: position, expected: "100 levels") }
    switch next {
    case UInt8(ascii: "{"): return DocumentNode(.mapping(try entries(depth)), place: place)
    case UInt8(ascii: "["): return DocumentNode(.list(try elements(depth)), place: place)
    case UInt8(ascii: "\""): return DocumentNode(.scalar(try string(), isQuoted: true), place: place)
    default: return DocumentNode(try word(), place: place)
    }
  }

  private mutating func entries(_ depth: Int) throws(InputError) -> [DocumentNode.Entry] {
    var entries: [DocumentNode.Entry] = []
    try object { (scanner, key, _) throws(InputError) in
      let line = scanner.line
      entries.append(.init(key, try scanner.value(depth: depth - 1), place: .line(line)))
    }
    return entries
  }

  private mutating func elements(_ depth: Int) throws(InputError) -> [DocumentNode] {
    var elements: [DocumentNode] = []
    try take("[")
    if takes("]") { return elements }
    repeat { elements.append(try value(depth: depth - 1)) } while takes(",")
    try take("]")
    return elements
  }

  /// A number, true, false or null.
  private mutating func word() throws(InputError) -> DocumentNode.Value {
    let start = position
    let text = takeWord()
    switch text {
    case "null": return .null
    case "true", "false": return .scalar(text, isQuoted: false)
    default:
      guard Self.isNumber(text) else {
        throw fault("broken JSON", at: start, expected: "a value", found: text.isEmpty ? nil : "'\(text)'")
      }
      return .scalar(text, isQuoted: false)
    }
  }

  /// An optional minus, digits without a leading zero, an optional fraction, an optional exponent.
  static func isNumber(_ text: String) -> Bool {
    let isDigit = { (byte: UInt8) in 0x30...0x39 ~= byte }
    var rest = Array(text.utf8)[...]
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    func digits() -> Int {
      let count = rest.prefix(while: isDigit).count
      rest = rest.dropFirst(count)
      return count
    }
    let leads = rest.first
    let whole = digits()
    guard whole > 0, leads != UInt8(ascii: "0") || whole == 1 else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      guard digits() > 0 else { return false }
    }
    if let letter = rest.first, letter == UInt8(ascii: "e") || letter == UInt8(ascii: "E") {
      rest.removeFirst()
      if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest.removeFirst() }
      guard digits() > 0 else { return false }
    }
    return rest.isEmpty
  }
}
