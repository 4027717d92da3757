import InklingDatasets
import InklingEngine
import InklingFiles
import InklingONNX
import InklingTestSupport
import InklingTraining
import Testing

@testable import InklingExchange

/// What a run can start from, beside runs.
@Suite struct StartingWeightsOpeningTests {
  private let temporary: TemporaryFolder
  private var folder: String { temporary.path }

  init() throws { temporary = try TemporaryFolder() }

  private func weights(_ bytes: [UInt8], _ name: String, key: String? = nil) throws -> StartingWeights? {
    try DurableFile.write(bytes, to: "\(folder)/\(name)")
    return try StartingWeights(opening: FineTuningRecipe(from: "\(folder)/\(name)", key: key), runs: folder)
  }

  @Test(arguments: [ModelFormat.onnx, .inkling, .pt, .safetensors]) func everyKindOfFile(format: ModelFormat) throws {
    let model = try ModelOutputTests.model(nil)
    let weights = try #require(try weights(model.exported(as: format), "a.\(format.fileExtension)"))
    let fitted = try weights.fitted(to: model.graph, classNames: model.classNames)
    for tensors in [weights.tensors, fitted.tensors] {
      #expect(tensors.sorted { $0.name > $1.name } == model.namedParameters())
    }
  }

  /// How bytes become inputs goes with the weights, of a model that was trained elsewhere, too.
  @Test(arguments: [ModelFormat.onnx, .inkling, .pt, .safetensors]) func theNormalizationIsKnown(format: ModelFormat)
    throws
  {
    let plain = try ModelOutputTests.model(nil)
    func start(_ normalization: Normalization, _ picture: PictureDescription = .init()) throws -> StartingWeights {
      var description = plain.description
      (description.normalization, description.picture) = (normalization, picture)
      let model = try TrainedModel(description, parameters: plain.namedParameters())
      return try #require(try weights(model.exported(as: format), "n.\(format.fileExtension)"))
    }
    let mnist = NormalizationRecipe.named(.mnist)
    let known = try start(mnist.factors(channels: 1))
    #expect(known.origin.normalization?.agrees(with: mnist, channels: 1) == true && known.saidInk == nil)
    let adopted = try LoadedRecipe("classic").adoptingNormalization(of: known)
    #expect(adopted.recipe.data.normalization.agrees(with: mnist, channels: 1))
    // One that no recipe can say is not taken for another.
    let strange = try start(Normalization(scale: [-0.01], shift: [1]))
    #expect(strange.origin.normalization == nil)
    let error = #expect(throws: InputError.self) { try LoadedRecipe("classic").adoptingNormalization(of: strange) }
    #expect(error?.what.contains("normalised as no training does it") == true)
    // So does a person's word about the ink.
    #expect(try start(mnist.factors(channels: 1), .init(ink: .darkOnLight)).saidInk == .darkOnLight)
    #expect(try start(mnist.factors(channels: 1), .init(ink: .darkOnLight, isMeasured: true)).saidInk == nil)
  }

  /// A run that starts from weights of dark ink learns from inverted images, and says so in its recipe.
  @Test func theInkIsFollowed() throws {
    let model = try ModelOutputTests.model(nil)
    var start = StartingWeights(tensors: model.namedParameters(), path: "w.pt", replacesHead: false)
    start.saidInk = .darkOnLight
    let images = StrokeDigits.dataset(train: 32, test: 1, seed: 1).train
    let recipe = try LoadedRecipe("classic")
    let (adopted, note) = try #require(try recipe.adoptingInk(of: start, for: images))
    #expect(adopted.recipe.data.variation.shift == .inverted && note.contains("w.pt"))
    #expect(try recipe.adoptingInk(of: start, for: images.shifted(.inverted)) == nil)
    start.saidInk = .lightOnDark
    #expect(try recipe.adoptingInk(of: start, for: images) == nil && recipe.adoptingInk(of: nil, for: images) == nil)
    start.saidInk = .darkOnLight
    let thick = try LoadedRecipe("classic", settings: [RecipeSetting("data.shift=thick")])
    #expect(throws: InputError.self) { try thick.adoptingInk(of: start, for: images) }
  }

  /// A trainer starts from them, too, when it is given what opens them.
  @Test func aTrainerIsGivenWhatOpensThem() throws {
    let graph = try ModelSpecification.lenet.graph(input: [1, 28, 28], classes: 10)
    let dataset = StrokeDigits.dataset(train: 64, test: 10, seed: 1)
    let names = dataset.train.classNames
    let trained = try Trainer(graph, on: dataset, recipe: Recipe(epochs: 1), threads: 1).train()
    let path = "\(folder)/t.onnx"
    try DurableFile.write(try trained.exported(as: .onnx), to: path)
    var recipe = Recipe(epochs: 1)
    recipe.model = .lenet
    recipe.optimizer = .sgd(learningRate: 1e-30)
    recipe.data.normalization = trained.training?.recipe.data.normalization ?? recipe.data.normalization
    recipe.fineTuning = FineTuningRecipe(from: path)
    let again = try Trainer(recipe, on: dataset, threads: 1, opening: .all).train()
    #expect(again.namedParameters() == trained.namedParameters() && again.classNames == names)
    let error = #expect(throws: InputError.self) { try Trainer(recipe, on: dataset, threads: 1) }
    #expect(error?.what == "a run does not start from such a file as it is")
  }

