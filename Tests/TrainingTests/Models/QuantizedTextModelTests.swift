import Foundation
import InklingDatasets
import InklingEngine
import InklingFiles
import InklingFormats
import InklingQuantization
import InklingTestSupport
import Testing

@testable import InklingTraining

/// A model on bytes that reads texts: made, saved, opened, asked, and decoded as the model that it was made of.
@Suite struct QuantizedTextModelTests {
  private static let dataset = Dataset(
    name: "strokes-sequences", train: ReadingRunTests.dataset.train, test: ReadingRunTests.dataset.test, notes: [],
    source: "drawn by a test")

  /// A small network of the kind that reads CAPTCHAs, for each head.
  private static let models = Result {
    var models: [ReadingTask.Head: (float: TrainedModel, bytes: TrainedModel)] = [:]
    for head in ReadingTask.Head.allCases {
      let model = try Trainer(recipe(head), on: dataset, threads: 1).train()
      models[head] = (model, try model.quantized(calibratedOn: dataset.train.images, dataset: "bars"))
    }
    return models
  }

  private static func recipe(_ head: ReadingTask.Head) throws -> Recipe {
    let yaml = """
      name: bars
      task: {name: read, head: \(head.rawValue)}
      model:
        layers:
          - group_norm: 1
          - conv: {out: 12, kernel: [3, 7], padding: [1, 3], bias: false}
          - max_pool: 2
          - batch_norm
          - relu
          - conv: {out: 16, kernel: [2, 5], padding: [0, 2], bias: false}
          - batch_norm
          - relu
          - conv: {out: classes, kernel: [1, \(head == .ctc ? 1 : 4)], stride: [1, \(head == .ctc ? 1 : 4)]}
      data: {dataset: strokes-sequences}
      optimizer: {name: adam, learning_rate: 0.01}
      epochs: 6
      batch_size: 8
      seed: 5
      """
    return try LoadedRecipe(try YAMLDocument.parse(yaml, path: "bars"), path: "bars", settings: []).recipe
  }

  private static func pair(_ head: ReadingTask.Head) throws -> (float: TrainedModel, bytes: TrainedModel) {
    try #require(try models.get()[head])
  }

