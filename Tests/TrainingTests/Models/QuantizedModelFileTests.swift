import Foundation
import InklingDatasets
import InklingEngine
import InklingFiles
import InklingFormats
import InklingQuantization
import InklingTestSupport
import Testing

@testable import InklingTraining

/// A trained model on bytes: made, saved, opened, asked; and what is wrong with its file is said in one sentence.
@Suite struct QuantizedModelFileTests {
  private static let dataset = StrokeDigits.dataset(train: 128, test: 64)
  private static let models = Result {
    let model = try Trainer(
      Recipe(model: ModelSpecification.named("tiny") ?? .lenet, epochs: 2), on: dataset, threads: 1
    ).train()
    return (model, try model.quantized(calibratedOn: dataset.train.images, dataset: "strokes"))
  }

  private func fault(_ bytes: [UInt8]) -> InputError? {
    #expect(throws: InputError.self) { try TrainedModel(decoding: bytes, path: "a.safetensors") }
  }

  /// The file with something changed.
  private func changed(
    metadata change: (inout [String: String]) -> Void = { _ in }, arrays: (inout [NamedArray]) throws -> Void = { _ in }
  ) throws -> [UInt8] {
    let file = try SafetensorsFile(decoding: try Self.models.get().1.encoded())
    var (metadata, all) = (file.metadata, try file.arrays())
    change(&metadata)
    try arrays(&all)
    return try SafetensorsFile.encode(all, metadata: metadata)
  }

  @Test func aFileHoldsAllOfIt() throws {
    let folder = try TemporaryFolder()
    let (model, quantized) = try Self.models.get()
    let path = folder.file("small.safetensors")
    try quantized.save(to: path)
    let opened = try TrainedModel(contentsOf: path)
    #expect(opened.description == quantized.description && opened.goldenInputs == quantized.goldenInputs)
    #expect(opened.quantization == QuantizationRecord(method: "extremes", images: 128, dataset: "strokes"))
    #expect(opened.quantized?.weights == quantized.quantized?.weights)
    #expect(opened.quantized?.ranges == quantized.quantized?.ranges)
    #expect(try opened.encoded() == quantized.encoded())
    // What the float32 model reached is not said of it.
    #expect(opened.training?.test == nil && opened.training?.recipe == model.training?.recipe)
    let types = Set(try SafetensorsFile(contentsOf: path).arrays().map(\.elementType))
    #expect(types == [.int8, .int32, .float32, .uint8])
    // A fifth of the numbers are golden inputs and descriptions; the weights are a quarter.
    #expect(try quantized.encoded().count < model.encoded().count)
    #expect(model.quantized == nil && model.quantization == nil)
  }

  @Test func itAnswersOnBytes() throws {
    let (model, quantized) = try Self.models.get()
    let session = try QuantizedSession(try #require(quantized.quantized), threads: 1)
    let pixels = Array(Self.dataset.test[7])
    #expect(try quantized.predictor().logits(pixels) == session.logits(images: pixels))
    #expect(try quantized.predictor().logits(pixels) != model.predictor().logits(pixels))
    let answers = try ModelEnsemble([quantized], threads: 2).answers(to: Self.dataset.test)
    for index in [0, 5, 63] {
      let prediction = try quantized.predictor().predict(Array(Self.dataset.test[index]))
      #expect(prediction.label == Int(answers.predictions[index]))
    }
    let evaluated = try ModelEnsemble([quantized], threads: 1).evaluate(Self.dataset.test, at: [3, 9, 20])
    #expect(evaluated.count == 3)
    let mixed = try ModelEnsemble([model, quantized], threads: 1).answers(to: Self.dataset.test)
    #expect(mixed.predictions.count == 64)
  }

  @Test func aReportHasBothForms() throws {
    let (model, quantized) = try Self.models.get()
    let report = try QuantizationReport(model, quantized, on: Self.dataset.test)
    #expect(report.float32.result.correct == model.training?.test?.correct && report.count == 64)
    #expect(report.sameAnswers > 58 && abs(report.int8.result.loss - report.float32.result.loss) < 0.1)
    let sizes = [try model.encoded().count, try quantized.encoded().count]
    #expect([report.float32.bytes, report.int8.bytes] == sizes)
  }

  /// JSON without the object behind a key.
  private static func taking(_ key: String, outOf text: String) -> String {
    guard let start = text.range(of: key + "{") else { return text }
    var (depth, end) = (1, start.upperBound)
    while depth > 0 {
      depth += text[end] == "{" ? 1 : text[end] == "}" ? -1 : 0
      end = text.index(after: end)
    }
    if text[end] == "," { end = text.index(after: end) }
    return String(text[..<start.lowerBound] + text[end...])
  }

  @Test func damageIsSaid() throws {
    var bytes = try Self.models.get().1.encoded()
    bytes[bytes.count - 400] ^= 1
    #expect(fault(bytes)?.what == "the weights are not those that were written")
    #expect(
      fault(try changed { $0["inkling"] = $0["inkling"]?.replacing("\"version\":2,", with: "\"version\":9,") })?.found
        == "9")
    #expect(fault(try changed { $0["inkling"] = "{" })?.kind == .malformed)
    // Neither form passes for the other.
    #expect(fault(try changed { $0["quantization"] = nil }) != nil)
    let without = try changed { $0["inkling"] = $0["inkling"].map { Self.taking("\"quantization\":", outOf: $0) } }
    #expect(fault(without)?.what == "the quantised model does not say how it was made")
    let unknown = try changed {
      $0["inkling"] = $0["inkling"]?.replacing("\"quantization\":{", with: "\"other\":{")
    }
    #expect(fault(unknown)?.kind == .malformed)
    let missing = try #require(fault(try changed(arrays: { $0.removeAll { $0.name.hasSuffix(".scale") } })))
    #expect(missing.what == "the weights are not those that were written")
  }

  @Test func anAnswerThatMoved() throws {
    let bytes = try changed { metadata in
      guard let text = metadata["inkling"], let start = text.range(of: "\"logits\":[") else { return }
      metadata["inkling"] = text.replacingCharacters(in: start, with: "\"logits\":[9")
    }
    #expect(fault(bytes)?.what == "the model does not answer golden input 0 as it did")
  }

  @Test func whatCannotBeQuantised() throws {
    let (model, quantized) = try Self.models.get()
    func what(_ body: () throws -> Void) -> String? { #expect(throws: InputError.self, performing: body)?.what }
    #expect(
      what { _ = try quantized.quantized(calibratedOn: Self.dataset.train.images) }
        == "the model is quantised already")
    #expect(
      what { _ = try model.quantized(calibratedOn: [1, 2]) } == "the calibration images are not the network's")
    let folder = try TemporaryFolder()
    try quantized.save(to: folder.file("q.safetensors"))
    #expect(
      what { _ = try Safetensors.weights(folder.file("q.safetensors")) }
        == "the file's weights are bytes of a quantised model, and nothing to start from")
  }
}
