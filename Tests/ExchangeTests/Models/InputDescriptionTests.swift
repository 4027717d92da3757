import InklingEngine
import InklingFiles
import InklingFormats
import InklingONNX
import InklingTestSupport
import InklingTraining
import Testing

@testable import InklingExchange

/// What stands beside a network or its weights: how pictures are framed, which are refused, what the classes are called.
@Suite struct InputDescriptionTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func file(_ bytes: [UInt8], _ name: String) throws -> String { try folder.write(bytes, as: name) }

  /// LeNet for three classes of dark digits, one of whose names has two lines.
  private func model() throws -> TrainedModel {
    let layers = try #require(ModelSpecification.named("lenet"))
    let graph = try layers.graph(input: [1, 28, 28], classes: 3)
    let description = ModelDescription(
      name: "lenet", graph: graph, classNames: ["one", "two\nlines", "three"],
      normalization: Normalization(scale: [0.0125], shift: [-0.375]),
      picture: PictureDescription(ink: .darkOnLight, framing: .digit))
    var model = try TrainedModel(
      description,
      parameters: graph.parameters.map { parameter in
        let count = parameter.shape.reduce(1, *)
        return NamedTensor(
          name: parameter.name, shape: parameter.shape, values: (0..<count).map { Float($0 % 13) / 100 - 0.05 })
      })
    model.refusal = RefusalThreshold(threshold: -1.5, share: 0.01, images: 200)
    return model
  }

  private var lenet: ImportOptions { ImportOptions(layers: ModelSpecification.named("lenet")) }

  @Test(arguments: [ModelFormat.onnx, .safetensors, .pt]) func itComesBack(format: ModelFormat) throws {
    let model = try model()
    let path = try file(model.exported(as: format), "m.\(format.fileExtension)")
    let options = format == .onnx ? ImportOptions() : lenet
    let (back, notes) = try TrainedModel.open(path, options: options)
    #expect(back.description.picture == model.description.picture && back.refusal == model.refusal)
    #expect(back.classNames == model.classNames && notes.isEmpty, "\(notes)")
    #expect(back.description.normalization == model.description.normalization)
    let comparison = try AnswerComparison(model, back)
    #expect(comparison.isSame(within: 1e-5) && comparison.differences.isEmpty)
    #expect(model.losses(as: format).isEmpty)
    // And once more, through Inkling's own file.
    let kept = try TrainedModel(contentsOf: file(back.encoded(), "kept.safetensors"))
    #expect(kept.inputDescription == model.inputDescription && kept.goldenInputs.count >= 8)
  }

  /// What a run was trained on is known: other images are shown to it as they are, and so to what was made of it.
  @Test func whatWasMeasuredStaysMeasured() throws {
    var model = try model()
    var description = model.description
    description.picture.isMeasured = true
    model = try TrainedModel(description, parameters: model.namedParameters())
    let path = try file(model.exported(as: .pt), "m.pt")
    #expect(try TrainedModel.open(path, options: lenet).model.description.picture.isMeasured)
    var said = lenet
    said.pixels.ink = .lightOnDark
    #expect(
      try TrainedModel.open(path, options: said).model.description.picture == .init(ink: .lightOnDark, framing: .digit))
  }

  /// A person's word about the ink makes images of the other one inverted, which no measurement does.
  @Test func whatWasMeasuredIsNotWhatWasSaid() throws {
    let plain = try self.model()
    func pictured(_ picture: PictureDescription) throws -> TrainedModel {
      var description = plain.description
      description.picture = picture
      return try TrainedModel(description, parameters: plain.namedParameters())
    }
    func differences(_ first: PictureDescription, _ second: PictureDescription) throws -> [String] {
      let comparison = try AnswerComparison(try pictured(first), try pictured(second))
      return comparison.differences
    }
    typealias Picture = PictureDescription
    let (said, measured) = (Picture(ink: .darkOnLight), Picture(ink: .darkOnLight, isMeasured: true))
    #expect(try differences(said, measured) == ["images of another ink: inverted and shown as they are"])
    #expect(try !AnswerComparison(pictured(said), pictured(measured)).isSame(within: 1))
    #expect(try differences(Picture(), Picture(ink: .lightOnDark)).count == 1)
    // What nothing asks for is no difference: nothing is framed, and nothing inverted.
    #expect(try differences(Picture(ink: .lightOnDark, framing: .line, isMeasured: true), measured).isEmpty)
    #expect(try differences(said, Picture(ink: .lightOnDark)) == ["ink: dark and light"])
  }

  /// A threshold is of images that became inputs as they did when it was measured.
  @Test(arguments: [ModelFormat.onnx, .safetensors, .pt]) func aThresholdOfOtherInputsIsLeftOut(format: ModelFormat)
    throws
  {
    let model = try model()
    let path = try file(model.exported(as: format), "m.\(format.fileExtension)")
    func opened(_ pixels: PixelOptions) throws -> (model: TrainedModel, notes: [String]) {
      var options = format == .onnx ? ImportOptions() : lenet
      options.pixels = pixels
      return try TrainedModel.open(path, options: options)
    }
    for pixels in [
      PixelOptions(framing: PictureDescription.Framing.none), PixelOptions(ink: .lightOnDark),
      PixelOptions(range: .unit),
    ] {
      let (other, notes) = try opened(pixels)
      #expect(other.refusal == nil && notes.contains { $0.contains("threshold of refusal") }, "\(pixels) \(notes)")
    }
    for pixels in [PixelOptions(), PixelOptions(framing: .digit), PixelOptions(ink: .darkOnLight)] {
      #expect(try opened(pixels).model.refusal == model.refusal, "\(pixels)")
    }
  }

  /// What changes nothing is not taken without a word.
  @Test func wordsWithoutEffectAreRefused() throws {
    let model = try model()
    let path = try file(model.exported(as: .onnx), "m.onnx")
    func error(_ pixels: PixelOptions, _ path: String) -> InputError? {
      #expect(throws: InputError.self) { try TrainedModel.open(path, options: ImportOptions(pixels: pixels)) }
    }
    #expect(error(PixelOptions(framing: .line), path)?.what.contains("--framed line changes nothing") == true)
    var colored = try ModelOutputTests.model(nil).description
    colored.task = TaskRecipe(.regress)
    let quantities = try TrainedModel(colored, parameters: ModelOutputTests.model(nil).namedParameters())
    let other = try file(quantities.exported(as: .onnx), "r.onnx")
    let found = error(PixelOptions(framing: .digit), other)
    #expect(found?.kind == .usage && found?.found?.hasPrefix("regress") == true, "\(String(describing: found))")
    #expect(
      try TrainedModel.open(other, options: ImportOptions(pixels: PixelOptions(ink: .darkOnLight))).model.saidInk
        == .darkOnLight)
  }

  /// Probabilities are no energies: the threshold stays behind, and the export says so.
  @Test func aThresholdOfLogitsIsNoneOfProbabilities() throws {
    let model = try model()
    let options = ExportOptions(includesPreprocessing: true)
    let back = try TrainedModel.open(file(model.exported(as: .onnx, options: options), "p.onnx")).model
    #expect(back.refusal == nil && back.description.picture == model.description.picture)
    #expect(model.losses(as: .onnx, options: options).count == 1)
    #expect(try AnswerComparison(model, back).differences.map { $0.prefix(8) } == ["refusal:"])
  }

  @Test func whatAFormCannotHoldIsSaid() throws {
    let model = try model()
    #expect(model.losses(as: .inkling).isEmpty && model.losses(as: .html).isEmpty)
    for format in [ModelFormat.npz, .swift, .c, .js] { #expect(model.losses(as: format).count == 1, "\(format)") }
    #expect(model.carrying(ModelCard(name: "a")).losses(as: .pt).count == 1)
    // A page inverts nothing that is not framed.
    var description = model.description
    description.picture.framing = .none
    let unframed = try TrainedModel(description, parameters: model.namedParameters())
    #expect(unframed.losses(as: .html).count == 1)
  }

  /// Files of others say nothing: the way that was taken is said, and a person's word counts.
  @Test func whatIsNotSaidIsSaidToBeSo() throws {
    let arrays = try model().namedParameters().map { NamedArray(name: $0.name, shape: $0.shape, floats: $0.values) }
    let path = try file(PyTorchFile.encode(arrays), "theirs.pt")
    let (plain, notes) = try TrainedModel.open(path, options: lenet)
    #expect(plain.description.picture == PictureDescription() && plain.classNames == ["0", "1", "2"])
    #expect(notes.count == 2 && notes[1].contains("--framed digit"))
    var options = lenet
    options.pixels = PixelOptions(range: .signed, ink: .darkOnLight, framing: .digit)
    let (said, none) = try TrainedModel.open(path, options: options)
    #expect(said.description.picture == PictureDescription(ink: .darkOnLight, framing: .digit) && none.isEmpty)
    let differences = try AnswerComparison(plain, said).differences
    #expect(differences == ["framing: none and digit", "ink: light and dark"])
    #expect(try !AnswerComparison(plain, said).isSame(within: 1))
    #expect(try JSONText.encode(AnswerComparison(plain, said)).contains(#""differences":["framing: none and digit","#))
    #expect(try !JSONText.encode(AnswerComparison(plain, plain)).contains("differences"))
  }

  @Test(arguments: [
    "{", "{}", "[]", #"{"version": 2, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "none"}}"#,
    #"{"version": 1, "image": [1, 28, 28], "picture": {"ink": "blue", "framing": "none"}}"#,
    #"{"version": 1, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "word"}}"#,
    #"{"version": 1, "image": [1, 28, 28]}"#,
    #"{"version": 1, "image": [1, 9223372036854775807, 28], "picture": {"ink": "any", "framing": "none"}}"#,
    #"{"version": 1, "image": [], "picture": {"ink": "any", "framing": "none"}}"#,
    #"{"version": 1, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "none"}, "class_names": ["a", "a", "b"]}"#,
    #"{"version": 1, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "none"}, "class_names": ["a", "", "b"]}"#,
    #"{"version": 1, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "none"}, "class_names": ["a"]}"#,
    #"{"version": 1, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "none"}, "class_names": []}"#,
    #"{"version": 1, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "none"}, "refusal": {"score": "energy", "threshold": 1, "share": 2, "images": 1}}"#,
    #"{"version": 1, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "none"}, "refusal": {"score": "x", "threshold": 1, "share": 0, "images": 1}}"#,
    #"{"version": 1, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "none"}, "refusal": {"score": "energy", "threshold": 1e999, "share": 0, "images": 1}}"#,
    #"{"version": 1, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "none"}, "task": {"name": "fly"}}"#,
    #"{"version": 1, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "none"}, "normalization": {"scale": [0], "shift": [0]}}"#,
    #"{"version": 1, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "none"}, "normalization": {"scale": [1e-45], "shift": [0]}}"#,
    #"{"version": 1, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "none"}, "normalization": {"scale": [1e30], "shift": [0]}}"#,
    #"{"version": 1, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "none"}, "normalization": {"scale": [1], "shift": [-1e30]}}"#,
    #"{"version": 1, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "none"}, "normalization": {"scale": ["NaN"], "shift": [0]}}"#,
    #"{"version": 1, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "none"}, "normalization": {"scale": [null], "shift": [0]}}"#,
    #"{"version": 1, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "none"}, "normalization": {"scale": [1], "shift": [0], "mean": [0]}}"#,
    #"{"version": 1, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "none"}, "normalisation": {"scale": [1], "shift": [0]}}"#,
    #"{"version": 1, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "none"}, "refusal": {"score": "energy", "threshold": 1, "share": 0, "images": 1, "of": 2}}"#,
    #"{"version": 1, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "none"}, "task": {"name": "classify", "loss": "x"}}"#,
    #"{"version": 1, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "none", "paper": "white"}}"#,
    #"{"version": 1, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "line"}}"#,
    #"{"version": 1, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "none", "measured": true, "inherited": true}}"#,
    #"{"version": 1, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "none"}, "class_names": ["\#(String(repeating: "a", count: 1001))", "b", "c"]}"#,
  ])
  func whatIsSaidIsChecked(json: String) throws {
    let model = try model()
    let arrays = model.namedParameters().map { NamedArray(name: $0.name, shape: $0.shape, floats: $0.values) }
    var onnx = try ONNXModel(bytes: model.exported(as: .onnx))
    onnx.metadata = [ONNXModel.Entry(key: "inkling_input", value: json)]
    for (path, options) in [
      (try file(PyTorchFile.encode(arrays, note: json), "m.pt"), lenet),
      (try file(SafetensorsFile.encode(arrays, metadata: ["inkling_input": json]), "m.safetensors"), lenet),
      (try file(onnx.bytes(), "m.onnx"), ImportOptions()),
    ] {
      let error = #expect(throws: InputError.self) { try TrainedModel.open(path, options: options) }
      #expect(error?.kind == .malformed && error?.description.contains(path) == true, "\(String(describing: error))")
    }
  }

  static let wrongKeys: [[(String, String)]] = [
    [("pixel_scale", "0"), ("pixel_shift", "0")], [("pixel_scale", "1e-45"), ("pixel_shift", "0")],
    [("pixel_scale", "1e30"), ("pixel_shift", "0")], [("pixel_scale", "nan"), ("pixel_shift", "0")],
    [("pixel_scale", "1"), ("pixel_shift", "inf")], [("pixel_scale", "a"), ("pixel_shift", "0")],
    [("pixel_scale", "1,1"), ("pixel_shift", "0,0")], [("pixel_scale", "1")], [("pixel_shift", "1")],
    [("pixel_scale", "1"), ("pixel_shift", "0"), ("pixel_scale", "1")],
    [("class_names", "a\nb\nc"), ("class_names", "c\nb\na")], [("card", "a"), ("card", "b")],
    [("class_names", String(repeating: "a", count: 1001) + "\nb\nc")],
    [("inkling_input", plain), ("inkling_input", plain)],
    [("inkling_input", scaled), ("pixel_scale", "0.5"), ("pixel_shift", "0")],
    [("inkling_input", named), ("class_names", "a\nb\nc")],
    [("inkling_input", named), ("class_names", "a\nb")], [("inkling_input", plain), ("class_names", "a\nb\nc\nd")],
  ]

  /// What an export notes in keys of its own is checked as well, and no key may be there twice.
  @Test(arguments: wrongKeys)
  func keysOfAnExportAreChecked(entries: [(String, String)]) throws {
    var onnx = try ONNXModel(bytes: model().exported(as: .onnx))
    onnx.metadata = entries.map { ONNXModel.Entry(key: $0.0, value: $0.1) }
    let path = try file(onnx.bytes(), "m.onnx")
    let error = #expect(throws: InputError.self) { try TrainedModel.open(path) }
    #expect(error?.kind == .malformed && error?.description.contains(path) == true, "\(String(describing: error))")
    #expect(error.map { $0.description.utf8.count <= InputError.largestDescription } == true)
  }

  private static let rest = #""version": 1, "image": [1, 28, 28], "picture": {"ink": "any", "framing": "none"}"#
  private static let plain = "{\(rest)}"
  private static let scaled = "{\(rest), \"normalization\": {\"scale\": [0.25], \"shift\": [-1]}}"
  private static let named = "{\(rest), \"class_names\": [\"a\", \"b\", \"x\"]}"

  /// It once was left aside.
  @Test func theNormalizationOfADescriptionIsFollowed() throws {
    var onnx = try ONNXModel(bytes: model().exported(as: .onnx))
    let lists: [[(String, String)]] = [[], [("pixel_scale", "0.25"), ("pixel_shift", "-1")]]
    for entries in lists {
      onnx.metadata = (entries + [("inkling_input", Self.scaled)]).map { ONNXModel.Entry(key: $0.0, value: $0.1) }
      let opened = try TrainedModel.open(file(onnx.bytes(), "m.onnx"))
      #expect(opened.model.description.normalization == Normalization(scale: [0.25], shift: [-1]))
      #expect(!opened.notes.contains { $0.contains("--pixels") }, "\(opened.notes)")
    }
  }

  /// A network that was cut has other classes than its file still names.
  @Test func namesOfOtherClassesAreNotTaken() throws {
    var onnx = try ONNXModel(bytes: ModelOutputTests.model(nil).exported(as: .onnx))
    onnx.metadata = [ONNXModel.Entry(key: "class_names", value: "a\nb")]
    let (model, notes) = try TrainedModel.open(file(onnx.bytes(), "m.onnx"))
    #expect(model.classNames == ["0", "1", "2"] && notes.contains { $0.contains("the classes have numbers") })
    onnx.metadata = [ONNXModel.Entry(key: "class_names", value: "a\nb\na")]
    let path = try file(onnx.bytes(), "twice.onnx")
    #expect(throws: InputError.self) { try TrainedModel.open(path) }
    #expect(
      try TrainedModel.open(path, options: ImportOptions(classNames: ["a", "b", "c"])).model.classNames.count == 3)
  }

  @Test(arguments: [("a\nb", "2"), ("", "none")]) func namesOfAnotherNumberAreCounted(names: String, found: String)
    throws
  {
    var onnx = try ONNXModel(bytes: model().exported(as: .onnx))
    onnx.metadata = [("inkling_input", Self.plain), ("class_names", names)].map { ONNXModel.Entry(key: $0, value: $1) }
    let path = try file(onnx.bytes(), "m.onnx")
    let error = #expect(throws: InputError.self) { try TrainedModel.open(path) }
    #expect(error?.what == "the file's class names are not its outputs'" && error?.found == found)
  }

  /// However it is opened.
  @Test func aTaskThatTheNetworkCannotDoIsRefused() throws {
    var onnx = try ONNXModel(bytes: model().exported(as: .onnx))
    let json = "{\(Self.rest), \"task\": {\"name\": \"read\", \"head\": \"ctc\"}}"
    onnx.metadata = [ONNXModel.Entry(key: "inkling_input", value: json)]
    let path = try file(onnx.bytes(), "m.onnx")
    let errors = [
      #expect(throws: InputError.self) { try TrainedModel.open(path) },
      #expect(throws: InputError.self) { try StartingWeights(opening: FineTuningRecipe(from: path), runs: "runs") },
    ]
    for error in errors {
      #expect(
        error?.kind == .malformed && error?.path == path && error?.what == "the model's outputs are not its classes")
      #expect(error?.expected?.hasPrefix("[3, 1, columns]") == true, "\(String(describing: error))")
    }
  }
}
