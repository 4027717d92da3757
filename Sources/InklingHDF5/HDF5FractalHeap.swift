import InklingFiles

/// A fractal heap (section III.G), which holds the members or the attributes of an object that has many.
struct HDF5FractalHeap {
  private static let part = "a fractal heap"
  private let reader: HDF5Reader
  private let address: Int
  /// The bytes of an object's place in the heap, and of its length.
  private let offsetBytes: Int
  private let lengthBytes: Int
  private let hasChecksums: Bool
  private let table: Table
  /// The blocks that hold objects, in the order of their places in the heap.
  private var blocks: [(start: Int, count: Int, address: Int)] = []

  /// The sizes of the blocks: rows of `width` blocks, of `first` bytes in the rows 0 and 1, and twice that from row to row.
  private struct Table {
    let width: Int
    let first: Int
    /// Larger blocks are tables themselves.
    let largest: Int

    func blockBytes(row: Int) -> Int { first << max(row - 1, 0) }

    /// The rows of a table of so many bytes.
    func rows(bytes: Int) -> Int { (bytes / (first * width)).trailingZeroBitCount + 1 }
  }

  init(_ reader: HDF5Reader, at address: Int) throws(InputError) {
    (self.reader, self.address) = (reader, address)
    var cursor = try reader.cursor(at: address, count: 146, Self.part)
    try cursor.signature("FRHP")
    _ = try cursor.byte(0...0, "version")
    _ = try cursor.short()
    guard try cursor.short() == 0 else {
      throw reader.fault("the HDF5 file has a fractal heap with filters, which is not read", at: address)
    }
    hasChecksums = try cursor.byte() & 2 != 0
    let largestObject = try cursor.word()
    // Huge objects, free space, and counts of objects.
    try cursor.skip(96)
    let width = try cursor.short()
    let (first, largest) = (try cursor.length(), try cursor.length())
    let bits = try cursor.short()
    try cursor.skip(2)
    let root = try cursor.address()
    let rows = try cursor.short()
    try cursor.checksum(from: address)
    guard 1...1024 ~= width, width.nonzeroBitCount == 1, 1...1 << 30 ~= first, first.nonzeroBitCount == 1,
      first...1 << 30 ~= largest, largest.nonzeroBitCount == 1, 8...48 ~= bits, largestObject > 0,
      // A table in a table has a row at least, and all rows together do not go beyond the heap.
      first * width <= 2 * largest, rows == 0 || (first * width).trailingZeroBitCount + rows - 1 <= bits
    else { throw cursor.damage(expected: "blocks of sizes that are powers of two") }
    offsetBytes = (bits + 7) / 8
    let most = Int.bitWidth - largestObject.leadingZeroBitCount
    lengthBytes = min((largest.trailingZeroBitCount + 7) / 8, (most + 7) / 8)
    table = Table(width: width, first: first, largest: largest)
    guard let root else { return }
    if rows == 0 { blocks = [(0, first, root)] } else { try readTables(root, rows) }
    for block in blocks { try check(block.start, block.count, block.address) }
  }

  /// The bytes of an object.
  ///
  /// - Parameter identifier: what the tree of records has of it.
  func object(_ identifier: HDF5Cursor) throws(InputError) -> HDF5Cursor {
    var cursor = identifier
    let flags = try cursor.byte()
    guard flags & 0xF0 == 0 else {
      throw reader.fault("the HDF5 file keeps a large part of an object in a heap's own way, which is not read")
    }
    let start = try cursor.length(offsetBytes)
    let count = try cursor.length(lengthBytes)
    var (low, high) = (0, blocks.count)
    while low < high {
      let middle = (low + high) / 2
      if blocks[middle].start <= start { low = middle + 1 } else { high = middle }
    }
    guard low > 0, case let block = blocks[low - 1], start - block.start >= headBytes,
      count <= block.count - (start - block.start), count <= block.count
    else { throw identifier.damage(expected: "an object in its heap", found: "\(count) bytes at \(start)") }
    return try reader.cursor(at: block.address + (start - block.start), count: count, Self.part)
  }

  private var headBytes: Int { 13 + offsetBytes + (hasChecksums ? 4 : 0) }

  /// Lists the blocks of a table ("indirect block") and of those in it.
  private mutating func readTables(_ root: Int, _ rows: Int) throws(InputError) {
    var seen: Set<Int> = []
    var waiting = [(address: root, rows: rows, start: 0)]
    while let next = waiting.popLast() {
      let smallRows = min(next.rows, (table.largest / table.first).trailingZeroBitCount + 2)
      var cursor = try reader.cursor(
        at: next.address, count: 17 + offsetBytes + 8 * table.width * next.rows, Self.part)
      guard seen.insert(next.address).inserted else { throw cursor.damage(found: "a table inside itself") }
      try head(&cursor, "FHIB", next.start)
      var start = next.start
      for row in 0..<next.rows {
        let count = table.blockBytes(row: row)
        for _ in 0..<table.width {
          if let child = try cursor.address() {
            if row < smallRows {
              blocks.append((start, count, child))
            } else {
              waiting.append((child, table.rows(bytes: count), start))
            }
          }
          start += count
        }
      }
      try cursor.checksum(from: next.address)
    }
    blocks.sort { $0.start < $1.start }
  }

  private func head(_ cursor: inout HDF5Cursor, _ signature: String, _ start: Int) throws(InputError) {
    try cursor.signature(signature)
    _ = try cursor.byte(0...0, "version")
    guard try cursor.address() == address, try cursor.length(offsetBytes) == start else {
      throw cursor.damage(expected: "the block at \(start) of its heap")
    }
  }

  /// Checks the beginning of a block, whose checksum is over the whole block with zeros in its place.
  private func check(_ start: Int, _ count: Int, _ address: Int) throws(InputError) {
    var cursor = try reader.cursor(at: address, count: count, Self.part)
    try head(&cursor, "FHDB", start)
    guard hasChecksums else { return }
    var copy = Array(reader.bytes[address..<address + count])
    guard copy.count >= headBytes else { throw cursor.damage(expected: "a block of \(headBytes) bytes or more") }
    copy.replaceSubrange(headBytes - 4..<headBytes, with: [0, 0, 0, 0])
    try cursor.checksum(of: copy[...])
  }
}
