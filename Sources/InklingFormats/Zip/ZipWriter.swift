public import InklingFiles

/// A ZIP archive (PKWARE's APPNOTE) for writing: stored and deflated members, zip64 where a number needs it.
///
/// The same members give the same bytes: every date is 1980-01-01. (What deflate makes is zlib's, of one version the
/// same.)
public struct ZipWriter: ~Copyable {
  private static let date = 0x21
  private static let storedVersion = 20
  private static let zip64Version = 45
  /// An extra field of a private identifier, whose bytes move the data to its alignment.
  private static let padding = 0x4246

  private struct Entry {
    let name: [UInt8]
    let checksum: UInt32
    let size: Int
    let packedSize: Int
    let isDeflated: Bool
    let offset: Int

    /// Bit 11: the name is UTF-8.
    var flags: Int { name.allSatisfy { $0 < 0x80 } ? 0 : 1 << 11 }
  }

  /// From this number on a field of 32 bits is replaced; smaller in tests.
  private let largestWord: Int
  private let largestCount: Int
  private var bytes: [UInt8] = []
  private var entries: [Entry] = []
  private var names: Set<String> = []

  /// An archive without members.
  public init() { (largestWord, largestCount) = (Zip64.word, Zip64.short) }

  /// One that uses zip64 for everything from these numbers on.
  init(largestWord: Int, largestCount: Int) { (self.largestWord, self.largestCount) = (largestWord, largestCount) }

  /// Appends a member.
  ///
  /// - Parameters:
  ///   - name: of the member.
  ///   - bytes: its content.
  ///   - isDeflated: packed with deflate; stored as it is otherwise.
  ///   - alignment: the member's data begins at a multiple of this many bytes, at most 4,096.
  /// - Throws: `InputError` of kind `.usage` for a name that is empty, leads out of the archive or is there already;
  ///   `.unavailable` when there is no memory.
  public mutating func add(
    _ name: String, _ bytes: [UInt8], isDeflated: Bool = false, alignment: Int = 1
  ) throws(InputError) {
    precondition((1...4096).contains(alignment), "an alignment of \(alignment)")
    if let wrong = ZipName.fault(of: name) { throw InputError(.usage, wrong, found: "'\(name.prefix(200))'") }
    guard names.insert(name).inserted else {
      throw InputError(.usage, "two members of a ZIP archive have one name", found: "'\(name)'")
    }
    var packed = bytes
    if isDeflated {
      guard let deflated = Deflater.deflate(bytes) else {
        throw InputError(.unavailable, "there is not enough memory to pack '\(name)'")
      }
      packed = deflated
    }
    let entry = Entry(
      name: [UInt8](name.utf8), checksum: ZipChecksum.crc32(of: bytes), size: bytes.count, packedSize: packed.count,
      isDeflated: isDeflated, offset: self.bytes.count)
    writeHeader(of: entry, alignment: alignment)
    self.bytes += packed
    entries.append(entry)
  }

  /// The whole archive.
  public consuming func finish() -> [UInt8] {
    let offset = bytes.count
    for entry in entries { writeDirectoryEntry(of: entry) }
    let length = bytes.count - offset
    let end = bytes.count
    if entries.count >= largestCount || offset >= largestWord || length >= largestWord {
      write(signature: 6, 6)
      write([44], 8)
      write([Self.zip64Version, Self.zip64Version], 2)
      write([0, 0], 4)
      write([entries.count, entries.count, length, offset], 8)
      write(signature: 6, 7)
      write([0], 4)
      write([end], 8)
      write([1], 4)
    }
    write(signature: 5, 6)
    let count = entries.count >= largestCount ? Zip64.short : entries.count
    write([0, 0, count, count], 2)
    write([word(length), word(offset)], 4)
    write([0], 2)
    return bytes
  }

  private func word(_ number: Int) -> Int { number >= largestWord ? Zip64.word : number }

  private mutating func writeHeader(of entry: Entry, alignment: Int) {
    let isLarge = entry.size >= largestWord || entry.packedSize >= largestWord
    let start = bytes.count + 30 + entry.name.count + (isLarge ? 20 : 0)
    var gap = (alignment - start % alignment) % alignment
    // An extra field takes four bytes at least.
    if gap > 0, gap < 4 { gap += (4 + alignment - 1) / alignment * alignment }
    write(signature: 3, 4)
    writeCommon(entry, isLarge: isLarge)
    write([Int(entry.checksum)], 4)
    write(isLarge ? [Zip64.word, Zip64.word] : [entry.packedSize, entry.size], 4)
    write([entry.name.count, (isLarge ? 20 : 0) + gap], 2)
    bytes += entry.name
    if isLarge {
      write([Zip64.identifier, 16], 2)
      write([entry.size, entry.packedSize], 8)
    }
    if gap > 0 {
      write([Self.padding, gap - 4], 2)
      bytes += [UInt8](repeating: 0, count: gap - 4)
    }
  }

  private mutating func writeDirectoryEntry(of entry: Entry) {
    let large = [entry.size, entry.packedSize, entry.offset].filter { $0 >= largestWord }
    write(signature: 1, 2)
    write([large.isEmpty ? Self.storedVersion : Self.zip64Version], 2)
    writeCommon(entry, isLarge: !large.isEmpty)
    write([Int(entry.checksum), word(entry.packedSize), word(entry.size)], 4)
    write([entry.name.count, large.isEmpty ? 0 : 4 + 8 * large.count, 0, 0, 0], 2)
    write([0, word(entry.offset)], 4)
    bytes += entry.name
    if !large.isEmpty {
      write([Zip64.identifier, 8 * large.count], 2)
      write(large, 8)
    }
  }

  /// Version needed, flags, method, time and date, as both records have them.
  private mutating func writeCommon(_ entry: Entry, isLarge: Bool) {
    write(
      [isLarge ? Self.zip64Version : Self.storedVersion, entry.flags, entry.isDeflated ? 8 : 0, 0, Self.date], 2)
  }

  private mutating func write(signature third: UInt8, _ fourth: UInt8) { bytes += [0x50, 0x4B, third, fourth] }

  /// Each number in `count` bytes, the lowest first.
  private mutating func write(_ numbers: [Int], _ count: Int) {
    for number in numbers {
      for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
    }
  }
}
