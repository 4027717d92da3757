import InklingFiles

/// One entry of the directory, before it is held against the header that stands before the member's data.
struct ZipEntry {
  private static let headerSize = 30
  private static let encrypted = 1 | 1 << 6 | 1 << 13
  private static let hasDescriptor = 1 << 3

  let name: String
  let rawName: ArraySlice<UInt8>
  let flags: Int
  let method: Int
  let checksum: Int
  let size: Int
  let packedSize: Int
  let offset: Int

  /// The member that both describe in the same way.
  ///
  /// - Throws: `InputError` of kind `.malformed` when they differ, the member is encrypted or packed in another way
  ///   than deflate, or its data does not lie before the directory.
  func member(of source: ZipSource, directoryOffset: Int) throws(InputError) -> ZipFile.Member {
    guard flags & Self.encrypted == 0 else {
      throw source.fault("the member '\(name)' is encrypted", remedy: "unpack the archive with its password")
    }
    guard method == 0 || method == 8 else {
      throw source.fault(
        "the member '\(name)' is packed in an unknown way", expected: "method 0 (stored) or 8 (deflated)",
        found: "method \(method)", remedy: "pack it with deflate")
    }
    guard method == 8 || size == packedSize else {
      throw source.fault(
        "the member '\(name)' is stored and has two sizes", expected: "\(size) bytes", found: "\(packedSize)")
    }
    let header = try header(of: source, directoryOffset: directoryOffset)
    let dataOffset = offset + Self.headerSize + header.short(26) + header.short(28)
    guard dataOffset <= directoryOffset, packedSize <= directoryOffset - dataOffset else {
      throw source.fault(
        "the member '\(name)' does not fit into the ZIP archive", at: offset,
        expected: "\(packedSize) bytes before the directory", found: "\(max(directoryOffset - dataOffset, 0))")
    }
    let end = try descriptorEnd(of: source, from: dataOffset + packedSize, to: directoryOffset)
    return ZipFile.Member(
      name: name, size: size, packedSize: packedSize, checksum: UInt32(checksum), isDeflated: method == 8,
      headerOffset: offset, dataOffset: dataOffset, end: end)
  }

  /// The header before the data (APPNOTE 4.3.7), which says the same as this entry.
  private func header(of source: ZipSource, directoryOffset: Int) throws(InputError) -> ZipFields {
    guard offset <= directoryOffset - Self.headerSize else {
      throw source.fault("the member '\(name)' begins behind the directory", at: offset)
    }
    let header = ZipFields(try source.bytes(Self.headerSize, at: offset))
    guard header.hasSignature(3, 4) else {
      throw source.fault("the member '\(name)' has no header", at: offset)
    }
    let nameLength = header.short(26)
    let rest = try source.bytes(nameLength + header.short(28), at: offset + Self.headerSize)
    guard let sizes = Zip64.resolved([header.word(22), header.word(18)], extra: ZipFields(rest[nameLength...])) else {
      throw source.fault("the zip64 field in the header of '\(name)' is wrong or missing", at: offset)
    }
    // Written before the data was known: zeros, and the numbers again behind it.
    let mayBeZero = header.short(6) & Self.hasDescriptor != 0
    func agrees(_ number: Int, _ own: Int) -> Bool { number == own || mayBeZero && number == 0 }
    guard rest[..<nameLength] == rawName, header.short(6) & Self.encrypted == 0, header.short(8) == method,
      (header.short(6) ^ flags) & Self.hasDescriptor == 0, agrees(header.word(14), checksum), agrees(sizes[0], size),
      agrees(sizes[1], packedSize)
    else {
      throw source.fault(
        "the header of the member '\(name)' and the directory do not agree", at: offset,
        expected: "the same name, method, checksum and sizes")
    }
    return header
  }

  /// Where the member ends: behind its data, or behind the data descriptor (APPNOTE 4.3.9) when it has one.
  private func descriptorEnd(of source: ZipSource, from start: Int, to limit: Int) throws(InputError) -> Int {
    guard flags & Self.hasDescriptor != 0 else { return start }
    let descriptor = ZipFields(try source.bytes(min(24, limit - start), at: start))
    let signature = descriptor.hasSignature(7, 8) ? 4 : 0
    if descriptor.count >= signature + 12, descriptor.word(signature) == checksum {
      if descriptor.word(signature + 4) == packedSize, descriptor.word(signature + 8) == size {
        return start + signature + 12
      }
      if descriptor.count >= signature + 20, descriptor.long(signature + 4) == packedSize,
        descriptor.long(signature + 12) == size
      {
        return start + signature + 20
      }
    }
    // Some writers leave it out behind an empty member.
    guard packedSize == 0 else {
      throw source.fault(
        "the data descriptor of the member '\(name)' and the directory do not agree", at: start,
        expected: "the same checksum and sizes")
    }
    return start
  }
}
