import InklingDatasets
import InklingEngine
import InklingFiles
import InklingFormats
import InklingTestSupport
import InklingTraining
import Testing

@testable import InklingExchange

/// A trained model in every form, and back.
@Suite struct ModelExchangeTests {
  private static let trained = Result {
    try Trainer(
      Recipe(model: ModelSpecification.named("tiny") ?? .lenet, epochs: 1),
      on: StrokeDigits.dataset(train: 128, test: 64), threads: 1
    ).train()
  }

  private let temporary: TemporaryFolder
  private var folder: String { temporary.path }

  init() throws { temporary = try TemporaryFolder() }

  private func write(_ format: ModelFormat, _ options: ExportOptions = ExportOptions()) throws -> String {
    let path = "\(folder)/model.\(format.fileExtension)"
    try DurableFile.write(try Self.trained.get().exported(as: format, options: options), to: path)
    return path
  }

  @Test func ONNXAnswersTheSame() throws {
    let model = try Self.trained.get()
    let path = try write(.onnx)
    let (back, notes) = try TrainedModel.open(path)
    #expect(back.classNames == model.classNames && notes.isEmpty)
    #expect(back.description.normalization == model.description.normalization)
    let inputs = (0..<2 * 784).map { place -> Float in Float(place % 97) / 48 - 1 }
    let wanted = try InferenceSession(model.compiled, threads: 1).logits(values: inputs)
    let answers = try InferenceSession(back.compiled, threads: 1).logits(values: inputs)
    for (a, b) in zip(answers, wanted) { #expect((a - b).magnitude < 1e-5 * max(1, b.magnitude)) }
    let array = NamedArray(name: "input", shape: [2, 1, 28, 28], floats: inputs)
    let run = try #require(try FileFunction(path).run([array]).first?.floats())
    for (a, b) in zip(run, wanted) { #expect((a - b).magnitude < 1e-5 * max(1, b.magnitude)) }
  }

  @Test func withItsPreprocessingAnONNXModelIsTheWholeModel() throws {
    let model = try Self.trained.get()
    let (back, notes) = try TrainedModel.open(try write(.onnx, ExportOptions(includesPreprocessing: true)))
    #expect(notes.isEmpty && back.description.normalization == model.description.normalization)
  }

  @Test(arguments: [ModelFormat.pt, .safetensors]) func weightsComeBackToTheBit(format: ModelFormat) throws {
    let model = try Self.trained.get()
    let path = try write(format)
    let layers = try #require(ModelSpecification.named("tiny"))
    let (back, _) = try TrainedModel.open(path, options: ImportOptions(layers: layers))
    #expect(back.weightsSHA256 == model.weightsSHA256)
    let comparison = try AnswerComparison(model, back)
    #expect(comparison.sameArgmax == comparison.count && comparison.count >= 8)
    // Without the network it is refused, and proposed.
    let error = #expect(throws: InputError.self) { try TrainedModel.open(path) }
    #expect(error?.kind == .usage && error?.what == "the file has weights and no network")
  }

  @Test(arguments: ModelFormat.allCases) func everyFormatIsDeterministicAndKnown(format: ModelFormat) throws {
    let model = try Self.trained.get()
    let bytes = try model.exported(as: format)
    #expect(try model.exported(as: format) == bytes)
    guard ![.swift, .c, .js, .html].contains(format) else { return }
    let description = try FileInspector.all.describe(try write(format))
    #expect(description.tensors.count >= model.namedParameters().count)
    #expect(description.sha256.count == 64)
  }

  @Test func inspectingHoldsTheWeightsAgainstTheirDigest() throws {
    let path = try write(.inkling)
    let intact = try FileInspector.all.describe(path)
    #expect(intact.fault == nil && intact.metadata["weights"] == "as they were written, by their SHA-256")
    var bytes = try FileBytes.read(path)
    bytes[bytes.count - 5] ^= 1
    try DurableFile.write(bytes, to: path)
    #expect(
      try FileInspector.all.describe(path).fault == "the weights are not those that were written, by their SHA-256")
    #expect(try FileInspector.all.describe(try write(.safetensors)).metadata["weights"] == nil)
  }

  /// ONNX lets a key stand twice, and each reader takes another of them.
  @Test func inspectingSaysWhichKeysAreThereTwice() throws {
    let path = try write(.onnx)
    #expect(try FileInspector.all.describe(path).fault == nil)
    // An entry of metadata_props, field 14 of a ModelProto: {"note": "a"}.
    let entry: [UInt8] = [0x72, 9, 0x0A, 4] + "note".utf8 + [0x12, 1] + "a".utf8
    try DurableFile.write(try FileBytes.read(path) + entry + entry, to: path)
    #expect(try FileInspector.all.describe(path).fault == "the metadata say a key more than once: \"note\" 2 times")
  }

  @Test func halfPrecisionIsHalfTheSize() throws {
    let model = try Self.trained.get()
    let (whole, half) = (
      try model.exported(as: .safetensors),
      try model.exported(as: .safetensors, options: ExportOptions(elementType: .float16))
    )
    #expect(half.count < whole.count * 2 / 3)
    let back = try SafetensorsFile(decoding: half).arrays()
    #expect(back.allSatisfy { $0.elementType == .float16 })
    #expect { try model.exported(as: .pt, options: ExportOptions(elementType: .float16)) } throws: {
      ($0 as? InputError)?.kind == .usage
    }
    #expect { try model.exported(as: .c, options: ExportOptions(includesPreprocessing: true)) } throws: {
      ($0 as? InputError)?.kind == .usage
    }
  }

  @Test func twoModelsThatDiffer() throws {
    let model = try Self.trained.get()
    let other = try Trainer(
      Recipe(model: ModelSpecification.named("tiny") ?? .lenet, epochs: 1, seed: 5),
      on: StrokeDigits.dataset(train: 128, test: 64), threads: 1
    ).train()
    let comparison = try AnswerComparison(model, other, on: StrokeDigits.dataset(train: 1, test: 64).test)
    #expect(comparison.count == 64 && comparison.maxDifference > 0.01 && !comparison.isSame(within: 1e-4))
  }

  @Test func whatIsNoModelIsNamed() throws {
    let path = "\(folder)/x.onnx"
    try DurableFile.write(Array("hello, world".utf8), to: path)
    #expect(throws: InputError.self) { try TrainedModel.open(path) }
    #expect { try TrainedModel.open("\(folder)/nothing") } throws: { ($0 as? InputError)?.kind == .missing }
    #expect(throws: InputError.self) { try FileFunction(path) }
    // What it is instead is said.
    let picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
    let table = Array("1,2\n3,4\n".utf8)
    for (bytes, title) in [(picture + [0, 0, 0, 28, 0, 0, 0, 28], "a PNG image"), (table, "a CSV table")] {
      try DurableFile.write(bytes, to: path)
      let error = #expect(throws: InputError.self) { try TrainedModel.open(path) }
      #expect(error?.what == "the file is \(title), and no model" && error?.path == path)
      // The name's promise was passed over.
      #expect(error?.found?.hasSuffix(", though its name ends in .onnx") == true)
      #expect((#expect(throws: InputError.self) { try FileFunction(path) })?.what.contains(title) == true)
    }
    // A length of 2 GB in front of an ONNX model's graph.
    try DurableFile.write([8, 8, 58, 0xFF, 0xFF, 0xFF, 0xFF, 7, 1, 2], to: path)
    let cut = #expect(throws: InputError.self) { try TrainedModel.open(path) }
    #expect(cut?.what.hasPrefix("the file is damaged, or no onnx file: ") == true)
  }
}
