import Foundation
import Testing

@testable import InklingFiles
@testable import InklingFormats

@Suite struct FileKindTests {
  private func kind(_ bytes: [UInt8], of size: Int? = nil) throws -> FileKind? {
    try FileKind.detect(head: bytes, size: size ?? bytes.count)
  }

  private func kind(_ text: String, of size: Int? = nil) throws -> FileKind? { try kind(Array(text.utf8), of: size) }

  @Test func signatures() throws {
    #expect(try kind(NPY.encode(NamedArray(name: "a", shape: [1], floats: [1]))) == .npy)
    #expect(try kind([0x89] + "PNG\r\n\u{1A}\n".utf8) == .png)
    #expect(try kind([0x1F, 0x8B, 8, 0]) == .gzip)
    #expect(try kind("PK\u{3}\u{4}") == .zip)
    #expect(try kind("PK\u{5}\u{6}") == .zip)
    #expect(try kind([0x80, 2, 0x7D]) == .pickle)
    #expect(
      try kind([0x80, 2, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]) == .pytorchLegacy)
    #expect(try kind([0x80, 6]) == nil)
    let hdf5: [UInt8] = [0x89] + "HDF\r\n\u{1A}\n".utf8
    #expect(try kind(hdf5) == .hdf5)
    #expect(try kind(Array(repeating: 0, count: 2048) + hdf5) == .hdf5)
    #expect(try kind(Array(repeating: 0, count: 100) + hdf5) == nil)
    #expect(try kind([]) == nil)
  }

  @Test func archivesByTheirMembers() {
    #expect(FileKind.archive(["x.npy", "y.npy"]) == .npz)
    #expect(FileKind.archive(["x.npy", "y.txt"]) == .zip)
    #expect(FileKind.archive([]) == .zip)
    #expect(FileKind.archive(["metadata.json", "config.json", "model.weights.h5"]) == .keras)
    #expect(FileKind.archive(["a/data.pkl", "a/data/0", "a/version"]) == .pytorch)
  }

  @Test func safetensorsFitTheirFile() throws {
    let bytes = try SafetensorsFile.encode([NamedArray(name: "a", shape: [1], floats: [1])])
    #expect(try kind(bytes) == .safetensors)
    #expect(try kind(SafetensorsFile.encode([])) == .safetensors)
    #expect(try kind(Array(bytes.prefix(20))) == nil)
    #expect(try kind(Array(bytes.prefix(20)), of: bytes.count) == .safetensors)
  }

  /// A header of 0x280 or 0x480 bytes begins as a pickle does.
  @Test func aHeaderIsNoPickle() throws {
    let beginnings = try (0..<1400).map { count in
      try SafetensorsFile.encode([], metadata: ["card": String(repeating: "x", count: count)])
    }.filter { $0[0] == 0x80 && 2...5 ~= $0[1] }
    #expect(Set(beginnings.map { $0[1] }) == [2, 3, 4, 5])
    for bytes in beginnings { #expect(try kind(bytes) == .safetensors) }
    #expect(try kind([0x80, 2, 0x7D, 0x71, 0, 0x2E]) == .pickle)
  }

  @Test func indicesFillTheirFile() throws {
    #expect(try kind([0, 0, 8, 1, 0, 0, 0, 2, 7, 7]) == .idx)
    #expect(try kind([0, 0, 8, 1, 0, 0, 0, 2, 7]) == nil)
    #expect(try kind([0, 0, 13, 2, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]) == nil)
    #expect(try kind([0, 0, 10, 1, 0, 0, 0, 0]) == nil)
  }

  /// A record of three bytes, as TensorFlow writes it.
  @Test func recordsByTheirChecksum() throws {
    var bytes: [UInt8] = [0x18, 0, 0, 0, 0, 0, 0, 0, 0xA3, 0x7F, 0x4B, 0x22] + Array(repeating: 0, count: 28)
    #expect(try kind(bytes) == .tfrecord)
    bytes[8] ^= 1
    #expect(try kind(bytes) == nil)
  }

  @Test func modelsByTheirFirstFields() throws {
    let start: [UInt8] = [8, 8, 0x12, 2, 0x70, 0x74, 0x3A, 3]
    #expect(try kind(start + [1, 2, 3]) == .onnx)
    #expect(try kind(start + [1, 2]) == nil)
    #expect(try kind(start, of: 100) == .onnx)
    #expect(try kind([8, 8, 0x12, 2, 0x70, 0x74]) == nil)
    #expect(try kind([8, 0] + start.dropFirst(2) + [1, 2, 3]) == nil)
    #expect(try kind([8, 8, 0x3A] + Array(repeating: 0xFF, count: 12)) == nil)
  }

  @Test func text() throws {
    #expect(try kind("{\"a\": [1]}\n") == .json)
    #expect(try kind(" [1, 2]") == .json)
    #expect(try kind("{\"a\": [1") == nil)
    #expect(try kind("{\"a\": [1", of: 100) == .json)
    #expect(try kind("a,b\n1,2\n") == .csv)
    #expect(try kind("1,2") == .csv)
    #expect(try kind("a,b\n1,2,3\n") == nil)
    #expect(try kind("Dear all, this is text.\n") == nil)
    #expect(try kind("a,b\n1,2\n3", of: 100) == .csv)
    #expect(try kind("a,b\n1,\u{1}\n") == nil)
    #expect(try kind(Array("a,b\n1,2\n".utf8) + [0xC3], of: 100) == .csv)
    #expect(try kind(Array("a,b\n1,".utf8) + [0xFF, 0x0A]) == nil)
  }

  /// Every file of the goldens, whatever its name: its ending only says what to expect.
  @Test func goldens() throws {
    let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let goldens =
      ProcessInfo.processInfo.environment["GOLDENS_DIR"].map { URL(fileURLWithPath: $0) }
      ?? root.deletingLastPathComponent().appendingPathComponent("shared/goldens")
    let expected: [String: [FileKind]] = [
      "pt": [.zip, .pytorchLegacy, .pickle], "onnx": [.onnx], "safetensors": [.safetensors], "h5": [.hdf5],
      "keras": [.zip],
    ]
    var count = 0
    for folder in ["files", "keras"] {
      let names = try FileManager.default.contentsOfDirectory(atPath: goldens.appendingPathComponent(folder).path)
      for name in names {
        let path = goldens.appendingPathComponent(folder).appendingPathComponent(name).path
        guard let kinds = expected[URL(fileURLWithPath: path).pathExtension] else { continue }
        let (head, size) = try FileInspector.head(of: path)
        let kind = try FileKind.detect(head: head, size: size)
        #expect(kind.map { kinds.contains($0) } == true, "\(name): \(String(describing: kind))")
        count += 1
      }
    }
    #expect(count > 0)
  }
}
