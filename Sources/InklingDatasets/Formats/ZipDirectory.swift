import InklingFiles

/// The central directory at the end of a ZIP archive.
enum ZipDirectory {
  /// The most that a directory may take: a few hundred thousand members.
  private static let sizeLimit = 1 << 24

  /// All members by their names.
  static func members(of file: borrowing OpenFile, size: Int) throws(InputError) -> [String: ZipArchive.Member] {
    let (count, length, offset) = try endRecord(of: file, size: size)
    guard length <= min(sizeLimit, size), offset <= size - length else {
      throw malformed(file.path, at: size, found: "a directory of \(length) bytes at byte \(offset)")
    }
    let directory = try file.bytes(length, at: offset)
    var members: [String: ZipArchive.Member] = [:]
    var position = 0
    for _ in 0..<count {
      guard position + 46 <= directory.count, directory[position...].starts(with: [0x50, 0x4b, 1, 2]) else {
        throw malformed(file.path, at: offset + position, found: "no entry where one should begin")
      }
      func field(_ at: Int, _ size: Int) -> Int { number(directory, position + at, size) }
      let nameEnd = position + 46 + field(28, 2)
      guard nameEnd <= directory.count else { throw malformed(file.path, at: offset + position, found: "half a name") }
      members[String(decoding: directory[position + 46..<nameEnd], as: UTF8.self)] = ZipArchive.Member(
        method: field(10, 2), checksum: UInt32(field(16, 4)), packedSize: field(20, 4), size: field(24, 4),
        offset: field(42, 4))
      position = nameEnd + field(30, 2) + field(32, 2)
    }
    return members
  }

  /// A little-endian number of `size` bytes.
  static func number(_ bytes: [UInt8], _ offset: Int, _ size: Int) -> Int {
    bytes[offset..<offset + size].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// The record at the very end, before a comment of up to 65,535 bytes.
  private static func endRecord(
    of file: borrowing OpenFile, size: Int
  ) throws(InputError) -> (count: Int, length: Int, offset: Int) {
    let tailSize = min(size, 22 + 65_535)
    let tail = try file.bytes(tailSize, at: size - tailSize)
    var start = tail.count - 22
    while start >= 0 {
      if tail[start...].starts(with: [0x50, 0x4b, 5, 6]) {
        return (number(tail, start + 10, 2), number(tail, start + 12, 4), number(tail, start + 16, 4))
      }
      start -= 1
    }
    throw malformed(file.path, at: 0, found: "no directory at its end")
  }

  private static func malformed(_ path: String, at offset: Int, found: String) -> InputError {
    InputError(
      .malformed, "not a whole ZIP archive", path: path, offset: offset, expected: "a ZIP archive's directory",
      found: found, remedy: "get the file again")
  }
}
