import InklingFiles
import Testing

@testable import InklingFormats

/// Archives that lie, made by changing bytes of honest ones.
struct ZipDamageTests {
  /// An archive of the members "a" (three bytes) and "b" (a hundred, deflated).
  private struct Archive {
    var bytes: [UInt8]
    /// Where the directory's entries of "a" and "b" and the end record begin.
    let entries: [Int]
    let end: Int

    init(_ names: [String] = ["a", "b"]) throws {
      var writer = ZipWriter()
      try writer.add(names[0], [1, 2, 3])
      try writer.add(names[1], [UInt8](repeating: 5, count: 100), isDeflated: true)
      bytes = writer.finish()
      entries = Self.places(of: [0x50, 0x4B, 1, 2], in: bytes)
      end = bytes.count - 22
    }

    /// Where the headers before the members' data begin.
    var headers: [Int] { Self.places(of: [0x50, 0x4B, 3, 4], in: bytes) }

    mutating func set(_ number: Int, _ count: Int, at offset: Int) {
      for index in 0..<count { bytes[offset + index] = UInt8(truncatingIfNeeded: number >> (8 * index)) }
    }

    /// Renames a member in the directory and in its header.
    mutating func rename(_ index: Int, to name: String) {
      let name = [UInt8](name.utf8)
      let header = headers[index]
      bytes.replaceSubrange(entries[index] + 46..<entries[index] + 46 + name.count, with: name)
      bytes.replaceSubrange(header + 30..<header + 30 + name.count, with: name)
    }

    private static func places(of signature: [UInt8], in bytes: [UInt8]) -> [Int] {
      bytes.indices.filter { bytes[$0...].starts(with: signature) }
    }
  }

  private func sentence(_ bytes: [UInt8], limits: ZipFile.Limits = ZipFile.Limits()) -> String? {
    #expect(throws: InputError.self) { try ZipFile(bytes: bytes, limits: limits) }?.description
  }

