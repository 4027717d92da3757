import InklingFiles

/// The global heaps of a file (section III.E), which hold texts of any length.
struct HDF5GlobalHeap {
  private let reader: HDF5Reader
  /// Where each object of the heaps that were looked at lies.
  private var heaps: [Int: [Int: Range<Int>]] = [:]
  private var objects = 0

  init(_ reader: HDF5Reader) { self.reader = reader }

  /// The bytes of a text up to a first zero: `reference` is its length, its heap's address and its number there.
  mutating func text(_ reference: HDF5Cursor) throws(InputError) -> ArraySlice<UInt8> {
    var cursor = reference
    let length = try cursor.word()
    let address = try cursor.address()
    let number = try cursor.word()
    guard length > 0 else { return [] }
    guard let address else { throw cursor.damage(expected: "a heap for \(length) bytes of text") }
    if heaps[address] == nil { heaps[address] = try heap(address) }
    guard let range = heaps[address]?[number], range.count >= length else {
      throw cursor.damage(expected: "a text of \(length) bytes", found: "none in the heap at byte \(address)")
    }
    return reader.bytes[range.prefix(length)].prefix { $0 != 0 }
  }

  private mutating func heap(_ address: Int) throws(InputError) -> [Int: Range<Int>] {
    let part = "a global heap"
    var head = try reader.cursor(at: address, count: 16, part)
    try head.signature("GCOL")
    _ = try head.byte(1...1, "version")
    try head.skip(3)
    let size = try head.length()
    var cursor = try reader.cursor(at: address, count: size, part)
    try cursor.skip(16)
    var found: [Int: Range<Int>] = [:]
    while cursor.left >= 16 {
      let number = try cursor.short()
      // The count of references, and four bytes of nothing.
      try cursor.skip(6)
      let count = try cursor.length()
      // Number 0 is the space behind the last object.
      if number == 0 { break }
      let start = cursor.position
      try cursor.skip(count)
      try cursor.skip(min((8 - count % 8) % 8, cursor.left))
      guard found.updateValue(start..<start + count, forKey: number) == nil else {
        throw cursor.damage(found: "two objects of number \(number)")
      }
      objects += 1
      guard objects <= HDF5Limits.heapObjects else {
        throw cursor.damage(expected: "at most \(HDF5Limits.heapObjects) objects")
      }
    }
    return found
  }
}
