import InklingFiles

/// The bytes of a pickle, read from front to back, never beyond their end.
struct PickleInput {
  /// The longest line of a GLOBAL instruction.
  private static let lineLimit = 1024

  let bytes: [UInt8]
  private(set) var position: Int
  /// What errors name: a path, and the member of an archive.
  let path: String?

  init(_ bytes: [UInt8], at position: Int, path: String?) {
    (self.bytes, self.position, self.path) = (bytes, position, path)
  }

  mutating func byte() throws(InputError) -> UInt8 {
    guard position < bytes.count else { throw cutOff(1) }
    position += 1
    return bytes[position - 1]
  }

  mutating func take(_ count: Int) throws(InputError) -> ArraySlice<UInt8> {
    guard count >= 0, count <= bytes.count - position else { throw cutOff(count) }
    position += count
    return bytes[position - count..<position]
  }

  /// An unsigned number of at most four bytes, the lowest first.
  mutating func number(_ count: Int) throws(InputError) -> Int {
    try take(count).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// A length of eight bytes, which is at most what is left.
  mutating func length8() throws(InputError) -> Int {
    let number = try take(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard number <= UInt64(bytes.count - position) else { throw cutOff(Int(clamping: number)) }
    return Int(number)
  }

  /// The text before the next line feed.
  mutating func line() throws(InputError) -> String {
    let rest = bytes[position...].prefix(Self.lineLimit)
    guard let end = rest.firstIndex(of: 0x0A) else {
      throw fault("a name in the pickle does not end", expected: "at most \(Self.lineLimit) bytes")
    }
    let line = try text(end - position)
    position += 1
    return line
  }

  /// The next `count` bytes as text.
  mutating func text(_ count: Int) throws(InputError) -> String {
    let bytes = try take(count)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw fault("text in the pickle is not UTF-8") }
    return text
  }

  func fault(
    _ what: String, expected: String? = nil, found: String? = nil, remedy: String? = nil
  ) -> InputError {
    InputError(
      .malformed, what, path: path, offset: max(position - 1, 0), expected: expected, found: found, remedy: remedy)
  }

  private func cutOff(_ count: Int) -> InputError {
    fault(
      "the pickle is cut off", expected: "\(count) more bytes", found: "\(bytes.count - position)",
      remedy: "get the file again")
  }
}