  @Test(arguments: ReadingTask.Head.allCases) func textsAreThoseOfItsOwnLogits(head: ReadingTask.Head) throws {
    let (model, quantized) = try Self.pair(head)
    #expect(quantized.graph.nodes.allSatisfy { !$0.operation.name.hasPrefix("BatchNorm") })
    let images = Self.dataset.test
    let logits = try QuantizedSession(try #require(quantized.quantized), threads: 1).logits(images: images.images)
    let shape = model.graph.outputShape
    for decoder in [TextDecoder.greedy, .beam(6)] {
      let answers = try TextAnswers(of: quantized, to: images, decoder: decoder, threads: 2)
      let expected = try ReadingTask(head, decoder: decoder).answers(
        logits, shape: shape, classNames: model.classNames)
      #expect(answers.answers == expected)
      let read = try quantized.predictor().readText(Array(images[3]), decoder: decoder)
      #expect(read == expected[3] && read.characters.allSatisfy { (0...1).contains($0.probability) })
    }
    // Near the floats, and not the same.
    let floats = try InferenceSession(model.compiled, threads: 1).logits(images: images.images)
    let spread = (floats.max() ?? 0) - (floats.min() ?? 0)
    let error = zip(floats, logits).map { ($0 - $1) * ($0 - $1) }.reduce(0, +) / Float(floats.count)
    #expect(logits != floats && error.squareRoot() < 0.02 * spread, "\(error.squareRoot()) of \(spread)")
  }

  @Test(arguments: ReadingTask.Head.allCases) func aReportIsOfWholeTexts(head: ReadingTask.Head) throws {
    let (model, quantized) = try Self.pair(head)
    let report = try QuantizationReport(model, quantized, on: Self.dataset.test, threads: 1)
    let results = try [model, quantized].map { try ModelEnsemble([$0], threads: 1).evaluate(Self.dataset.test) }
    #expect(report.count == 40 && report.float32.result == results[0] && report.int8.result == results[1])
    #expect(report.float32.result.accuracy > 0.5 && report.sameAnswers >= 36, "\(report.sameAnswers) of 40")
    #expect(abs(report.int8.result.loss - report.float32.result.loss) < 0.1 * max(report.float32.result.loss, 1))
    guard case .text(let metrics)? = report.int8.result.details else {
      Issue.record("no metrics of texts")
      return
    }
    #expect(metrics.characters > 80 && report.int8.bytes < report.float32.bytes)
    let some = try ModelEnsemble([quantized], threads: 1).evaluate(Self.dataset.test, at: [3, 9, 20])
    #expect(some.count == 3)
    #expect(throws: InputError.self) { try ModelEnsemble([quantized], threads: 1).answers(to: Self.dataset.test) }
  }

  @Test(arguments: ReadingTask.Head.allCases) func aFileHoldsAllOfIt(head: ReadingTask.Head) throws {
    let quantized = try Self.pair(head).bytes
    let folder = try TemporaryFolder()
    let path = folder.file("small.safetensors")
    try quantized.save(to: path)
    let opened = try TrainedModel(contentsOf: path)
    #expect(opened.description == quantized.description && opened.description.task == TaskRecipe(.read, head: head))
    #expect(opened.quantization == QuantizationRecord(method: "extremes", images: 160, dataset: "bars"))
    #expect(opened.quantized?.weights == quantized.quantized?.weights)
    #expect(opened.quantized?.ranges == quantized.quantized?.ranges)
    #expect(try opened.encoded() == quantized.encoded())
    let pixels = Array(Self.dataset.test[7])
    #expect(try opened.predictor().readText(pixels) == quantized.predictor().readText(pixels))
    #expect(TrainedModel.fault(in: try SafetensorsFile(contentsOf: path).metadata) == nil)
  }

  /// A file with something changed in what it says.
  private func fault(_ head: ReadingTask.Head = .ctc, _ change: (String) -> String) throws -> InputError? {
    let file = try SafetensorsFile(decoding: try Self.pair(head).bytes.encoded())
    var metadata = file.metadata
    let text = try #require(metadata["inkling"])
    metadata["inkling"] = change(text)
    #expect(metadata["inkling"] != text, "nothing was changed")
    let bytes = try SafetensorsFile.encode(try file.arrays(), metadata: metadata)
    return #expect(throws: InputError.self) { try TrainedModel(decoding: bytes, path: "a.safetensors") }
  }

  @Test func damageIsSaid() throws {
    let task = "\"task\":{\"head\":\"ctc\",\"name\":\"read\"}"
    let other = try fault { $0.replacing(task, with: "\"task\":{\"name\":\"regress\"}") }
    #expect(
      other?.what == "models on bytes tell classes apart or read texts, and this one has learned another task"
        && other?.found == "regress" && other?.expected == "classify or read", "\(String(describing: other))")
    let head = try fault { $0.replacing("\"head\":\"ctc\"", with: "\"head\":\"rows\"") }
    #expect(head?.what == "the model learned a task that this release does not know")
    // A row of logits without a character, and outputs that are no classes.
    let alphabet = try fault { $0.replacing("[\"blank\",\"a\",\"b\",\"c\"]", with: "[\"blank\",\"a\",\"b\"]") }
    #expect(alphabet?.what == "the model's outputs are not its classes")
    #expect(try fault { $0.replacing(task + ",", with: "").replacing("," + task, with: "") }?.kind == .malformed)
    let method = try fault { $0.replacing("\"method\":\"extremes\"", with: "\"method\":\"guesses\"") }
    #expect(method?.description.contains("guesses") == true)
    let moved = try fault(.positions) { text in
      guard let start = text.range(of: "\"logits\":[")?.upperBound, let end = text[start...].firstIndex(of: ",") else {
        return text
      }
      return text.replacingCharacters(in: start..<end, with: "99")
    }
    #expect(moved?.what == "the model does not answer golden input 0 as it did")
  }

  @Test func otherTasksAreNotQuantised() throws {
    let graph = try Graph(tracing: Sequential(Flatten(), Linear(12, 3)), input: [1, 3, 4])
    let parameters = graph.parameters.map {
      NamedTensor(name: $0.name, shape: $0.shape, values: [Float](repeating: 0.1, count: $0.count))
    }
    for name in [TaskRecipe.Name.severalLabels, .regress] {
      let model = try TrainedModel(
        ModelDescription(
          name: "other", graph: graph, classNames: ["a", "b", "c"],
          normalization: Normalization(mean: 0, deviation: 1, channels: 1), task: TaskRecipe(name)),
        parameters: parameters)
      let error = #expect(throws: InputError.self) {
        try model.quantized(calibratedOn: [UInt8](repeating: 9, count: 12))
      }
      #expect(error?.kind == .usage && error?.found == name.rawValue, "\(String(describing: error))")
    }
  }
}
