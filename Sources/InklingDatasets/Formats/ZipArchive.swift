import InklingCZlib
import InklingFiles
import InklingPlatform

/// The members of a ZIP archive (PKWARE's APPNOTE): stored or deflated, not encrypted, below 4 GiB.
struct ZipArchive: ~Copyable {
  /// What the central directory says about one member.
  struct Member: Equatable {
    let method: Int
    let checksum: UInt32
    let packedSize: Int
    let size: Int
    let offset: Int
  }

  private let file: OpenFile
  private let fileSize: Int
  private let members: [String: Member]

  /// Reads the list of members.
  ///
  /// - Throws: `InputError`: `.missing` for no file, `.malformed` for one that is no ZIP archive.
  init(contentsOf path: String) throws(InputError) {
    let file = try OpenFile(reading: path)
    let fileSize = try file.size() ?? 0
    members = try ZipDirectory.members(of: file, size: fileSize)
    self.file = file
    self.fileSize = fileSize
  }

  func contains(_ name: String) -> Bool { members[name] != nil }

  /// Unpacks one member into a file, which appears only when it is whole and its checksum right.
  ///
  /// - Throws: `InputError`: `.missing` when there is no such member, `.malformed` when it is damaged, `.broken` and
  ///   `.unwritable` for faults of the disk.
  func extract(_ name: String, to path: String) throws(InputError) {
    guard let member = members[name] else {
      throw InputError(.missing, "no such member in the archive", path: file.path, expected: name)
    }
    let start = try dataOffset(of: member)
    guard member.packedSize <= fileSize - start, member.method == 0 || member.method == 8 else {
      throw damaged(name, at: member.offset, found: "a member that does not fit or is packed in an unknown way")
    }
    try DurableFile.write(to: path) { (output: borrowing OpenFile) throws(InputError) in
      try copy(member, name, from: start, to: output)
    }
  }

  /// Where the member's data begins: behind its local header, whose length only that header tells.
  private func dataOffset(of member: Member) throws(InputError) -> Int {
    let header = try file.bytes(30, at: member.offset)
    guard header.count == 30, header.starts(with: [0x50, 0x4b, 3, 4]) else {
      throw damaged("local header", at: member.offset, found: "something else")
    }
    return member.offset + 30 + ZipDirectory.number(header, 26, 2) + ZipDirectory.number(header, 28, 2)
  }

  private func copy(
    _ member: Member, _ name: String, from start: Int, to file: borrowing OpenFile
  ) throws(InputError) {
    var output = CheckedOutput(limit: member.size)
    let end =
      if member.method == 0 {
        try store(member, from: start, to: file, &output)
      } else {
        try inflate(member, name, from: start, to: file, &output)
      }
    guard end == start + member.packedSize, output.count == member.size, output.checksum == member.checksum else {
      throw damaged(name, at: start, found: "data of another length or checksum")
    }
  }

  /// Copies a member that is not packed; where its data ended.
  private func store(
    _ member: Member, from start: Int, to file: borrowing OpenFile, _ output: inout CheckedOutput
  ) throws(InputError) -> Int {
    var position = start
    while position < start + member.packedSize {
      let piece = try self.file.bytes(min(1 << 16, start + member.packedSize - position), at: position)
      if piece.isEmpty { break }
      try output.write(piece[...], to: file)
      position += piece.count
    }
    return position
  }

  /// Unpacks a member; where its data ended.
  private func inflate(
    _ member: Member, _ name: String, from start: Int, to file: borrowing OpenFile, _ output: inout CheckedOutput
  ) throws(InputError) -> Int {
    let inflater = Inflater(.none)
    var position = start
    var unpacked = [UInt8](repeating: 0, count: 1 << 18)
    while output.count <= member.size {
      let piece = try self.file.bytes(min(1 << 16, start + member.packedSize - position), at: position)
      let (used, count, outcome) = unpacked.withUnsafeMutableBytes { buffer in
        piece.withUnsafeBytes { inflater.inflate($0, into: buffer) }
      }
      position += used
      try output.write(unpacked[..<count], to: file)
      if outcome == .ended { break }
      if case .damaged(let words) = outcome { throw damaged(name, at: position, found: words) }
      if used == 0 && count == 0 { throw damaged(name, at: position, found: "the end of its data") }
    }
    return position
  }

  private func damaged(_ what: String, at offset: Int, found: String) -> InputError {
    InputError(
      .malformed, "the ZIP archive is damaged", path: file.path, offset: offset, expected: what, found: found,
      remedy: "get the file again")
  }
}

/// Writes at most `limit` bytes into a file, and keeps their count and their CRC-32.
private struct CheckedOutput {
  let limit: Int
  private(set) var count = 0
  private var sum = crc32(0, nil, 0)

  init(limit: Int) { self.limit = limit }

  var checksum: UInt32 { UInt32(truncatingIfNeeded: sum) }

  /// Writes the bytes, as long as the limit holds; behind it only the count goes on.
  mutating func write(_ bytes: ArraySlice<UInt8>, to file: borrowing OpenFile) throws(InputError) {
    count += bytes.count
    if count > limit { return }
    sum = bytes.withUnsafeBytes {
      crc32(sum, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32($0.count))
    }
    try file.write(bytes.span.bytes)
  }
}