  /// What a cross-entropy is fitted to are logits, whatever file the network came from.
  @Test(arguments: [ModelFormat.onnx, .inkling], ModelOutputTests.ends)
  func whatMakesProbabilitiesIsTakenOffForTraining(format: ModelFormat, end: Graph.Operation?) throws {
    let model = try ModelOutputTests.model(end)
    let weights = try #require(try weights(model.exported(as: format), "s.\(format.fileExtension)"))
    #expect(weights.network?.graph.outputForm == model.graph.outputForm)
    let images = LabeledImages(
      images: [UInt8](repeating: 0, count: 16), labels: [0], channels: 1, height: 4, width: 4,
      classNames: ["a", "b", "c"])
    var recipe = Recipe(epochs: 1)
    (recipe.model, recipe.fineTuning) = (nil, FineTuningRecipe(from: weights.path))
    let plan = try NetworkPlan(recipe, runs: folder, for: images, startingFrom: weights)
    #expect(try plan.graph().outputForm == .logits && plan.classNames == ["a", "b", "c"])
    #expect(plan.notes.count == (end == nil ? 0 : 1), "\(plan.notes)")
    #expect(plan.notes.first?.contains("by a softmax") ?? false == (end == .sigmoid))
    // Several labels are learned from logits, too; quantities as the network gives them.
    for (task, isWhole) in [(TaskRecipe(.severalLabels), false), (TaskRecipe(.regress), true)] {
      let learned = try task.learned(model.graph)
      #expect(isWhole ? learned == model.graph : learned.outputForm == .logits)
    }
  }

  /// The same of a run's folder.
  @Test func aRunThatGivesProbabilitiesIsLearnedFromItsLogits() throws {
    try ModelOutputTests.model(.softmax(.init(dim: 1))).description.write(to: folder)
    let images = LabeledImages(
      images: [UInt8](repeating: 0, count: 16), labels: [0], channels: 1, height: 4, width: 4,
      classNames: ["a", "b", "c"])
    var recipe = Recipe(epochs: 1)
    (recipe.model, recipe.fineTuning) = (nil, FineTuningRecipe(from: folder))
    #expect(try NetworkPlan(recipe, runs: "runs", for: images).graph().outputForm == .logits)
  }

  /// A run whose network gives probabilities reports the loss that every evaluation of it says.
  @Test(arguments: ModelOutputTests.ends) func aTasksLossIsTheEvaluations(end: Graph.Operation?) throws {
    let model = try ModelOutputTests.model(end)
    let images = LabeledImages(
      images: (0..<160).map { UInt8($0 * 73 % 256) }, labels: (0..<10).map { $0 % 3 }, channels: 1, height: 4, width: 4,
      classNames: model.classNames)
    let program = try InferenceProgram(
      model.graph, parameters: model.namedParameters(), normalization: model.description.normalization)
    let said = try ClassificationTask().evaluate(program, on: images, at: nil)
    #expect(said == (try Evaluator([program]).evaluate(images)))
  }

  @Test func whatCanOnlyBeRunIsRefused() throws {
    var onnx = try ONNXModel(bytes: ModelOutputTests.model(nil).exported(as: .onnx))
    onnx.graph.nodes.insert(ONNXNode("Expand", name: "e", inputs: ["input", "input"], outputs: ["e"]), at: 0)
    for index in onnx.graph.nodes.indices.dropFirst() {
      onnx.graph.nodes[index].inputs = onnx.graph.nodes[index].inputs.map { $0 == "input" ? "e" : $0 }
    }
    let bytes = try onnx.bytes()
    let error = #expect(throws: InputError.self) { try weights(bytes, "x.onnx") }
    #expect(error?.what.contains("(Expand) can be run, not trained") == true)
  }

  @Test func aKeyIsACheckpoints() throws {
    let model = try ModelOutputTests.model(nil)
    for format in [ModelFormat.onnx, .inkling, .safetensors] {
      let bytes = try model.exported(as: format)
      let error = #expect(throws: InputError.self) { try weights(bytes, "k.\(format.fileExtension)", key: "model") }
      #expect(error?.kind == .usage)
    }
    let bytes = try model.exported(as: .pt)
    let error = #expect(throws: InputError.self) { try weights(bytes, "k.pt", key: "other") }
    #expect(error?.what == "the checkpoint has no such key")
    #expect(try weights(bytes, "k.pt", key: ".")?.tensors.count == 2)
  }
}
