import InklingFiles
import Testing

@testable import InklingFormats

struct ZipFileTests {
  private let text = [UInt8]("a text, a text, a text, a text".utf8)

  /// "a" stored, "folder/b" deflated.
  private func archive() throws -> [UInt8] {
    var writer = ZipWriter()
    try writer.add("a", [1, 2, 3])
    try writer.add("folder/b", text, isDeflated: true)
    return writer.finish()
  }

  @Test func readsWhatWasWritten() throws {
    let file = try ZipFile(bytes: archive())
    #expect(file.members.map(\.name) == ["a", "folder/b"])
    #expect(try file.read("a") == [1, 2, 3])
    #expect(try file.read("folder/b") == text)
    #expect(file.member("folder/b")?.isDeflated == true)
    #expect(file.contains("c") == false)
  }

  @Test func noMemberIsMissing() throws {
    let file = try ZipFile(bytes: archive(), path: "x.zip")
    let error = #expect(throws: InputError.self) { try file.read("c") }
    #expect(
      error?.description == "the ZIP archive has no such member in x.zip: expected 'c', found a, folder/b.")
  }

  @Test func everyChangedByteIsNoticedOrHarmless() throws {
    let bytes = try archive()
    for index in bytes.indices {
      for mask: UInt8 in [1, 0x80, 0xFF] {
        var changed = bytes
        changed[index] ^= mask
        guard let file = try? ZipFile(bytes: changed) else { continue }
        for member in file.members {
          guard let content = try? file.read(member.name) else { continue }
          #expect(content == [1, 2, 3] || content == text, "byte \(index)")
        }
      }
    }
  }

  @Test func everyCutIsRefused() throws {
    let bytes = try archive()
    for count in bytes.indices {
      #expect(throws: InputError.self) { try ZipFile(bytes: [UInt8](bytes[..<count])) }
    }
  }

  @Test func wrongChecksumIsRefused() throws {
    var bytes = try archive()
    bytes[31] ^= 1
    let file = try ZipFile(bytes: bytes)
    let error = #expect(throws: InputError.self) { try file.read("a") }
    #expect(
      error?.description == "the checksum of the member 'a' is wrong at byte 31; get the file again.")
  }

  @Test func nothingIsNoArchive() {
    let error = #expect(throws: InputError.self) { try ZipFile(bytes: []) }
    #expect(
      error?.description
        == "the file is not a whole ZIP archive: expected a directory at its end, found none; get the file again.")
  }
}
