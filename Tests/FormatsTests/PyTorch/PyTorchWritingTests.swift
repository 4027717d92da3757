import InklingFiles
import Testing

@testable import InklingFormats

struct PyTorchWritingTests {
  @Test func whatIsWrittenIsReadBack() throws {
    let fixture = try PyTorchFixture.named("types")
    let arrays =
      try PyTorchFile(bytes: fixture.bytes).arrays + [
        NamedArray(name: "scalar", shape: [], floats: [3]), NamedArray(name: "empty", shape: [0, 3], floats: []),
      ]
    let bytes = try PyTorchFile.encode(arrays)
    #expect(try PyTorchFile(bytes: bytes).arrays == arrays)
    #expect(try PyTorchFile.encode(arrays) == bytes)
  }

  @Test func storagesAreAligned() throws {
    let archive = try ZipFile(bytes: PyTorchFile.encode([NamedArray(name: "w", shape: [3], floats: [1, 2, 3])]))
    #expect(archive.members.map(\.name) == ["data.pkl", "byteorder", "data/0", "version"].map { "archive/" + $0 })
    for member in archive.members { #expect(member.dataOffset.isMultiple(of: 64)) }
  }

  /// A text beside the tensors changes nothing of them.
  @Test func aNoteComesBack() throws {
    let arrays = [NamedArray(name: "w", shape: [3], floats: [1, 2, 3])]
    let file = try PyTorchFile(bytes: PyTorchFile.encode(arrays, note: "a \u{E9} note"))
    #expect(file.note == "a \u{E9} note" && file.arrays == arrays && file.metadata.isEmpty)
    #expect(try PyTorchFile(bytes: PyTorchFile.encode(arrays)).note == nil)
    let archive = try ZipFile(bytes: PyTorchFile.encode(arrays, note: "{}"))
    #expect(archive.members.last?.name == "archive/extra/inkling_input")
    let long = try PyTorchFile.encode(arrays, note: String(repeating: "a", count: (1 << 22) + 1))
    let error = #expect(throws: InputError.self) { try PyTorchFile(bytes: long) }
    #expect(error?.what == "the text beside the tensors is too long, or no UTF-8")
  }

  @Test func twoArraysOfOneNameAreRefused() {
    let array = NamedArray(name: "w", shape: [], floats: [1])
    let error = #expect(throws: InputError.self) { try PyTorchFile.encode([array, array]) }
    #expect(error?.description == "two arrays have one name: found 'w'.")
  }
}
