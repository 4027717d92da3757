import InklingFiles

/// The list of chunks of a data set whose shape never changes ("fixed array", section VII.C of the specification).
enum HDF5FixedArray {
  private static let part = "a fixed array"

  /// - Parameter isFiltered: whether each entry also has a size and a mask.
  static func chunks(
    _ reader: HDF5Reader, _ address: Int, count: Int, chunkBytes: Int, _ isFiltered: Bool
  ) throws(InputError) -> [HDF5Chunks.Chunk?] {
    var head = try reader.cursor(at: address, count: 28, part)
    try head.signature("FAHD")
    _ = try head.byte(0...0, "version")
    let client = isFiltered ? 1 : 0
    _ = try head.byte(client...client, "client")
    let entryBytes = try head.byte(isFiltered ? 13...20 : 8...8, "entry size")
    let pageBits = try head.byte(0...32, "page bits")
    guard try head.length() == count else { throw head.damage(expected: "\(count) entries") }
    let block = try head.address()
    try head.checksum(from: address)
    guard let block else { return [] }
    let pageCount = 1 << pageBits
    let pages = count <= pageCount ? 0 : (count - 1) / pageCount + 1
    var cursor = try reader.cursor(
      at: block, count: 14 + (pages + 7) / 8 + (count * entryBytes) + 4 * (pages + 1), part)
    try cursor.signature("FADB")
    _ = try cursor.byte(0...0, "version")
    _ = try cursor.byte(client...client, "client")
    guard try cursor.address() == address else { throw cursor.damage(expected: "the address \(address)") }
    // Which pages were ever written: one that was not has no chunks.
    let written = try cursor.part((pages + 7) / 8).bytes
    var chunks: [HDF5Chunks.Chunk?] = []
    if pages > 0 { try cursor.checksum(from: block) }
    for page in 0..<max(pages, 1) {
      let entries = pages == 0 ? count : min(pageCount, count - page * pageCount)
      let start = cursor.position
      let contents = try cursor.part(entries * entryBytes)
      guard pages == 0 || written[written.startIndex + page / 8] & 0x80 >> (page % 8) != 0 else {
        try cursor.skip(4)
        continue
      }
      try cursor.checksum(from: pages == 0 ? block : start)
      chunks += try self.chunks(contents, entries, entryBytes, isFiltered, chunkBytes)
    }
    return chunks
  }

  private static func chunks(
    _ contents: HDF5Cursor, _ count: Int, _ entryBytes: Int, _ isFiltered: Bool, _ chunkBytes: Int
  ) throws(InputError) -> [HDF5Chunks.Chunk?] {
    var entries = contents
    var chunks: [HDF5Chunks.Chunk?] = []
    for _ in 0..<count {
      let child = try entries.address()
      let size = try isFiltered ? entries.length(entryBytes - 12) : chunkBytes
      let mask = try isFiltered ? entries.word() : 0
      guard let child else {
        chunks.append(nil)
        continue
      }
      chunks.append(try HDF5Chunks.chunk(contents.reader, child, size, mask))
    }
    return chunks
  }
}
