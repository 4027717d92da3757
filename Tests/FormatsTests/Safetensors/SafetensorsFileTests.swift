import Foundation
import Testing

@testable import InklingFiles
@testable import InklingFormats

@Suite final class SafetensorsFileTests {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("safetensors-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: folder) }

  private func file(_ bytes: [UInt8]) throws -> String {
    let path = folder.appendingPathComponent("a.safetensors").path
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func header(_ text: String) -> [UInt8] {
    withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { Array($0) } + Array(text.utf8)
  }

  private func error(_ text: String, _ body: [UInt8] = []) -> String? {
    do throws(InputError) {
      _ = try SafetensorsFile(decoding: header(text) + body, path: "a.safetensors")
      return nil
    } catch {
      return error.description
    }
  }

  private let advice = "give a safetensors file, or make or download this one again."

  @Test func everyTypeComesBackToTheBit() throws {
    let arrays = try ElementType.allCases.map { type in
      try NamedArray(
        name: "array of \(type.rawValue)", elementType: type, shape: [2, 1],
        bytes: (0..<2 * type.byteCount).map { UInt8(truncatingIfNeeded: 1 << $0) })
    }
    let path = try file([])
    try SafetensorsFile.write(arrays, metadata: ["b": "2", "a": "\u{1}\""], to: path)
    let read = try SafetensorsFile(contentsOf: path)
    #expect(read.metadata == ["b": "2", "a": "\u{1}\""])
    for array in arrays {
      #expect(try read[array.name] == array)
      // Aligned to its numbers, as the header is to eight bytes.
      let entry = try #require(read.entry(array.name))
      #expect(read.range(of: entry).lowerBound % array.elementType.byteCount == 0)
    }
    #expect(try read["none"] == nil)
    #expect(Set(read.names) == Set(arrays.map(\.name)))
    #expect(
      try SafetensorsFile.encode(arrays.reversed(), metadata: read.metadata)
        == Array(Data(contentsOf: URL(fileURLWithPath: path))))
  }

  @Test func integersBeyondFloatsComeBackWhole() throws {
    let array = NamedArray(name: "a", shape: [2], integers: [.max, 1 << 24 + 1])
    let read = try SafetensorsFile(decoding: SafetensorsFile.encode([array]))
    #expect(try read["a"]?.integers() == [.max, 1 << 24 + 1])
  }

  @Test func namesThatOnlyLookTheSameAreTwo() throws {
    let arrays = ["\u{e9}", "e\u{301}"].map { NamedArray(name: $0, shape: [], floats: [Float($0.utf8.count)]) }
    let read = try SafetensorsFile(decoding: SafetensorsFile.encode(arrays))
    #expect(try read["\u{e9}"]?.floats() == [2])
    #expect(try read["e\u{301}"]?.floats() == [3])
  }

  @Test func whatNoArrayHoldsIsListedAndRefusedByName() throws {
    let text = #"{"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}"#
    let read = try SafetensorsFile(decoding: header(text) + Array(repeating: 1, count: 8), path: "a.safetensors")
    #expect(read.entries[0].dataType == .complex64)
    #expect(read.entries[0].shape == [1])
    let error = #expect(throws: InputError.self) { try read["a"] }
    #expect(
      error?.description
        == "numbers of the type C64 are not read, as tensor 'a' has them in a.safetensors at byte 9: expected one of F64, "
        + "F32, F16, BF16, F8_E4M3, F8_E5M2, I64, I32, I16, I8, U64, U32, U16, U8, BOOL; store it as F32.")
    #expect(try read.withBytes(of: read.entries[0]) { (bytes) throws(InputError) in bytes.count } == 8)
  }

