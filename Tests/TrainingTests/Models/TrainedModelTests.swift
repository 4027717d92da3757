import Foundation
import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

/// A trained model as a value: made, saved, opened, asked.
@Suite struct TrainedModelTests {
  let folder: TemporaryFolder
  private static let dataset = StrokeDigits.dataset(train: 128, test: 64)

  init() throws { folder = try TemporaryFolder() }

  private func train(_ recipe: Recipe, as run: String? = nil) throws -> TrainedModel {
    try Trainer(recipe, on: Self.dataset, threads: 1, savingAs: run, runs: folder.path).train()
  }

  private var recipe: Recipe {
    var recipe = Recipe(model: ModelSpecification.named("tiny") ?? .lenet, epochs: 1)
    recipe.data.validation = .share(0.25)
    return recipe
  }

  @Test func aFileHoldsAllOfIt() throws {
    let model = try train(recipe)
    let path = folder.file("a.safetensors")
    try model.save(to: path)
    let opened = try TrainedModel(contentsOf: path)
    #expect(opened.description == model.description)
    #expect(opened.namedParameters() == model.namedParameters())
    // A confusion matrix is not kept.
    #expect(try JSONText.encode(opened.training) == JSONText.encode(model.training) && opened.card == model.card)
    #expect(opened.goldenInputs == model.goldenInputs && opened.goldenInputs.count >= 8)
    #expect(opened.origin == TrainedModel.Origin(path: path, run: nil, epoch: 1))
    #expect(try opened.encoded() == model.encoded())
    let record = try #require(opened.training)
    #expect(record.recipe.data.dataset == Self.dataset.name && record.version == Release.version)
    #expect(record.test != nil && record.validation != nil && record.date != nil)
    // Whoever knows safetensors alone reads the weights.
    #expect(try Safetensors(contentsOf: path).tensors.count == model.namedParameters().count)
  }

  @Test func aRunIsTheSameModel() throws {
    let model = try train(recipe, as: "a")
    let run = try TrainedModel(contentsOf: "\(folder.path)/a")
    let file = try TrainedModel(contentsOf: "\(folder.path)/a/model.safetensors")
    #expect(run.description == model.description && file.description == model.description)
    #expect(run.weightsSHA256 == model.weightsSHA256 && file.weightsSHA256 == model.weightsSHA256)
    #expect(run.origin.run == "\(folder.path)/a")
    #expect(run.training?.test?.correct == model.training?.test?.correct && run.training?.data == file.training?.data)
    #expect(file.training?.data == Self.dataset.fingerprint)
    let pixels = Array(Self.dataset.test[5])
    #expect(try run.predictor().predict(pixels) == file.predictor().predict(pixels))
  }

  @Test func manyPredictorsShareOneModel() throws {
    let model = try train(recipe)
    let ensemble = try ModelEnsemble([model], threads: 1)
    let answers = try ensemble.answers(to: Self.dataset.test)
    for index in [0, 7, 63] {
      let prediction = try model.predictor().predict(Array(Self.dataset.test[index]))
      #expect(prediction.label == Int(answers.predictions[index]))
      #expect(prediction.className == Self.dataset.test.classNames[prediction.label])
      #expect((prediction.probabilities.reduce(0, +) - 1).magnitude < 1e-9)
    }
    #expect(throws: InputError.self) { try model.predictor().predict([1, 2, 3]) }
    #expect(try ensemble.evaluate(Self.dataset.test).accuracy == model.training?.test?.accuracy)
  }

  @Test func strokesAreLightOnDark() throws {
    let picture = try train(recipe).description.picture
    #expect(picture == PictureDescription(ink: .lightOnDark, framing: .digit))
    let paper = LabeledImages(
      images: Self.dataset.train.images.map { 255 - $0 }, labels: Self.dataset.train.labels, channels: 1, height: 28,
      width: 28, classNames: Self.dataset.train.classNames)
    #expect(PictureDescription(of: paper, dataset: "own") == PictureDescription(ink: .darkOnLight, framing: .none))
  }
}

