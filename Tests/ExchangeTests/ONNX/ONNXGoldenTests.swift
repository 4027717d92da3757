import Foundation
import InklingEngine
import InklingFiles
import InklingFormats
import InklingONNX
import Testing

@testable import InklingExchange

/// What PyTorch's two exporters wrote, as networks of one's own: the outputs beside the files.
@Suite struct ONNXGoldenTests {
  private static let folder =
    (ProcessInfo.processInfo.environment["GOLDENS_DIR"] ?? "../shared/goldens") + "/files"

  static var files: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".onnx") }.sorted()
  }

  @Test func thereAreFiles() { #expect(!Self.files.isEmpty) }

  /// The inputs and outputs: "<name>_onnx_io.safetensors" for "<name>_<exporter>.onnx".
  private func expected(_ file: String) throws -> Safetensors {
    let name = file.split(separator: "_").dropLast().joined(separator: "_")
    let candidates = ["\(name)_onnx_io", "\(name)_io"].map { "\(Self.folder)/\($0).safetensors" }
    let path = try #require(candidates.first { FileManager.default.fileExists(atPath: $0) })
    return try Safetensors(contentsOf: path)
  }

  @Test(arguments: files)
  func theImportedNetworkAnswersAsPyTorch(file: String) throws {
    let network = try ImportedNetwork(ONNXModel(path: "\(Self.folder)/\(file)"))
    let tensors = try expected(file).tensors
    let inputs = try #require(tensors.first { $0.shape.count == 4 })
    let outputs = try #require(tensors.first { $0.shape.count == 2 })
    let session = try InferenceSession(
      network.graph, parameters: network.parameters,
      normalization: Normalization(mean: 0, deviation: 1, channels: network.graph.inputShape.channels), threads: 1)
    let answers = session.logits(values: inputs.values)
    try #require(answers.count == outputs.values.count)
    for (answer, wanted) in zip(answers, outputs.values) { #expect((answer - wanted).magnitude < 1e-5) }
    // And out again: the runner answers as the file did.
    let again = try ONNXExport(
      network.graph, parameters: network.parameters,
      normalization: Normalization(mean: 0, deviation: 1, channels: network.graph.inputShape.channels)
    ).model()
    let runner = try ONNXRunner(ONNXModel(bytes: try again.bytes(), path: "again"))
    let result = try runner.run([NamedArray(name: "input", shape: inputs.shape, floats: inputs.values)])[0]
    for (answer, wanted) in zip(try result.floats(), outputs.values) { #expect((answer - wanted).magnitude < 1e-5) }
    let third = try ImportedNetwork(again)
    #expect(third.parameters.map(\.values) == network.parameters.map(\.values))
  }
}
