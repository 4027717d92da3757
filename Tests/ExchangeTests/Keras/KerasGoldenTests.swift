import Foundation
import InklingEngine
import InklingFiles
import Testing

@testable import InklingExchange

/// Every file of the goldens' folder `keras`, in both forms, against what Keras itself answered.
@Suite struct KerasGoldenTests {
  static let folder = KerasGoldens.folder

  @Test(arguments: KerasGoldens.cases()) func answersAsKerasDoes(file: String) throws {
    let bytes = try FileBytes.read("\(Self.folder)/\(file)")
    let keras = try KerasFile.read(bytes, path: file)
    let (x, y) = try KerasGoldens.arrays(file)
    #expect(Array(x.shape.dropFirst()) == keras.inputShape)
    let graph = keras.network.graph
    let session = try InferenceSession(
      graph, parameters: keras.network.parameters,
      normalization: Normalization(mean: 0, deviation: 1, channels: graph.inputShape.channels), threads: 1)
    let outputs = keras.outputs(session.logits(values: keras.inputs(x.values)))
    #expect(outputs.count == y.values.count)
    for (output, expected) in zip(outputs, y.values) {
      #expect(abs(output - expected) <= 1e-5 * max(1, abs(expected)))
    }
  }

  /// What is trained on must be what was read: every kind of the files can be.
  @Test(arguments: KerasGoldens.cases()) func canBeTrained(file: String) throws {
    let keras = try KerasFile.read(FileBytes.read("\(Self.folder)/\(file)"), path: file)
    let graph = keras.network.graph
    let program = try TrainingProgram(
      graph, seed: 1, optimizer: SGD(learningRate: 0.01),
      normalization: Normalization(mean: 0, deviation: 1, channels: graph.inputShape.channels), batchSize: 16,
      threads: 1)
    try program.load(parameters: keras.network.parameters)
    #expect(program.namedParameters() == keras.network.parameters)
    let images = (0..<16 * graph.inputShape.count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let result = program.step(
      images: images, targets: Targets(labels: [UInt8](repeating: 1, count: 16)), indices: [Int32](0..<16)[...])
    #expect(result.lossSum.isFinite)
    #expect(program.namedParameters() != keras.network.parameters)
  }

  @Test func aLambdaLayerIsRefusedByName() throws {
    let name = "lambda_is_refused.keras"
    let bytes = try FileBytes.read("\(Self.folder)/\(name)")
    #expect(
      throws: InputError(
        .malformed, "the Keras layer 'lambda' (Lambda) holds Python code, which is not run", path: name,
        remedy: "say what it does with Keras's own layers")
    ) { try KerasFile.read(bytes, path: name) }
  }
}

/// The folder of goldens.
enum KerasGoldens {
  static let folder: String = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let goldens = ProcessInfo.processInfo.environment["GOLDENS_DIR"] ?? root.path + "/../shared/goldens"
    return goldens + "/keras"
  }()

  /// The files beside which there are inputs and outputs.
  static func cases() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let answered = Set(names.filter { $0.hasSuffix(".io.safetensors") }.map { $0.dropLast(15) })
    let files = names.filter { name in
      [".keras", ".h5"].contains { name.hasSuffix($0) && answered.contains(name.dropLast($0.count)) }
    }.sorted()
    return files.isEmpty ? ["there are no goldens in \(folder)"] : files
  }

  static func arrays(_ file: String) throws -> (x: NamedTensor, y: NamedTensor) {
    let stem = file.split(separator: ".").dropLast().joined(separator: ".")
    let tensors = try Safetensors(contentsOf: "\(folder)/\(stem).io.safetensors").tensors
    func tensor(_ name: String) throws -> NamedTensor { try #require(tensors.first { $0.name == name }) }
    return (try tensor("x"), try tensor("y"))
  }
}