/// What is wrong with a model's file is said in one sentence.
@Suite struct TrainedModelFaultTests {
  private static let bytes = Result {
    try Trainer(
      Recipe(model: ModelSpecification.named("tiny") ?? .lenet, epochs: 1),
      on: StrokeDigits.dataset(train: 64, test: 16), threads: 1
    ).train().encoded()
  }

  private func fault(_ bytes: [UInt8]) -> InputError? {
    #expect(throws: InputError.self) { try TrainedModel(decoding: bytes, path: "a.safetensors") }
  }

  private func changed(_ key: String, _ change: (String) -> String) throws -> [UInt8] {
    var file = try Safetensors(decoding: try Self.bytes.get())
    file.metadata[key] = change(try #require(file.metadata[key]))
    return file.encoded()
  }

  @Test func oneBitOfAWeight() throws {
    var bytes = try Self.bytes.get()
    bytes[bytes.count - 4] ^= 1
    #expect(fault(bytes)?.what == "the weights are not those that were written")
  }

  @Test func anAnswerThatMoved() throws {
    let bytes = try Self.bytes.get()
    let model = try TrainedModel(decoding: bytes)
    var golden = model.goldenInputs
    golden[3] = GoldenInput(pixels: golden[3].pixels, logits: golden[3].logits.map { $0 + 0.01 * max(1, $0.magnitude) })
    let moved = TrainedModel(
      model.description, model.compiled, training: model.training, card: ModelCard(), golden: golden)
    #expect(fault(try moved.encoded())?.what == "the model does not answer golden input 3 as it did")
  }

  @Test func aGoldenInputOfAnotherSize() throws {
    let model = try TrainedModel(decoding: try Self.bytes.get())
    for golden in [GoldenInput(pixels: [1], logits: []), GoldenInput(pixels: model.goldenInputs[0].pixels, logits: [])]
    {
      let odd = TrainedModel(model.description, model.compiled, training: nil, card: ModelCard(), golden: [golden])
      #expect(fault(try odd.encoded())?.kind == .malformed)
    }
  }

  @Test func weightsAlone() throws {
    var file = try Safetensors(decoding: try Self.bytes.get())
    file.metadata = [:]
    #expect(fault(file.encoded())?.what.hasPrefix("the file has weights and no model") == true)
  }

  @Test func anotherVersion() throws {
    let bytes = try changed("inkling") { $0.replacing("\"version\":1,", with: "\"version\":9,") }
    #expect(fault(bytes)?.found == "9")
  }

  @Test func metadataThatIsNone() throws {
    #expect(fault(try changed("inkling") { _ in "{" })?.kind == .malformed)
    #expect(fault(try changed("inkling") { _ in "{}" })?.kind == .malformed)
    #expect(fault(try changed("inkling") { $0.replacing("\"kind\":\"Conv2d\"", with: "\"kind\":\"x\"") }) != nil)
  }

  /// What the format does not allow is refused when the file is opened, and said by its metadata alone.
  @Test func whatTheFormatForbids() throws {
    func rewritten(_ change: (inout [String: Any]) -> Void) throws -> [UInt8] {
      try changed("inkling") { text in
        guard var object = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
          return text
        }
        change(&object)
        return String(decoding: (try? JSONSerialization.data(withJSONObject: object)) ?? Data(), as: UTF8.self)
      }
    }
    func model(_ key: String, _ value: Any) throws -> [UInt8] {
      try rewritten {
        var model = $0["model"] as? [String: Any] ?? [:]
        model[key] = value
        $0["model"] = model
      }
    }
    func training(_ key: String, _ value: Any) throws -> [UInt8] {
      try rewritten {
        var training = $0["training"] as? [String: Any] ?? [:]
        training[key] = value
        $0["training"] = training
      }
    }
    func factors(_ scale: Double, _ shift: Double) -> [String: Any] { ["scale": [scale], "shift": [shift]] }
    let digits = (0..<10).map(String.init)
    for (bytes, what) in [
      (try rewritten { $0["golden_inputs"] = [Any]() }, "the model has too few golden inputs"),
      (
        try rewritten { $0["golden_inputs"] = ($0["golden_inputs"] as? [Any]).map { Array($0.prefix(7)) } },
        "the model has too few golden inputs"
      ),
      (try model("class_names", ["1"] + digits.dropFirst()), "two classes have one name"),
      (try model("class_names", [""] + digits.dropFirst()), "a class has no name"),
      (try model("class_names", [String]()), "the model has no classes"),
      (try model("class_names", Array(digits.dropLast())), "the model's outputs are not its classes"),
      (
        try rewritten {
          var training = $0["training"] as? [String: Any] ?? [:]
          training["epoch"] = -1
          $0["training"] = training
        }, "the model's epoch is none"
      ),
      (
        try rewritten {
          $0["refusal"] = ["score": "energy", "threshold": 1, "share": -1, "images": 3] as [String: Any]
        },
        "the file is not what Inkling writes there"
      ),
      (try training("date", "yesterday"), "the file is not what Inkling writes there"),
      (try training("date", "2026-02-30T12:00:00Z"), "the file is not what Inkling writes there"),
      (try training("date", "2026-02-28 12:00:00"), "the file is not what Inkling writes there"),
      (try training("version", String(repeating: "1", count: 101)), "the file is not what Inkling writes there"),
      (try training("when", "now"), "the file is not what Inkling writes there"),
      (try rewritten { $0["extra"] = 1 }, "the file is not what Inkling writes there"),
      (try model("preprocessing", "none"), "the file is not what Inkling writes there"),
      (
        try model("class_names", [String(repeating: "a", count: 1001)] + digits.dropFirst()),
        "a class's name is too long"
      ),
      (try model("normalization", factors(0, 0)), "the file is not what Inkling writes there"),
      (try model("normalization", factors(1e30, 0)), "the file is not what Inkling writes there"),
      (try model("normalization", factors(1e-30, 0)), "the file is not what Inkling writes there"),
      (try model("normalization", factors(1, 1e30)), "the file is not what Inkling writes there"),
    ] {
      #expect(fault(bytes)?.what == what)
      #expect(TrainedModel.fault(in: try Safetensors(decoding: bytes).metadata)?.what == what)
    }
    #expect(TrainedModel.fault(in: try Safetensors(decoding: Self.bytes.get()).metadata) == nil)
  }

