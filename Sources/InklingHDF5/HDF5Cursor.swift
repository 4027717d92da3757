import InklingFiles

/// Reads the little-endian numbers of one part of a file, and nothing beyond it.
///
/// Addresses and lengths have eight bytes ("size of offsets" and "size of lengths" of the superblock).
struct HDF5Cursor {
  let reader: HDF5Reader
  private let part: String
  private(set) var position: Int
  let end: Int

  init(_ reader: HDF5Reader, _ part: String, _ range: Range<Int>) {
    (self.reader, self.part, position, end) = (reader, part, range.lowerBound, range.upperBound)
  }

  /// How many bytes are left.
  var left: Int { end - position }
  var range: Range<Int> { position..<end }
  /// The bytes that are left.
  var bytes: ArraySlice<UInt8> { reader.bytes[range] }

  mutating func number(_ count: Int) throws(InputError) -> UInt64 {
    let start = position
    try skip(count)
    var value: UInt64 = 0
    for index in stride(from: position - 1, through: start, by: -1) { value = value << 8 | UInt64(reader.bytes[index]) }
    return value
  }

  mutating func byte() throws(InputError) -> Int { Int(try number(1)) }

  mutating func short() throws(InputError) -> Int { Int(try number(2)) }

  mutating func word() throws(InputError) -> Int { Int(try number(4)) }

  /// A length of `count` bytes that an `Int` holds.
  mutating func length(_ count: Int = 8) throws(InputError) -> Int {
    let value = try number(count)
    guard let length = Int(exactly: value) else { throw damage(found: "the length \(value)") }
    return length
  }

  /// Where something lies; nil for "nowhere", which is all ones.
  mutating func address() throws(InputError) -> Int? {
    let value = try number(8)
    guard value != .max else { return nil }
    guard let address = Int(exactly: value) else { throw damage(found: "the address \(value)") }
    return address
  }

  mutating func skip(_ count: Int) throws(InputError) {
    guard count >= 0, count <= left else {
      throw damage(expected: "\(count) bytes more", found: "\(left)")
    }
    position += count
  }

  /// The next bytes, in a cursor of their own.
  mutating func part(_ count: Int) throws(InputError) -> HDF5Cursor {
    let start = position
    try skip(count)
    return HDF5Cursor(reader, part, start..<position)
  }

  /// What is left, and ends in a zero or at the end of the part.
  var textBytes: ArraySlice<UInt8> { bytes.prefix { $0 != 0 } }

  mutating func signature(_ text: String) throws(InputError) {
    guard left >= 4, reader.bytes[position..<position + 4].elementsEqual(text.utf8) else {
      throw damage(expected: "the letters \(text)")
    }
    position += 4
  }

  /// A version or another number of one byte that has few right values.
  mutating func byte(_ right: ClosedRange<Int>, _ name: String) throws(InputError) -> Int {
    let offset = position
    let value = try byte()
    guard right.contains(value) else {
      throw damage(
        at: offset,
        expected: "\(name) \(right.lowerBound)" + (right.count > 1 ? " to \(right.upperBound)" : ""), found: "\(value)")
    }
    return value
  }

  func damage(at offset: Int? = nil, expected: String? = nil, found: String? = nil) -> InputError {
    reader.fault(
      "\(part) of the HDF5 file is damaged", at: offset ?? position, expected: expected, found: found)
  }
}
