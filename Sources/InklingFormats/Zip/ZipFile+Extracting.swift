public import InklingFiles

extension ZipFile {
  private static let piece = 1 << 16

  /// Unpacks a member into a file, which appears only when it is whole and its checksum right. Memory: 320 KiB, however large
  /// the member is.
  ///
  /// - Throws: `InputError`: `.missing` when there is no such member, `.malformed` when it is damaged, `.broken` and
  ///   `.unwritable` for faults of the disk.
  public func extract(_ name: String, to path: String) throws(InputError) {
    let member = try requireMember(name)
    try DurableFile.write(to: path) { (output: borrowing OpenFile) throws(InputError) in
      var checked = CheckedOutput(limit: member.size)
      let used = try member.isDeflated ? inflate(member, to: output, &checked) : store(member, to: output, &checked)
      guard used == member.packedSize, checked.count == member.size, checked.checksum == member.checksum else {
        throw source.fault(
          "the length or the checksum of the member '\(name)' is wrong", at: member.dataOffset,
          expected: "\(member.size) bytes", found: "\(checked.count)")
      }
    }
  }

  /// Copies a member that is not packed; how much of its data was used.
  private func store(
    _ member: Member, to file: borrowing OpenFile, _ output: inout CheckedOutput
  ) throws(InputError) -> Int {
    var used = 0
    while used < member.packedSize {
      let bytes = try source.bytes(min(Self.piece, member.packedSize - used), at: member.dataOffset + used)
      try output.write(bytes[...], to: file)
      used += bytes.count
    }
    return used
  }

  /// Unpacks a member; how much of its data was used.
  private func inflate(
    _ member: Member, to file: borrowing OpenFile, _ output: inout CheckedOutput
  ) throws(InputError) -> Int {
    let inflater = Inflater(.none)
    var used = 0
    var unpacked = [UInt8](repeating: 0, count: 4 * Self.piece)
    while output.count <= member.size {
      let bytes = try source.bytes(min(Self.piece, member.packedSize - used), at: member.dataOffset + used)
      let step = unpacked.withUnsafeMutableBytes { buffer in
        bytes.withUnsafeBytes { inflater.inflate($0, into: buffer) }
      }
      used += step.used
      try output.write(unpacked[..<step.written], to: file)
      if step.outcome == .ended { break }
      if case .damaged(let words) = step.outcome { throw damaged(member, at: used, found: words) }
      if step.used == 0, step.written == 0 { throw damaged(member, at: used, found: "an early end") }
    }
    return used
  }

  private func damaged(_ member: Member, at offset: Int, found: String) -> InputError {
    source.fault(
      "the data of the member '\(member.name)' is damaged", at: member.dataOffset + offset, found: found)
  }
}

/// Writes at most `limit` bytes into a file, and keeps their count and their CRC-32.
private struct CheckedOutput {
  let limit: Int
  private(set) var count = 0
  private(set) var checksum: UInt32 = 0

  init(limit: Int) { self.limit = limit }

  /// Writes the bytes, as long as the limit holds; behind it only the count goes on.
  mutating func write(_ bytes: ArraySlice<UInt8>, to file: borrowing OpenFile) throws(InputError) {
    count += bytes.count
    if count > limit { return }
    checksum = ZipChecksum.crc32(of: bytes, after: checksum)
    try file.write(bytes.span.bytes)
  }
}
