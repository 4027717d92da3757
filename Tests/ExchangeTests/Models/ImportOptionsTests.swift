import InklingEngine
import InklingFiles
import InklingFormats
import InklingONNX
import InklingTargets
import InklingTestSupport
import InklingTraining
import Testing

@testable import InklingExchange

/// What a person says of another program's file.
@Suite struct ImportOptionsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func file(_ bytes: [UInt8], _ name: String) throws -> String { try folder.write(bytes, as: name) }

  /// An ONNX model without a word on its inputs: `[N, 1, 4, 4]`, first these nodes, then flattened to three outputs.
  private func onnx(_ first: [ONNXNode] = [], _ constants: [NamedArray] = []) throws -> String {
    let model = try ModelOutputTests.model(nil)
    var onnx = try ONNXModel(bytes: model.exported(as: .onnx))
    onnx.metadata = []
    onnx.graph.initializers += constants
    if let last = first.last?.outputs.first {
      for index in onnx.graph.nodes.indices {
        onnx.graph.nodes[index].inputs = onnx.graph.nodes[index].inputs.map { $0 == "input" ? last : $0 }
      }
      onnx.graph.nodes = first + onnx.graph.nodes
    }
    return try file(onnx.bytes(), "a.onnx")
  }

  private func normalization(_ path: String, _ pixels: PixelOptions) throws -> Normalization {
    try TrainedModel.open(path, options: ImportOptions(pixels: pixels)).model.description.normalization
  }

  @Test func pixelsBecomeWhatAPersonSays() throws {
    let path = try onnx()
    #expect(try normalization(path, PixelOptions()) == Normalization(scale: [1 / 255], shift: [0]))
    #expect(try normalization(path, PixelOptions(range: .bytes)) == Normalization(scale: [1], shift: [0]))
    #expect(try normalization(path, PixelOptions(range: .signed)) == Normalization(scale: [2 / 255], shift: [-1]))
    let standard = try normalization(path, PixelOptions(mean: [0.5], deviation: [0.25]))
    #expect(standard == Normalization(scale: [Float(4 / 255.0)], shift: [-2]))
    let both = try normalization(path, PixelOptions(range: .bytes, mean: [100], deviation: [50]))
    #expect(both == Normalization(scale: [0.02], shift: [-2]))
    let (model, notes) = try TrainedModel.open(
      path,
      options: ImportOptions(
        pixels: PixelOptions(range: .bytes, ink: .darkOnLight, framing: PictureDescription.Framing.none)))
    #expect(notes.isEmpty && model.description.picture.ink == .darkOnLight)
    // The model's file keeps it.
    try model.save(to: folder.file("kept.safetensors"))
    let kept = try TrainedModel(contentsOf: folder.file("kept.safetensors"))
    #expect(kept.description == model.description)
    let unsaid = try TrainedModel.open(path).notes
    #expect(unsaid.count == 2 && unsaid[0].contains("--pixels") && unsaid[1].contains("--framed"))
  }

  /// What the file computes itself comes behind what a person says.
  @Test func aFilesOwnNormalizationComesBehind() throws {
    let nodes = [
      ONNXNode("Sub", name: "s", inputs: ["input", "mean"], outputs: ["s"]),
      ONNXNode("Div", name: "d", inputs: ["s", "std"], outputs: ["d"]),
    ]
    func path(_ mean: Float, _ deviation: Float) throws -> String {
      try onnx(
        nodes,
        [NamedArray(name: "mean", shape: [], floats: [mean]), NamedArray(name: "std", shape: [], floats: [deviation])])
    }
    // Of numbers from 0 to 1, which is said.
    let options = ImportOptions(pixels: PixelOptions(framing: PictureDescription.Framing.none))
    let unit = try TrainedModel.open(path(0.5, 0.25), options: options)
    #expect(unit.notes.count == 1 && unit.notes[0].contains("from 0 to 1"))
    #expect(abs(unit.model.description.normalization.scale[0] - 4 / 255) < 1e-8)
    #expect(unit.model.description.normalization.shift == [-2])
    // Of bytes.
    let bytes = try TrainedModel.open(path(128, 64), options: options)
    #expect(bytes.notes.isEmpty && bytes.model.description.normalization.scale == [1.0 / 64])
    let said = try normalization(path(0.5, 0.25), PixelOptions(range: .bytes))
    #expect(said == Normalization(scale: [4], shift: [-2]))
  }

  @Test func whatIsOutOfRangeIsRefused() throws {
    let path = try onnx()
    for pixels in [
      PixelOptions(mean: [1, 2]), PixelOptions(deviation: [0]), PixelOptions(deviation: [-1]),
      PixelOptions(mean: [.infinity]), PixelOptions(deviation: [.nan]), PixelOptions(mean: []),
    ] {
      let error = #expect(throws: InputError.self) { try normalization(path, pixels) }
      #expect(error?.kind == .usage && error?.what.hasPrefix("--") == true)
    }
    // Inkling's own file says it itself.
    let own = try file(ModelOutputTests.model(nil).encoded(), "own.safetensors")
    #expect(throws: InputError.self) { try normalization(own, PixelOptions(range: .bytes)) }
    #expect(try !TrainedModel.isForeign(own) && TrainedModel.isForeign(path) && !TrainedModel.isForeign(folder.path))
  }

  @Test(arguments: [
    (["a", "a", "b"], "two classes have one name"), (["a", "", "b"], "a class has no name, or one that is too long"),
    (["a", "b"], "the class names are not the network's"),
  ])
  func classNamesAreChecked(names: [String], what: String) throws {
    let path = try onnx()
    let error = #expect(throws: InputError.self) {
      try TrainedModel.open(path, options: ImportOptions(classNames: names))
    }
    #expect(error?.what == what && error?.kind == .usage)
  }

  /// Sizes that a person gives are checked before anything is multiplied.
  @Test(arguments: [
    [1, 1 << 32, 1 << 32], [Int.max, 28, 28], [1, Int.max, Int.max], [0, 28, 28], [1, -28, -28], [1, 28], [],
    [2, 28, 28], [1, 1 << 15, 1 << 15],
  ])
  func aSizeThatCannotBe(input: [Int]) throws {
    let layers = try #require(ModelSpecification.named("lenet"))
    let arrays = try layers.graph(input: [1, 28, 28], classes: 10).parameters.map { parameter in
      NamedArray(
        name: parameter.name, shape: parameter.shape,
        floats: [Float](repeating: 0.5, count: parameter.shape.reduce(1, *)))
    }
    let path = try file(SafetensorsFile.encode(arrays), "weights.safetensors")
    for options in [ImportOptions(acceptsProposal: true, input: input), ImportOptions(layers: layers, input: input)] {
      let error = #expect(throws: InputError.self) { try TrainedModel.open(path, options: options) }
      #expect(error.map { [.usage, .malformed].contains($0.kind) } == true)
    }
  }

  /// Each of these was "missing", or "no layer of classes".
  @Test func aTensorOfAnotherFormIsNamed() throws {
    let layers = try #require(ModelSpecification.named("lenet"))
    let arrays = try layers.graph(input: [1, 28, 28], classes: 10).parameters.map { parameter in
      NamedArray(
        name: parameter.name, shape: parameter.shape,
        floats: [Float](repeating: 0.5, count: parameter.shape.reduce(1, *)))
    }
    func sentence(_ change: (inout [NamedArray]) -> Void) throws -> String {
      var changed = arrays
      change(&changed)
      let path = try file(PyTorchFile.encode(changed), "changed.pt")
      return #expect(throws: InputError.self) {
        try TrainedModel.open(path, options: ImportOptions(layers: layers))
      }?.description ?? ""
    }
    let whole = try sentence { $0[1] = NamedArray(name: "conv1.bias", shape: [6], integers: [1, 2, 3, 4, 5, 6]) }
    #expect(whole.contains("'conv1.bias' is no weight: its numbers are whole") && whole.contains("found I64"))
    let extra = try sentence { $0.append(NamedArray(name: "zz", shape: [0], floats: [])) }
    #expect(extra.contains("unexpected zz"), "\(extra)")
    let scalar = try sentence { $0[$0.count - 1] = NamedArray(name: "fc3.bias", shape: [], floats: [1]) }
    #expect(scalar.contains("fc3.bias is [] and should be [10]"), "\(scalar)")
  }

  /// Images of 28x28 with so many channels are too large for a shape, which once stopped the program.
  @Test func aProposedChainForTooLargeImagesIsRefused() throws {
    let channels = 1 << 16
    let arrays = [
      NamedArray(name: "conv.weight", shape: [1, channels, 1, 1], floats: [Float](repeating: 0, count: channels)),
      NamedArray(name: "conv.bias", shape: [1], floats: [0]),
    ]
    let path = try file(SafetensorsFile.encode(arrays), "weights.safetensors")
    let error = #expect(throws: InputError.self) {
      try TrainedModel.open(path, options: ImportOptions(acceptsProposal: true))
    }
    #expect(error?.what == "the model's images are too large" && error?.found == "[65536, 28, 28]")
  }

  @Test func aProposedChainIsTakenWhenAPersonSaysSo() throws {
    let layers = try #require(ModelSpecification.named("lenet"))
    let graph = try layers.graph(input: [1, 28, 28], classes: 10)
    let arrays = graph.parameters.map { parameter in
      let count = parameter.shape.reduce(1, *)
      return NamedArray(
        name: "module." + parameter.name, shape: parameter.shape, floats: (0..<count).map { Float($0 % 13) / 100 })
    }
    let path = try file(SafetensorsFile.encode(arrays), "weights.safetensors")
    let refused = #expect(throws: InputError.self) { try TrainedModel.open(path) }
    #expect(refused?.details.first == "it may be this, which --as proposed accepts:")
    #expect(refused?.details.contains { $0.contains("conv1") } == true)
    let proposed = try TrainedModel.open(path, options: ImportOptions(acceptsProposal: true)).model
    let named = try TrainedModel.open(path, options: ImportOptions(layers: layers)).model
    #expect(proposed.namedParameters() == named.namedParameters())
    #expect(try AnswerComparison(named, proposed).isSame(within: 1e-5))
    let odd = try file(
      SafetensorsFile.encode([NamedArray(name: "x", shape: [2], floats: [1, 2])]), "odd.safetensors")
    let error = #expect(throws: InputError.self) {
      try TrainedModel.open(odd, options: ImportOptions(acceptsProposal: true))
    }
    #expect(error?.what == "the file has weights and no network" && error?.details.count == 1)
  }

  /// The networks of recipes that read texts have no name but the recipe's; alphabet and size are in the file's note.
  @Test func weightsOfAReaderAreNamedByItsRecipe() throws {
    let layers = try ModelSpecification.load("captcha-small")
    let names = try Alphabet(named: "digits").classNames
    let graph = try layers.graph(input: [1, 60, 160], classes: names.count)
    let parameters = graph.parameters.map { parameter in
      NamedTensor(
        name: parameter.name, shape: parameter.shape,
        values: (0..<parameter.shape.reduce(1, *)).map { 0.01 + Float($0 % 7) / 700 })
    }
    let model = try TrainedModel(
      ModelDescription(
        name: layers.name, graph: graph, classNames: names,
        normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 1), specification: layers,
        task: TaskRecipe(.read, head: .ctc)), parameters: parameters)
    let path = try file(model.exported(as: .pt), "w.pt")
    let refused = #expect(throws: InputError.self) {
      try TrainedModel.open(path, options: ImportOptions(acceptsProposal: true))
    }
    #expect(refused?.remedy?.contains("captcha-small") == true)
    let back = try TrainedModel.open(path, options: ImportOptions(layers: layers)).model
    #expect(back.namedParameters() == model.namedParameters() && back.classNames == names)
    #expect(back.description.task == model.description.task && back.graph == model.graph)
  }

  /// PyTorch's counts of batches go back as they came.
  @Test(arguments: [ModelFormat.pt, .safetensors]) func countsOfBatchesComeBack(format: ModelFormat) throws {
    let yaml = "layers: [{conv: {out: 2, kernel: 3}}, batch_norm, relu, flatten, {linear: classes}]"
    let layers = try ModelSpecification.load(try file(Array(yaml.utf8), "m.yaml"))
    let graph = try layers.graph(input: [1, 6, 6], classes: 3)
    var arrays = graph.parameters.map { parameter in
      NamedArray(
        name: parameter.name, shape: parameter.shape,
        floats: (0..<parameter.shape.reduce(1, *)).map { 0.5 + Float($0 % 3) })
    }
    let name = "bn1.num_batches_tracked"
    let place = try #require(arrays.firstIndex { $0.name == "bn1.running_var" })
    arrays.insert(NamedArray(name: name, shape: [], integers: [90_210]), at: place + 1)
    let path = try file(PyTorchFile.encode(arrays), "a.pt")
    let options = ImportOptions(layers: layers, input: [1, 6, 6])
    let model = try TrainedModel.open(path, options: options).model
    let kept = try TrainedModel(contentsOf: file(model.encoded(), "kept.safetensors"))
    let bytes = try kept.exported(as: format)
    let back = try format == .pt ? PyTorchFile(bytes: bytes).arrays : SafetensorsFile(decoding: bytes).arrays()
    let count = try #require(back.first { $0.name == name })
    #expect(try count.integers() == [90_210] && count.shape.isEmpty && count.elementType == .int64)
    if format == .pt { #expect(back.map(\.name) == arrays.map(\.name)) }
    #expect(back.count == arrays.count)
  }

  @Test func aCardGoesOutAndComesBack() throws {
    let card = ModelCard(name: "Digits", license: "MIT")
    let model = try ModelOutputTests.model(nil).carrying(card)
    #expect(try TrainedModel.open(file(model.exported(as: .onnx), "c.onnx")).model.card == card)
    #expect(try TrainedModel(contentsOf: file(model.encoded(), "c.safetensors")).card == card)
    #expect(String(decoding: try model.exported(as: .c), as: UTF8.self).contains("// license: MIT"))
  }
}
