import Foundation
import InklingFiles
import InklingFormats
import Testing

@testable import InklingONNX

/// Tensors in other files: below the model's folder, through no link, and nowhere else.
struct ONNXExternalDataTests {
  /// A folder with a model whose tensor "w" is two floats somewhere else.
  private final class Place {
    let folder: String

    init() throws {
      folder = NSTemporaryDirectory() + "onnx-" + UUID().uuidString
      try FileManager.default.createDirectory(atPath: folder + "/model/parts", withIntermediateDirectories: true)
      let numbers: [Float] = [1.5, -2]
      let data = numbers.withUnsafeBytes { Data($0) }
      try data.write(to: URL(fileURLWithPath: folder + "/model/parts/w.bin"))
      try data.write(to: URL(fileURLWithPath: folder + "/outside.bin"))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func read(_ location: String, offset: String? = nil, length: String? = nil) throws(InputError) -> [Float] {
      let bytes = ONNXExamples.tensor { tensor in
        tensor.integers(1, [2])
        tensor.integer(2, 1)
        tensor.text(8, "w")
        for (key, value) in [("location", location), ("offset", offset), ("length", length)] {
          guard let value else { continue }
          tensor.message(13) {
            $0.text(1, key)
            $0.text(2, value)
          }
        }
        tensor.integer(14, 1)
      }
      try DurableFile.write(bytes, to: folder + "/model/m.onnx")
      return try ONNXModel(path: folder + "/model/m.onnx").graph.initializers[0].floats()
    }
  }

  @Test func aFileBelowTheModelIsRead() throws {
    let place = try Place()
    #expect(try place.read("parts/w.bin") == [1.5, -2])
    #expect(try place.read("parts/w.bin", offset: "0", length: "8") == [1.5, -2])
    for location in ["./parts/w.bin", "parts/./w.bin", "././parts/w.bin"] {
      #expect(try place.read(location) == [1.5, -2], "\(location)")
    }
  }

  @Test(
    arguments: [
      "../outside.bin", "parts/../../outside.bin", "./../outside.bin", "parts//w.bin", "", ".", "./", "parts/w.bin/.",
      "/etc/hostname", "./.././model/parts/w.bin",
    ])
  func aWayOutIsRefused(location: String) throws {
    let place = try Place()
    let sentence = ONNXExamples.sentence { () throws(InputError) in _ = try place.read(location) }
    #expect(try #require(sentence).contains("expected a path below the model's folder"))
  }

  /// Whoever writes must know them, be they there or not.
  @Test func theFilesAreListed() throws {
    let place = try Place()
    _ = try place.read("parts/w.bin")
    let path = place.folder + "/model/m.onnx"
    #expect(try ONNXModel.externalFiles(of: path) == [place.folder + "/model/parts/w.bin"])
    _ = try? place.read("missing.bin")
    #expect(try ONNXModel.externalFiles(of: path) == [place.folder + "/model/missing.bin"])
    let inside = place.folder + "/model/inside.onnx"
    let node = ONNXNode("Relu", name: "r", inputs: ["x"], outputs: ["y"])
    let graph = ONNXGraph(
      nodes: [node], inputs: [ONNXValueInfo(name: "x", elementType: .float32, shape: [.fixed(1)])],
      outputs: [ONNXValueInfo(name: "y", elementType: .float32, shape: [.fixed(1)])])
    try DurableFile.write(ONNXModel(graph: graph).bytes(), to: inside)
    #expect(try ONNXModel.externalFiles(of: inside).isEmpty)
    try DurableFile.write([8, 8, 58, 200], to: path)
    #expect(throws: InputError.self) { try ONNXModel.externalFiles(of: path) }
  }

  @Test func aLinkIsRefused() throws {
    let place = try Place()
    let files = FileManager.default
    try files.createSymbolicLink(atPath: place.folder + "/model/link.bin", withDestinationPath: "../outside.bin")
    try files.createSymbolicLink(atPath: place.folder + "/model/way", withDestinationPath: "..")
    for location in ["link.bin", "way/outside.bin", "missing.bin"] {
      let sentence = ONNXExamples.sentence { () throws(InputError) in _ = try place.read(location) }
      #expect(try #require(sentence).contains("expected a file below the model's folder, behind no link"))
    }
  }

  @Test(
    arguments: [
      ("4", nil, "at least 12 bytes"), ("9223372036854775807", nil, "at least 2^63 bytes"),
      ("-1", nil, "a count of bytes"),
      ("zero", nil, "a count of bytes"), (nil, "7", "expected 8 bytes, found 7"),
    ] as [(String?, String?, String)])
  func aPlaceBeyondTheFileIsRefused(offset: String?, length: String?, part: String) throws {
    let place = try Place()
    let sentence = ONNXExamples.sentence { () throws(InputError) in
      _ = try place.read("parts/w.bin", offset: offset, length: length)
    }
    #expect(try #require(sentence).contains(part))
  }

  @Test func aModelInMemoryHasNoFolder() throws {
    let bytes = ONNXExamples.tensor {
      $0.integers(1, [2])
      $0.integer(2, 1)
      $0.text(8, "w")
      $0.integer(14, 1)
    }
    let sentence = ONNXExamples.sentence { () throws(InputError) in _ = try ONNXModel(bytes: bytes) }
    #expect(try #require(sentence).contains("a tensor in another file"))
  }
}
