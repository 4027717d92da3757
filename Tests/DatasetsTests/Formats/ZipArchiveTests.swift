import InklingCZlib
import InklingFiles
import Testing

@testable import InklingDatasets

/// A ZIP archive of these members.
func zip(_ members: [(name: String, bytes: [UInt8], isDeflated: Bool)], comment: String = "") -> [UInt8] {
  func little(_ value: Int, _ size: Int) -> [UInt8] { (0..<size).map { UInt8(value >> (8 * $0) & 255) } }
  var archive: [UInt8] = []
  var directory: [UInt8] = []
  for (name, bytes, isDeflated) in members {
    let data = isDeflated ? packed(bytes, windowBits: -15) : bytes
    var fields = little(20, 2) + little(0, 2) + little(isDeflated ? 8 : 0, 2) + little(0, 4)
    fields += little(Int(crc32(0, bytes, UInt32(bytes.count))), 4) + little(data.count, 4) + little(bytes.count, 4)
    fields += little(name.utf8.count, 2)
    directory += [0x50, 0x4B, 1, 2] + little(20, 2) + fields + little(2, 2) + little(0, 10)
    directory += little(archive.count, 4) + Array(name.utf8) + [9, 9]
    archive += [0x50, 0x4B, 3, 4] + fields + little(3, 2) + Array(name.utf8) + [7, 7, 7] + data
  }
  var end = [0x50, 0x4B, 5, 6] + little(0, 4) + little(members.count, 2) + little(members.count, 2)
  end += little(directory.count, 4) + little(archive.count, 4) + little(comment.utf8.count, 2)
  return archive + directory + end + Array(comment.utf8)
}

struct ZipArchiveTests {
  static let large = randomBytes(200_000)
  static let members: [(name: String, bytes: [UInt8], isDeflated: Bool)] = [
    ("stored", large, false), ("a/deflated", large, true), ("zeros", [UInt8](repeating: 0, count: 1_000_000), true),
    ("empty", [], false), ("packed/empty", [], true),
  ]

  @Test(arguments: ["", "a comment"]) func unpacksEveryMember(comment: String) throws {
    let folder = try TemporaryFolder()
    let archive = try ZipArchive(contentsOf: folder.write(zip(Self.members, comment: comment), to: "a.zip"))
    for (name, bytes, _) in Self.members {
      try archive.extract(name, to: folder.path + "/out")
      #expect(folder.bytes("out") == bytes, "\(name)")
    }
    #expect(folder.names == ["a.zip", "out"])
  }

  /// What `unpack` of one member of a damaged archive throws; nothing may be left behind.
  func fault(_ bytes: [UInt8], _ name: String) throws -> InputError? {
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes, to: "a.zip")
    let output = folder.path + "/out"
    let error = #expect(throws: InputError.self) {
      try ZipArchive(contentsOf: path).extract(name, to: output)
    }
    #expect(folder.names == ["a.zip"])
    #expect(error?.path == path)
    return error
  }

  @Test func aMissingMemberIsSaidSo() throws {
    let error = try fault(zip(Self.members), "none")
    #expect(error?.kind == .missing)
    #expect(error?.expected == "none")
  }

  @Test(arguments: [0, 1, 10, 21, 100, 200_000]) func aCutArchiveIsSaidSo(count: Int) throws {
    let error = try fault(Array(zip(Self.members).prefix(count)), "stored")
    #expect(error?.kind == .malformed)
    #expect(error?.what == "not a whole ZIP archive")
  }

  /// A byte of the data, the size, the checksum, the method, the local header's mark, its place.
  @Test(arguments: [false, true]) func aDamagedMemberIsSaidSo(isDeflated: Bool) throws {
    let whole = zip([("m", Self.large, isDeflated)])
    let directory = whole.count - 22 - 49
    for index in [100, 50_000, directory + 24, directory + 16, directory + 10, 0, directory + 42, directory + 20] {
      var bytes = whole
      bytes[index] ^= 0x55
      #expect(try fault(bytes, "m")?.kind == .malformed, "byte \(index)")
    }
  }

  /// Any single wrong byte gives the right data or an error, and never ends the process.
  @Test func aWrongByteNeverGivesOtherData() throws {
    let folder = try TemporaryFolder()
    let whole = zip([("m", Array("hello, hello, hello".utf8), true)])
    for index in whole.indices {
      for flip: UInt8 in [1, 0x80, 0xFF] {
        var bytes = whole
        bytes[index] ^= flip
        let path = try folder.write(bytes, to: "a.zip")
        do {
          try ZipArchive(contentsOf: path).extract("m", to: folder.path + "/out")
          #expect(folder.bytes("out") == Array("hello, hello, hello".utf8), "byte \(index)")
        } catch {
          #expect([.malformed, .missing].contains(error.kind), "byte \(index)")
        }
      }
    }
  }
}