  @Test func sentencesSayWhatAndWhere() {
    #expect(
      error(#"{"a":{"dtype":"F4","shape":[1],"data_offsets":[0,1]}}"#, [0])
        == "tensor 'a' ends inside a byte in a.safetensors at byte 9: expected a whole number of bytes, found 4 bits.")
    #expect(
      error(#"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}"#, [0, 0, 0, 0])
        == "tensor 'a' does not fill its data_offsets in a.safetensors at byte 9: expected more than 2^60 bytes for shape "
        + "[4294967296, 4294967296] of F32, found 4.")
    #expect(
      error(#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, [0, 0, 0, 0])
        == "truncated data of tensor 'a' in a.safetensors at byte 66: expected 8 bytes of data, found 4; make or download it "
        + "again.")
    #expect(
      error(#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":0}"#, [0])
        == "repeated key 'a' in the header in a.safetensors at byte 61: expected each key once; " + advice)
    #expect(
      error("{}", [0])
        == "bytes that belong to no tensor in a.safetensors at byte 10: expected 0 bytes of data, found 1.")
    #expect(error(" {}") == "broken header in a.safetensors at byte 8: expected '{', found byte 32; " + advice)
  }

  /// Above its smallest size a file is mapped; another program that makes it shorter does not end this one.
  @Test func aFileThatShrinksIsAFault() throws {
    let count = MappedFile.smallest
    let array = NamedArray(name: "a", shape: [count / 4], floats: Array(repeating: 0.5, count: count / 4))
    let path = try file(SafetensorsFile.encode([array]))
    let read = try SafetensorsFile(contentsOf: path)
    #expect(try read["a"] == array)
    let entry = read.entries[0]
    #expect(try read.withBytes(of: entry) { (bytes) throws(InputError) in Array(bytes) } == array.bytes)
    #expect(truncate(path, 100) == 0)
    let error = #expect(throws: InputError.self) { try read["a"] }
    #expect(error?.kind == .broken)
    #expect(error?.what == "the file became shorter while it was read")
    #expect(error?.found == "100")
    #expect(throws: InputError.self) { try read.withBytes(of: entry) { (bytes) throws(InputError) in Array(bytes) } }
  }

  @Test func aSmallFileIsReadWhole() throws {
    let array = NamedArray(name: "a", shape: [1], floats: [0.5])
    let path = try file(SafetensorsFile.encode([array]))
    let read = try SafetensorsFile(contentsOf: path)
    #expect(truncate(path, 0) == 0)
    #expect(try read["a"] == array)
  }

  @Test func theSizesAreComparedBeforeTheBodyIsRead() throws {
    let path = try file(header(#"{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}"#))
    #expect(truncate(path, 1 << 40) == 0)
    let error = #expect(throws: InputError.self) { try SafetensorsFile(contentsOf: path) }
    #expect(error?.what == "bytes that belong to no tensor")
  }

  @Test func aBodyThatNoMemoryHoldsIsNotRead() throws {
    let size = 1 << 33
    let text = #"{"a":{"dtype":"F32","shape":[\#(size / 4)],"data_offsets":[0,\#(size)]}}"#
    let path = try file(header(text))
    #expect(truncate(path, size + header(text).count) == 0)
    let read = try SafetensorsFile(contentsOf: path)
    let error = #expect(throws: InputError.self) { try Memory.$allowance.withValue(1 << 32) { try read["a"] } }
    #expect(error?.kind == .unavailable)
    #expect(error?.what == "there is not enough memory for the file's tensors")
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/zero"))) func aDeviceWithoutAnEndIsNoHeader() {
    let error = #expect(throws: InputError.self) { try SafetensorsFile(contentsOf: "/dev/zero") }
    #expect(error?.what == "broken header")
  }

  @Test(arguments: ["__metadata__", "a"]) func namesThatNoFileCanHoldAreRefused(name: String) {
    let arrays = ["a", name].map { NamedArray(name: $0, shape: [], floats: [0]) }
    let error = #expect(throws: InputError.self) { try SafetensorsFile.encode(arrays) }
    #expect(error?.kind == .usage)
    #expect(error?.found == "'\(name)'")
  }
}
