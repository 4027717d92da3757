import Foundation
import Testing

@testable import InklingFiles
@testable import InklingFormats

@Suite final class FileInspectorTests {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("inspector-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: folder) }

  private func file(_ bytes: [UInt8], _ name: String = "file") throws -> String {
    let path = folder.appendingPathComponent(name).path
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  /// Nobody writes to it: opening it would wait for ever.
  @Test func aNamedPipe() throws {
    let path = folder.appendingPathComponent("pipe").path
    try #require(mkfifo(path, 0o600) == 0)
    let error = #expect(throws: InputError.self) { try FileInspector().describe(path) }
    #expect(error?.kind == .missing && error?.found == "a pipe or a device")
  }

  /// The end of a file is missing: its beginning says what it was, whatever it is called.
  @Test func aFileThatWasCutIsKnownByItsBeginning() throws {
    let weights: [UInt8] = [0, 64, 0, 0, 0, 0, 0, 0] + Array(#"{"a":{"dtype":"F32","shape":[1]"#.utf8)
    let onnx: [UInt8] = [8, 8, 18, 3, 97, 98, 99, 58, 200, 1, 10, 4]
    for (bytes, kind) in [(weights, FileKind.safetensors), (onnx, .onnx)] {
      let path = try file(bytes, "cut")
      #expect(FileInspector().supposedKind(of: path) == kind)
      let error = #expect(throws: InputError.self) { try FileInspector().describe(path) }
      // A reader of ONNX models is elsewhere.
      let what = kind == .onnx ? "a file of no known format" : "the file is damaged, or no safetensors file: "
      #expect(error?.what.hasPrefix(what) == true)
    }
    #expect(FileInspector().supposedKind(of: try file([1, 2, 3], "a.pt")) == .pytorch)
    #expect(FileInspector().supposedKind(of: try file([], "a.inkling")) == .safetensors)
    for bytes in [[1, 2, 3], []] as [[UInt8]] { #expect(FileInspector().supposedKind(of: try file(bytes, "a")) == nil) }
  }

  /// The name says what a damaged file was.
  @Test func aDamagedFileIsCalledByItsName() throws {
    let impossible = [UInt8](repeating: 0xFF, count: 8) + Array(#"{"a":1}"#.utf8)
    func fault(_ name: String) throws -> InputError? {
      let path = try file(impossible, name)
      return #expect(throws: InputError.self) { try FileInspector().kind(of: path) }
    }
    let named = try fault("a.safetensors")
    #expect(named?.what == "the file is damaged, or no safetensors file: impossible header length")
    #expect(named?.found == "18446744073709551615" && named?.kind == .malformed)
    #expect(try fault("a.SAFETENSORS")?.what == named?.what)
    #expect(try fault("a.bin")?.what == "a file of no known format")
    #expect(try fault("safetensors")?.what == "a file of no known format")
    #expect(FileKind(named: "a.b/c.onnx") == .onnx && FileKind(named: "a.onnx/c") == nil)
    #expect(FileKind(named: ".pt") == nil && FileKind(named: "x.pth") == .pytorch && FileKind(named: "") == nil)
    #expect(Set(FileKind.allCases.map(\.title)).count == FileKind.allCases.count)
  }

  @Test func safetensors() throws {
    let text = #"{"__metadata__":{"k":"v"},"b":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}"#
    let bytes = withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { Array($0) } + text.utf8 + (0..<8)
    let description = try FileInspector().describe(file(bytes, "a.png"))
    #expect(description.format == "safetensors")
    #expect(description.tensors == [.init(name: "b", dtype: "C64", shape: [1])])
    #expect(description.metadata == ["k": "v"])
    #expect(description.sha256 == sha256Hex(bytes))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = try String(decoding: encoder.encode(description), as: UTF8.self)
    #expect(
      json
        == #"{"format":"safetensors","metadata":{"k":"v"},"sha256":"\#(description.sha256)","#
        + #""tensors":[{"dtype":"C64","name":"b","shape":[1]}]}"#)
    #expect(try JSONDecoder().decode(FileDescription.self, from: Data(json.utf8)) == description)
  }

  @Test func arraysTablesAndImages() throws {
    let inspector = FileInspector()
    let array = NamedArray(name: "a", shape: [2, 3], integers: [1, 2, 3, 4, 5, 6])
    let npy = try inspector.describe(file(NPY.encode(array), "values.npy"))
    #expect(npy.format == "npy")
    #expect(npy.tensors == [.init(name: "values", dtype: "I64", shape: [2, 3])])
    let table = try inspector.describe(file(CSVTable.encode([array])))
    #expect(table.format == "csv")
    #expect(table.metadata == ["columns": "3", "header": "a0,a1,a2", "rows": "2"])
    let idx = try inspector.describe(file([0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 2, 7, 7]))
    #expect(idx.tensors == [.init(name: "data", dtype: "U8", shape: [1, 2])])
    let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
    #expect(
      try inspector.describe(file(png + [0, 0, 0, 28, 0, 0, 1, 0])).metadata == ["width": "28", "height": "256"])
  }

  @Test func otherFormatsPlugIn() throws {
    var inspector = FileInspector()
    let path = try file(Array("PK\u{3}\u{4}".utf8))
    #expect(try inspector.describe(path).format == "zip")
    inspector.memberNames = { _ throws(InputError) in ["x.npy"] }
    inspector.use({ path throws(InputError) in .init(metadata: ["path": path]) }, for: .npz)
    let description = try inspector.describe(path)
    #expect(description.format == "npz")
    #expect(description.metadata == ["path": path])
  }

  private func error(_ path: String) -> InputError? {
    do throws(InputError) {
      _ = try FileInspector().describe(path)
      return nil
    } catch {
      return error
    }
  }

  @Test func faults() throws {
    let unknown = try error(file([1, 2, 255]))
    #expect(unknown?.what == "a file of no known format")
    #expect(unknown?.found == "bytes 01 02 ff")
    #expect(try error(file([]))?.what == "the file is empty")
    #expect(error(folder.path)?.kind == .missing)
    #expect(error("/dev/null")?.what == "only a regular file can be read here")
    let cut = Array(try NPY.encode(NamedArray(name: "a", shape: [2], floats: [1, 2])).dropLast())
    #expect(try error(file(cut, "a.npy"))?.what == "the array 'a' does not fill its shape")
  }
}
