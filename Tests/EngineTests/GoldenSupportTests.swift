import InklingEngine
import InklingTestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct GoldenSupportTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func manifest(_ text: String) throws -> Goldens {
    try Data(text.utf8).write(to: URL(filePath: folder.file("manifest.json")))
    return try Goldens(directory: folder.path)
  }

  @Test func readsCasesAndTheirAttributes() throws {
    let goldens = try manifest(
      """
      {"seed": 0, "torch": "2", "cases": [
        {"kind": "layers", "name": "a", "op": "Conv2d", "file": "layers/a.safetensors",
         "args": {"kernel_size": [3, 5], "stride": 2, "bias": false, "eps": 1e-05, "note": "x", "padding": null}},
        {"kind": "schedules", "name": "b", "op": "StepLR", "args": {"gamma": 1}, "learning_rates": [0.5, 1, 2e-3]}]}
      """)
    let conv = try #require(try goldens.cases(kind: "layers", op: "Conv2d").first)
    #expect(conv.path == folder.path + "/layers/a.safetensors")
    #expect(try conv.pair("kernel_size") == (3, 5))
    #expect(try conv.pair("stride") == (2, 2))
    #expect(try conv.pair("padding", default: (0, 1)) == (0, 1))
    #expect(try conv.bool("bias", default: true) == false)
    #expect(try conv.double("eps", default: 0) == 1e-5)
    #expect(try conv.int("groups", default: 4) == 4)
    #expect(throws: GoldenError.self) { try conv.int("bias", default: 1) }
    #expect(throws: GoldenError.self) { try conv.int("eps", default: 1) }
    #expect(throws: GoldenError.self) { try conv.bool("stride", default: true) }
    #expect(throws: GoldenError.self) { try conv.pair("dilation") }

    let schedule = try #require(try goldens.cases(kind: "schedules").first)
    #expect(try schedule.numbers("learning_rates") == [0.5, 1, 0.002])
    #expect(try schedule.double("gamma", default: 0) == 1)
    #expect(throws: GoldenError.self) { try schedule.tensors() }
    #expect(throws: GoldenError.self) { try schedule.numbers("losses") }
  }

  @Test func saysHowToGiveTheGoldensWhenThereAreNone() throws {
    #expect { try Goldens(directory: folder.path) } throws: { "\($0)".contains("set GOLDENS_DIR") }
    let empty = try manifest(#"{"cases": []}"#)
    #expect { try empty.cases(kind: "layers", op: "Conv2d") } throws: { "\($0)".contains("no golden of kind layers") }
  }

  @Test(arguments: [#"{"cases": [{"kind": "layers"}]}"#, "{}", "nothing"])
  func refusesAnotherManifest(text: String) { #expect(throws: (any Error).self) { try manifest(text) } }

  @Test func removesItsFolder() throws {
    var folder: TemporaryFolder? = try TemporaryFolder()
    let path = try #require(folder).path
    try Data([1]).write(to: URL(filePath: path + "/x"))
    #expect(FileManager.default.fileExists(atPath: path + "/x"))
    folder = nil
    #expect(!FileManager.default.fileExists(atPath: path))
  }
}

// MARK: - The reader against PyTorch's files

@Suite struct GoldenSafetensorsTests {
  @Test(arguments: try Goldens.cases(kind: "layers"))
  func encodesWhatPyTorchWrote(golden: GoldenCase) throws {
    let path = try #require(golden.path)
    let bytes = try Array(Data(contentsOf: URL(filePath: path)))
    #expect(try Safetensors(contentsOf: path).encoded() == bytes)
  }

  @Test func readsAStateDictionary() throws {
    let path = try Goldens.path(of: "files/seednet.safetensors")
    let file = try Safetensors(contentsOf: path)
    #expect(file.metadata == ["format": "pt"])
    #expect(
      Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0.shape) }) == ReferenceNetwork.classicShapes)
    #expect(try file.encoded() == Array(Data(contentsOf: URL(filePath: path))))
  }
}
