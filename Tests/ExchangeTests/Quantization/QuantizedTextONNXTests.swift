import InklingEngine
import InklingFiles
import InklingFormats
import InklingONNX
import InklingTestSupport
import InklingTraining
import Testing

@testable import InklingExchange

/// A model on bytes that reads texts goes out as ONNX with its alphabet and its head, and comes back as the bytes that it was.
@Suite struct QuantizedTextONNXTests {
  /// [1, 14, 36] to columns of four classes, as the recipes for CAPTCHAs have them: of CTC 12, and three positions.
  private static func graph(_ head: ReadingTask.Head) throws -> Graph {
    let end: [any Layer] =
      head == .ctc
      ? [Conv2d(8, 8, kernelSize: Extent2d(1, 3), padding: Extent2d(0, 1), bias: false), BatchNorm2d(8), ReLU()]
      : [Conv2d(8, 8, kernelSize: Extent2d(1, 4), stride: Extent2d(1, 4), bias: false), BatchNorm2d(8), ReLU()]
    let body: [any Layer] = [
      GroupNorm(1, 1), Conv2d(1, 6, kernelSize: 3, padding: Extent2d(2, 1), bias: false),
      MaxPool2d(Extent2d(2, 3)), BatchNorm2d(6), ReLU(),
      Conv2d(6, 8, kernelSize: Extent2d(8, 1), bias: false), BatchNorm2d(8), ReLU(),
    ]
    return try Graph(tracing: Sequential(body + end + [Conv2d(8, 4, kernelSize: 1)]), input: [1, 14, 36])
  }

  /// - Parameter hasNegatives: whether a normalisation behind a pooling has a negative factor, whose sign stays a layer.
  private static func model(_ head: ReadingTask.Head, hasNegatives: Bool) throws -> TrainedModel {
    let graph = try graph(head)
    let parameters = TestedNetworks.parameters(graph, seed: 5).map { tensor in
      let isFactor = tensor.shape.count == 1 && tensor.name.hasSuffix("weight")
      guard isFactor else { return tensor }
      let values = tensor.values.enumerated().map { place, value in
        (1 + 0.5 * value) * (hasNegatives && place % 2 == 1 && tensor.shape == [6] ? -1 : 1)
      }
      return NamedTensor(name: tensor.name, shape: tensor.shape, values: values)
    }
    return try TrainedModel(
      ModelDescription(
        name: "reader", graph: graph, classNames: ["blank", "7", "é", "\u{4E01}"],
        normalization: TestedNetworks.normalization(graph), task: TaskRecipe(.read, head: head)),
      parameters: parameters
    ).quantized(calibratedOn: images(60, seed: 3), dataset: "made up")
  }

  private static func images(_ count: Int, seed: UInt64) -> [UInt8] {
    var numbers = TestedNetworks.Numbers(seed: seed)
    return numbers.bytes(count * 14 * 36)
  }

  @Test(arguments: ReadingTask.Head.allCases, [false, true])
  func theBytesComeBack(head: ReadingTask.Head, hasNegatives: Bool) throws {
    let folder = try TemporaryFolder()
    let small = try Self.model(head, hasNegatives: hasNegatives)
    let hasNormalization = small.graph.nodes.contains { $0.operation.name == "BatchNorm2d" }
    #expect(hasNormalization == hasNegatives)
    for includesPreprocessing in [false, true] {
      let bytes = try small.exported(
        as: .onnx, options: ExportOptions(includesPreprocessing: includesPreprocessing))
      let onnx = try ONNXModel(bytes: bytes, path: "x")
      func value(_ key: String) -> String? { onnx.metadata.first { $0.key == key }?.value }
      #expect(value("alphabet") == "7é\u{4E01}" && value("text_head") == head.rawValue)
      #expect(onnx.graph.nodes.contains { $0.operation == "QuantizeLinear" })
      let path = folder.file("q.onnx")
      try DurableFile.write(bytes, to: path)
      let (back, notes) = try TrainedModel.open(path)
      #expect(notes.isEmpty && back.quantization == small.quantization, "\(notes)")
      #expect(back.description.task == TaskRecipe(.read, head: head) && back.classNames == small.classNames)
      let fresh = Self.images(20, seed: 8)
      let logits = try [small, back].map { try $0.session(threads: 1).logits(images: fresh) }
      #expect(zip(logits[0], logits[1]).allSatisfy { abs($0 - $1) <= 1e-6 })
      let comparison = try AnswerComparison(small, back)
      #expect(comparison.isSame(within: 1e-6) && comparison.count > 0, "\(comparison)")
      // It is a model of bytes like any other, as a file of our own too.
      let kept = try TrainedModel(decoding: back.encoded())
      let pixels = Array(fresh.prefix(14 * 36))
      #expect(kept.quantized != nil)
      #expect(try kept.predictor().readText(pixels) == back.predictor().readText(pixels))
    }
  }

  @Test func floatsAreRefused() throws {
    let small = try Self.model(.ctc, hasNegatives: false)
    for format in [ModelFormat.safetensors, .pt, .npz] {
      let error = #expect(throws: InputError.self) { try small.exported(as: format) }
      #expect(error?.what == "a quantised model has no form that computes in float32")
    }
  }

  /// Bytes whose file says that they learned what no model on bytes does.
  @Test func anotherTaskIsRefused() throws {
    let graph = try TestedNetworks.small()
    let small = try TrainedModel(
      ModelDescription(
        name: "small", graph: graph, classNames: (0..<TestedNetworks.outputs).map(String.init),
        normalization: TestedNetworks.normalization(graph)), parameters: TestedNetworks.parameters(graph, seed: 5)
    ).quantized(calibratedOn: [UInt8](repeating: 200, count: 36) + (0..<36).map { 7 * $0 })
    var onnx = try ONNXModel(bytes: try small.exported(as: .onnx), path: "x")
    onnx.metadata = onnx.metadata.map { entry in
      guard entry.key == InputDescription.key else { return entry }
      let said = "{\"task\":{\"name\":\"several_labels\"}," + entry.value.dropFirst()
      return ONNXModel.Entry(key: entry.key, value: said)
    }
    let folder = try TemporaryFolder()
    try DurableFile.write(onnx.bytes(), to: folder.file("x.onnx"))
    let error = #expect(throws: InputError.self) { try TrainedModel.open(folder.file("x.onnx")) }
    #expect(
      error?.what == "models on bytes tell classes apart or read texts, and this one has learned another task"
        && error?.path == folder.file("x.onnx"), "\(String(describing: error))")
  }
}