  @Test func aTimeIsOneOfTheCalendar() {
    for text in ["2026-01-31T12:00:00Z", "2024-02-29T23:59:60Z", "2000-02-29T00:00:00Z"] {
      #expect(TrainingRecord.isTime(text), "\(text)")
    }
    for text in [
      "", "2026-01-31", "2026-01-31T12:00:00", "2026-01-31t12:00:00Z", "2026-13-01T12:00:00Z", "2026-00-01T12:00:00Z",
      "2026-04-31T12:00:00Z", "2100-02-29T12:00:00Z", "2026-01-00T12:00:00Z", "2026-01-31T24:00:00Z",
      "2026-01-31T12:60:00Z", "2026-01-31T12:00:61Z", "2026-01-31T12:00:00Z ", "２026-01-31T12:00Z",
    ] { #expect(!TrainingRecord.isTime(text), "\(text)") }
  }

  /// A run has no golden inputs; its file does.
  @Test func aFileAlwaysHasGoldenInputs() throws {
    let model = try TrainedModel(decoding: try Self.bytes.get())
    let bare = TrainedModel(model.description, model.compiled, training: nil, card: ModelCard(), golden: [])
    let few = TrainedModel(
      model.description, model.compiled, training: nil, card: ModelCard(), golden: Array(model.goldenInputs.prefix(3)))
    #expect(try TrainedModel(decoding: bare.encoded()).goldenInputs.count == 8)
    let filled = try TrainedModel(decoding: few.encoded()).goldenInputs
    #expect(filled.count == 8 && filled.prefix(3) == model.goldenInputs.prefix(3))
  }

  @Test func aChoiceAmongTheWeightsOfAFile() throws {
    let folder = try TemporaryFolder()
    try DurableFile.write(try Self.bytes.get(), to: folder.file("a.safetensors"))
    #expect {
      try TrainedModel(contentsOf: folder.file("a.safetensors"), weights: .best)
    } throws: { ($0 as? InputError)?.kind == .usage }
    #expect { try TrainedModel(contentsOf: folder.file("none")) } throws: { ($0 as? InputError)?.kind == .missing }
  }
}
