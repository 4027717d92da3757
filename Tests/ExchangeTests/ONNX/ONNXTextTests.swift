import InklingEngine
import InklingFiles
import InklingONNX
import InklingTraining
import Testing

@testable import InklingExchange

/// A model that reads texts goes out with its alphabet and its head, and comes back with them.
@Suite struct ONNXTextTests {
  /// [1, 6, 10] to columns of four classes.
  static func model(
    _ head: ReadingTask.Head, classNames: [String] = ["blank", "7", "é", "\u{4E01}"], scale: Float = 11,
    shift: Float = 0.5
  ) throws -> TrainedModel {
    let graph = try Graph(
      tracing: Sequential([
        Conv2d(1, 4, kernelSize: Extent2d(6, 3), padding: Extent2d(0, 1)), ReLU(), Conv2d(4, 4, kernelSize: 1),
      ]), input: [1, 6, 10])
    let parameters = graph.parameters.map { parameter in
      NamedTensor(
        name: parameter.name, shape: parameter.shape,
        values: (0..<parameter.shape.reduce(1, *)).map {
          Float(($0 * 7 + parameter.name.utf8.count) % 11) / scale - shift
        })
    }
    return try TrainedModel(
      ModelDescription(
        name: "reader", graph: graph, classNames: classNames,
        normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 1), task: TaskRecipe(.read, head: head)),
      parameters: parameters)
  }

  @Test(arguments: ReadingTask.Head.allCases) func theAlphabetComesBack(head: ReadingTask.Head) throws {
    let model = try Self.model(head)
    for includesPreprocessing in [false, true] {
      let bytes = try model.exported(
        as: .onnx, options: ExportOptions(includesPreprocessing: includesPreprocessing))
      let file = try ONNXModel(bytes: bytes, path: "x")
      func value(_ key: String) -> String? { file.metadata.first { $0.key == key }?.value }
      #expect(value("alphabet") == "7é\u{4E01}" && value("text_head") == head.rawValue)
      #expect(value("class_names") == "blank\n7\né\n\u{4E01}")
      guard !includesPreprocessing else { continue }
      let network = try ImportedNetwork(file, path: "x")
      #expect(network.task == TaskRecipe(.read, head: head) && network.classNames == model.classNames)
    }
  }

  @Test func whatDoesNotBelongTogetherIsNoReader() throws {
    var file = try ONNXModel(bytes: try Self.model(.ctc).exported(as: .onnx), path: "x")
    for (place, entry) in file.metadata.enumerated() where entry.key == "alphabet" {
      file.metadata[place] = ONNXModel.Entry(key: "alphabet", value: "789")
    }
    #expect(try ImportedNetwork(file, path: "x").task == .classify)
  }

  @Test func everyOtherFormIsWritten() throws {
    for format in [ModelFormat.inkling, .safetensors, .pt, .npz, .swift, .c, .js] {
      #expect(try !Self.model(.positions).exported(as: format).isEmpty)
    }
  }
}
