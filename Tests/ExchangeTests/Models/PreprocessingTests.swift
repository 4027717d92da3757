import Foundation
import InklingEngine
import InklingFiles
import InklingONNX
import InklingTraining
import Testing

@testable import InklingExchange

/// An ONNX model with its preprocessing is opened as the model that it was made of.
@Suite final class PreprocessingTests {
  private let folder = NSTemporaryDirectory() + "inkling-test-\(UUID().uuidString)"

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func exported(_ model: TrainedModel) throws -> (path: String, onnx: ONNXModel) {
    let bytes = try model.exported(as: .onnx, options: ExportOptions(includesPreprocessing: true))
    let path = "\(folder)/p.onnx"
    try DurableFile.write(bytes, to: path)
    return (path, try ONNXModel(bytes: bytes))
  }

  /// With larger weights, so that a second softmax shows.
  private static func reader(_ head: ReadingTask.Head) throws -> TrainedModel {
    try ONNXTextTests.model(head, classNames: ["blank", "7", "8", "9"], scale: 3, shift: 1.7)
  }

  /// Columns of probabilities are no logits: a second softmax would make them all alike.
  @Test(arguments: ReadingTask.Head.allCases) func aReaderGetsNoSecondSoftmax(head: ReadingTask.Head) throws {
    let model = try Self.reader(head)
    let (path, onnx) = try exported(model)
    #expect(onnx.graph.nodes.count { $0.operation == "Softmax" } == 1)
    let (back, notes) = try TrainedModel.open(path)
    let comparison = try AnswerComparison(model, back)
    #expect(comparison.isSame(within: 1e-5) && comparison.maxDifference < 1e-5 && notes.isEmpty, "\(comparison)")
    let pixels = try #require(try model.golden().first).pixels
    let (read, wanted) = (try back.predictor().readText(pixels), try model.predictor().readText(pixels))
    #expect(read.text == wanted.text && abs(read.probability - wanted.probability) < 1e-6)
    // And out again.
    #expect(try exported(back).onnx.graph.nodes.count { $0.operation == "Softmax" } == 1)
    let kept = try TrainedModel(decoding: back.encoded())
    #expect(try AnswerComparison(model, kept).isSame(within: 1e-5))
  }

  /// Labels are told each by itself, and quantities are no probabilities.
  @Test(arguments: [TaskRecipe.Name.severalLabels, .regress]) func otherTasksHaveTheirOwnEnd(task: TaskRecipe.Name)
    throws
  {
    let plain = try ModelOutputTests.model(nil)
    var description = plain.description
    description.task = TaskRecipe(task)
    let model = try TrainedModel(description, parameters: plain.namedParameters())
    for format in [ModelFormat.swift, .c, .js] {
      let text = String(decoding: try model.exported(as: format), as: UTF8.self)
      #expect(!text.contains("softmax(") && text.contains("applyLogistic(") == (task == .severalLabels))
    }
    let (path, onnx) = try exported(model)
    #expect(!onnx.graph.nodes.contains { $0.operation == "Softmax" })
    #expect(onnx.graph.nodes.contains { $0.operation == "Sigmoid" } == (task == .severalLabels))
    #expect(onnx.graph.outputs[0].name == (task == .regress ? "quantities" : "probabilities"))
    let back = try TrainedModel.open(path).model
    #expect(back.description.task == TaskRecipe(task))
    let comparison = try AnswerComparison(model, back)
    #expect(comparison.isSame(within: 1e-5) && comparison.conversion == nil, "\(comparison)")
  }

  @Test func quantitiesWithoutNamesAreNumbered() throws {
    let plain = try ModelOutputTests.model(nil)
    var description = plain.description
    (description.task, description.classNames) = (TaskRecipe(.regress), [])
    let text = try TrainedModel(description, parameters: plain.namedParameters()).exported(as: .c)
    #expect(String(decoding: text, as: UTF8.self).contains("class_names[3] = {\n  \"0\",\n  \"1\",\n  \"2\"\n};"))
  }

  /// Bytes go in: nothing is divided by 255 that was not.
  @Test(arguments: [(1, 0), (0.5, 0), (0.25, -3), (1 / 255, 0)] as [(Float, Float)])
  func bytesStayBytes(scale: Float, shift: Float) throws {
    let plain = try ModelOutputTests.model(nil)
    var description = plain.description
    description.normalization = Normalization(scale: [scale], shift: [shift])
    let model = try TrainedModel(description, parameters: plain.namedParameters())
    let (path, _) = try exported(model)
    let (back, notes) = try TrainedModel.open(path)
    #expect(back.description.normalization == description.normalization && notes.isEmpty, "\(notes)")
    #expect(try AnswerComparison(model, back).isSame(within: 1e-5))
    let weights = try #require(try StartingWeights(opening: FineTuningRecipe(from: path), runs: folder))
    let known = weights.origin.normalization != nil || weights.origin.strangeNormalization == description.normalization
    #expect(known)
  }

  /// A network that ends in its probabilities before they are flattened has one softmax, too.
  @Test func anImageOfOnePlaceIsARowOfClasses() throws {
    let graph = try Graph(
      tracing: Sequential([Conv2d(1, 3, kernelSize: 4), Softmax(dim: 1)]), input: [1, 4, 4])
    #expect(graph.outputForm == .probabilities && graph.outputShape.isImage)
    let rows = try Graph(tracing: Sequential([Conv2d(1, 3, kernelSize: 4), Softmax(dim: 3)]), input: [1, 4, 4])
    #expect(rows.outputForm == .logits)
    let columns = try Graph(
      tracing: Sequential([Conv2d(1, 3, kernelSize: Extent2d(4, 1)), Softmax(dim: 1)]), input: [1, 4, 4])
    #expect(columns.outputForm == .logits)
    #expect(try columns.withoutFinalProbabilities().output == columns.output - 1)
    #expect(try rows.withoutFinalProbabilities() == rows)
  }
}
