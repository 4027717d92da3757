import Foundation
import InklingEngine
import InklingFiles
import InklingFormats
import InklingONNX
import InklingTraining
import Testing

@testable import InklingExchange

/// What the export writes of bytes is opened as bytes.
@Suite final class QuantizedONNXTests {
  private let folder = NSTemporaryDirectory() + "inkling-test-\(UUID().uuidString)"

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func images(_ graph: Graph, _ count: Int, seed: UInt64) -> [UInt8] {
    var numbers = TestedNetworks.Numbers(seed: seed)
    return numbers.bytes(count * graph.inputShape.count)
  }

  private func model(_ graph: Graph) throws -> TrainedModel {
    let description = ModelDescription(
      name: "small", graph: graph, classNames: (0..<TestedNetworks.outputs).map(String.init),
      normalization: TestedNetworks.normalization(graph))
    var model = try TrainedModel(description, parameters: TestedNetworks.parameters(graph, seed: 5))
    model.refusal = RefusalThreshold(threshold: -2, share: 0.01, images: 100)
    return model
  }

  private func file(_ bytes: [UInt8], _ name: String = "q.onnx") throws -> String {
    try DurableFile.write(bytes, to: "\(folder)/\(name)")
    return "\(folder)/\(name)"
  }

  @Test(arguments: [false, true]) func theBytesComeBack(includesPreprocessing: Bool) throws {
    for graph in try [TestedNetworks.graphs()[2], TestedNetworks.small()] {
      let small = try model(graph).quantized(calibratedOn: images(graph, 50, seed: 3), dataset: "made up")
      // What refuses goes with the model.
      #expect(small.refusal == RefusalThreshold(threshold: -2, share: 0.01, images: 100))
      let options = ExportOptions(includesPreprocessing: includesPreprocessing)
      let path = try file(small.exported(as: .onnx, options: options))
      let (back, notes) = try TrainedModel.open(path)
      #expect(notes.isEmpty && back.quantized != nil && back.quantization == small.quantization, "\(notes)")
      #expect(back.description.normalization == small.description.normalization)
      let comparison = try AnswerComparison(small, back)
      #expect(comparison.sameArgmax == comparison.count && comparison.maxDifference <= 1e-6, "\(comparison)")
      let fresh = images(graph, 40, seed: 8)
      if !includesPreprocessing {
        let answers = [
          try back.session(threads: 1).logits(images: fresh), try small.session(threads: 1).logits(images: fresh),
        ]
        #expect(answers[0] == answers[1])
        #expect(back.refusal == small.refusal)
      }
      // It is a model of bytes like any other.
      let kept = try TrainedModel(decoding: back.encoded())
      #expect(kept.quantized != nil && kept.weightsSHA256 == back.weightsSHA256)
      let error = #expect(throws: InputError.self) {
        try StartingWeights(opening: FineTuningRecipe(from: path), runs: folder)
      }
      #expect(error?.what.contains("bytes of a quantised model") == true)
    }
  }

  /// Others write bytes otherwise: what is not followed is refused, with the node.
  @Test func whatIsWrittenOtherwiseIsRefused() throws {
    let graph = try TestedNetworks.small()
    let small = try model(graph).quantized(calibratedOn: images(graph, 50, seed: 3))
    let onnx = try ONNXModel(bytes: small.exported(as: .onnx))
    func refuse(_ part: String, _ change: (inout ONNXModel) throws -> Void) throws {
      var changed = onnx
      try change(&changed)
      let path = try file(changed.bytes(), "changed.onnx")
      let error = #expect(throws: InputError.self) { try TrainedModel.open(path) }
      #expect(error?.kind == .malformed && error?.description.contains(part) == true, "\(String(describing: error))")
    }
    try refuse("not unsigned ones of one range") { model in
      let place = try #require(model.graph.initializers.firstIndex { $0.elementType == .uint8 })
      let array = model.graph.initializers[place]
      model.graph.initializers[place] = try NamedArray(name: array.name, elementType: .int8, shape: [], bytes: [3])
    }
    try refuse("its weights are no bytes as the export writes them") { model in
      let place = try #require(model.graph.initializers.firstIndex { $0.elementType == .int8 && $0.shape.count == 4 })
      let array = model.graph.initializers[place]
      model.graph.initializers[place] = NamedArray(
        name: array.name, shape: array.shape, floats: array.bytes.map { Float(Int8(bitPattern: $0)) })
      model.graph.nodes.removeAll { $0.inputs.first == array.name }
      for index in model.graph.nodes.indices {
        model.graph.nodes[index].inputs = model.graph.nodes[index].inputs.map {
          $0 == "\(array.name).dequantized" ? array.name : $0
        }
      }
    }
    // Bytes of another range behind a flattening than before it.
    try refuse("another range than its input's") { model in
      let flatten = try #require(model.graph.nodes.first { $0.operation == "Flatten" })
      let place = try #require(
        model.graph.nodes.firstIndex { $0.operation == "QuantizeLinear" && $0.inputs[0] == flatten.outputs[0] })
      model.graph.initializers.append(NamedArray(name: "other.scale", shape: [], floats: [0.5]))
      let bytes = model.graph.nodes[place].outputs[0]
      for index in model.graph.nodes.indices
      where index == place || model.graph.nodes[index].inputs.first == bytes {
        model.graph.nodes[index].inputs[1] = "other.scale"
      }
    }
    try refuse("\"quantization\"") { model in
      model.metadata.removeAll { $0.key == "quantization" }
      model.metadata.append(ONNXModel.Entry(key: "quantization", value: "{"))
    }
  }
}