  @Test(arguments: ["../x", "/abc", "x/..", "C:xy", "a\\bc"])
  func namesThatLeadElsewhereAreRefused(_ name: String) throws {
    var archive = try Archive(["1234", "b"])
    archive.rename(0, to: name)
    let isBackslash = name.contains("\\")
    #expect(
      sentence(archive.bytes)
        == (isBackslash
          ? "a member's name has a character that no name may have" : "a member's name leads out of the ZIP archive")
        + " at byte \(archive.entries[0]): found '\(name)'; make the archive anew.")
    var writer = ZipWriter()
    #expect(throws: InputError.self) { try writer.add(name, []) }
  }

  @Test func twoMembersOfOneNameAreRefused() throws {
    var archive = try Archive()
    archive.rename(1, to: "a")
    #expect(
      sentence(archive.bytes) == "the ZIP archive has two members of one name: found 'a'; get the file again.")
  }

  /// Both entries lead to one header: Fifield's bomb in small.
  @Test func overlappingMembersAreRefused() throws {
    var writer = ZipWriter()
    try writer.add("a", [1, 2, 3])
    try writer.add("a/", [1, 2, 3])
    var bytes = writer.finish()
    // The second member's header becomes data of the first.
    let header = 34
    for offset in [18, 22] { bytes[offset] = 38 }
    let entry = bytes.count - 22 - 95
    for offset in [20, 24] { bytes[entry + offset] = 38 }
    #expect(
      sentence(bytes) == "members of the ZIP archive overlap at byte \(header): expected 'a' to end there, "
        + "found it ends at byte 69; get the file again.")
  }

  @Test func encryptedMembersAreRefusedByName() throws {
    var archive = try Archive()
    archive.bytes[archive.entries[1] + 8] = 1
    #expect(
      sentence(archive.bytes) == "the member 'b' is encrypted; unpack the archive with its password.")
  }

  @Test func otherMethodsAreRefused() throws {
    var archive = try Archive()
    archive.bytes[archive.entries[1] + 10] = 14
    #expect(
      sentence(archive.bytes) == "the member 'b' is packed in an unknown way: expected method 0 (stored) or "
        + "8 (deflated), found method 14; pack it with deflate.")
  }

  @Test(arguments: [(14, "checksum"), (18, "packed size"), (22, "size"), (8, "method"), (30, "name")])
  func headersThatDisagreeAreRefused(_ offset: Int, _ field: String) throws {
    var archive = try Archive()
    archive.bytes[archive.headers[1] + offset] ^= 2
    #expect(
      sentence(archive.bytes) == "the header of the member 'b' and the directory do not agree at byte "
        + "\(archive.headers[1]): expected the same name, method, checksum and sizes; get the file again.")
  }

  @Test func bombsAreRefusedBeforeTheyAreUnpacked() throws {
    var archive = try Archive()
    for offset in [archive.headers[1] + 22, archive.entries[1] + 24] { archive.set(1 << 30, 4, at: offset) }
    let packed = try ZipFile(bytes: Archive().bytes).members[1].packedSize
    #expect(
      sentence(archive.bytes)
        == "the member 'b' claims to unpack to more than is possible: expected at most 1032 times "
        + "its \(packed) bytes, found 1073741824 bytes; get the file again.")
    var limits = ZipFile.Limits()
    limits.totalSize = 102
    #expect(
      sentence(try Archive().bytes, limits: limits)
        == "the ZIP archive unpacks to too much: expected at most 102 bytes, "
        + "2147483648 for one member, found 100 for 'b'.")
    limits.totalSize = 1 << 32
    (limits.plainSize, limits.ratio) = (99, 1)
    #expect(
      sentence(try Archive().bytes, limits: limits)
        == "the member 'b' would unpack to far more than it is: expected at most 99 bytes, or 1 times its \(packed), "
        + "found 100; store it without packing it.")
    limits.plainSize = 100
    #expect(throws: Never.self) { try ZipFile(bytes: try Archive().bytes, limits: limits) }
    limits.members = 1
    #expect(
      sentence(try Archive().bytes, limits: limits)
        == "the ZIP archive has too many members: expected at most 1, found 2.")
  }

  @Test(arguments: [99, 101])
  func dataOfAnotherLengthIsRefused(_ size: Int) throws {
    var archive = try Archive()
    for offset in [archive.headers[1] + 22, archive.entries[1] + 24] { archive.set(size, 4, at: offset) }
    let file = try ZipFile(bytes: archive.bytes)
    let error = #expect(throws: InputError.self) { try file.read("b") }
    #expect(error?.what == "the data of the member 'b' is damaged")
    #expect(error?.found == "100 bytes instead of \(size)")
  }

  @Test(arguments: [(12, 1), (16, 1), (10, 1), (8, 1), (4, 1)])
  func endRecordsThatLieAreRefused(_ offset: Int, _ difference: Int) throws {
    var archive = try Archive()
    archive.bytes[archive.end + offset] += UInt8(difference)
    #expect(throws: InputError.self) { try ZipFile(bytes: archive.bytes) }
  }

  @Test func zip64NumbersThatAreMissingAreRefused() throws {
    var archive = try Archive()
    archive.set(0xFFFF_FFFF, 4, at: archive.entries[1] + 24)
    #expect(
      sentence(archive.bytes) == "the zip64 field of the member 'b' is wrong or missing at byte "
        + "\(archive.entries[1]); get the file again.")
  }

  @Test func zip64RecordsThatLieAreRefused() throws {
    var writer = ZipWriter(largestWord: 0, largestCount: 0)
    try writer.add("a", [1, 2, 3])
    let bytes = writer.finish()
    #expect(try ZipFile(bytes: bytes).read("a") == [1, 2, 3])
    let record = bytes.count - 22 - 20 - 56
    for offset in [4, 24, 32, 40, 48, 56 + 8] {
      for byte in [0, 7] {
        var changed = bytes
        changed[record + offset + byte] ^= 0x81
        #expect(throws: InputError.self, "\(offset) \(byte)") { try ZipFile(bytes: changed) }
      }
    }
  }

  @Test func bytesBeforeTheArchiveAreRefused() throws {
    #expect(sentence([0] + (try Archive().bytes))?.contains("directory is not where its end record says") == true)
  }

  @Test func theCommentAtTheEndIsAllowed() throws {
    var archive = try Archive()
    archive.bytes[archive.end + 20] = 4
    archive.bytes += [0x50, 0x4B, 5, 6]
    #expect(try ZipFile(bytes: archive.bytes).members.count == 2)
  }
}
