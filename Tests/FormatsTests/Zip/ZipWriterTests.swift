import InklingFiles
import Testing

@testable import InklingFormats

struct ZipWriterTests {
  @Test func everyAlignmentIsKept() throws {
    for alignment in [1, 2, 3, 4, 5, 7, 8, 64, 100, 4096] {
      var writer = ZipWriter()
      for index in 0..<9 { try writer.add(String(repeating: "n", count: index + 1), [9], alignment: alignment) }
      let file = try ZipFile(bytes: writer.finish())
      for member in file.members {
        #expect(member.dataOffset.isMultiple(of: alignment))
        #expect(try file.read(member.name) == [9])
      }
    }
  }

  @Test func zip64IsReadBack() throws {
    var writer = ZipWriter(largestWord: 50, largestCount: 2)
    let long = [UInt8](repeating: 3, count: 300)
    try writer.add("short", [1], alignment: 64)
    try writer.add("long", long, alignment: 64)
    try writer.add("packed", long, isDeflated: true)
    let bytes = writer.finish()
    let file = try ZipFile(bytes: bytes)
    #expect(file.members.map(\.size) == [1, 300, 300])
    #expect(try file.read("long") == long)
    #expect(try file.read("packed") == long)
    #expect(bytes[(bytes.count - 42)...].starts(with: [0x50, 0x4B, 6, 7]))
  }

  @Test func namesAreUnicode() throws {
    var writer = ZipWriter()
    try writer.add("größe", [])
    let file = try ZipFile(bytes: writer.finish())
    #expect(try file.read("größe") == [])
  }

  @Test func twoOfOneNameAreRefused() throws {
    var writer = ZipWriter()
    try writer.add("a", [])
    let error = #expect(throws: InputError.self) { try writer.add("a", []) }
    #expect(error?.description == "two members of a ZIP archive have one name: found 'a'.")
    #expect(error?.kind == .usage)
  }

  /// Info-ZIP's `zip -` and Python's zipfile for a stream write the sizes behind the data.
  @Test(arguments: [true, false])
  func dataDescriptorsAreRead(_ hasSignature: Bool) throws {
    var writer = ZipWriter()
    try writer.add("a", [1, 2, 3])
    var bytes = writer.finish()
    let descriptor = (hasSignature ? [0x50, 0x4B, 7, 8] : []) + bytes[14..<18] + [3, 0, 0, 0, 3, 0, 0, 0]
    for offset in 14..<26 { bytes[offset] = 0 }
    bytes[6] = 8
    bytes[34 + 8] = 8
    let end = bytes.count - 22
    bytes[end + 16] += UInt8(descriptor.count)
    bytes.insert(contentsOf: descriptor, at: 34)
    #expect(try ZipFile(bytes: bytes).read("a") == [1, 2, 3])
    bytes[34 + descriptor.count - 4] = 4
    let error = #expect(throws: InputError.self) { try ZipFile(bytes: bytes) }
    #expect(error?.what == "the data descriptor of the member 'a' and the directory do not agree")
  }
}
