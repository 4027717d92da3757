import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

@Suite struct StartingWeightsTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static func tensor(_ name: String, _ shape: [Int], _ value: Float) -> NamedTensor {
    NamedTensor(name: name, shape: shape, values: [Float](repeating: value, count: shape.reduce(1, *)))
  }

  private let fresh = [
    tensor("conv1.weight", [2, 1], 1), tensor("conv1.bias", [2], 1), tensor("fc.weight", [3, 2], 1),
    tensor("fc.bias", [3], 1),
  ]
  private let head: Set<String> = ["fc.weight", "fc.bias"]

  private func start(_ tensors: [NamedTensor], replacesHead: Bool = false) throws(InputError) -> [NamedTensor] {
    try StartingWeights(tensors: tensors, path: "a.safetensors", replacesHead: replacesHead)
      .parameters(for: fresh, head: head)
  }

  @Test func whatFitsIsTaken() throws {
    let trained = fresh.map { Self.tensor($0.name, $0.shape, 7) }
    #expect(try start(trained.reversed()) == trained)
  }

  @Test func aReplacedHeadStartsFromTheSeedWhateverItsShape() throws {
    let trained = [
      Self.tensor("conv1.weight", [2, 1], 7), Self.tensor("conv1.bias", [2], 7), Self.tensor("fc.weight", [10, 2], 7),
      Self.tensor("fc.bias", [10], 7),
    ]
    #expect(try start(trained, replacesHead: true).map { $0.values[0] } == [7, 7, 1, 1])
    #expect(try start(Array(trained.prefix(2)), replacesHead: true).map { $0.values[0] } == [7, 7, 1, 1])
    #expect(try start(fresh.map { Self.tensor($0.name, $0.shape, 7) }, replacesHead: true)[3].values[0] == 1)
    let error = inputError { () throws(InputError) in _ = try start(trained) }
    #expect(error?.kind == .malformed)
    #expect(error?.found == "misshapen fc.bias [10] instead of [3], fc.weight [10, 2] instead of [3, 2]")
    #expect(error?.remedy == "give --replace-head to start the last layer anew")
  }

  @Test func missingUnexpectedAndMisshapenTensorsAreListed() {
    let error = inputError { () throws(InputError) in
      _ = try start(
        [
          Self.tensor("conv1.weight", [2, 2], 7), Self.tensor("other", [1], 7), Self.tensor("fc.weight", [3, 2], 7),
          Self.tensor("bn1.num_batches_tracked", [], 7),
        ], replacesHead: true)
    }
    #expect(
      error?.found
        == "missing conv1.bias; unexpected other; misshapen conv1.weight [2, 2] instead of [2, 1]")
    #expect(error?.path == "a.safetensors")
  }

  @Test func theHeadIsTheLastLayerWithParameters() throws {
    let graph = try Graph(tracing: LeNet(), input: [1, 28, 28])
    #expect(graph.headParameters == ["fc3.weight", "fc3.bias"])
    let bare = try ModelSpecification(name: "m", layers: [.flatten, .linear(.classes), .relu])
      .graph(input: [1, 4, 4], classes: 3)
    #expect(bare.headParameters == ["fc1.weight", "fc1.bias"])
  }

  /// What works on the outputs of the last linear layer is trained with it, and goes with it.
  @Test func aPReLUOrANormalisationBehindTheHeadBelongsToIt() throws {
    for tail in ["prelu", "batch_norm"] {
      let layers = "[flatten, {linear: 8}, relu, {linear: classes}, \(tail)]"
      let yaml = "model: {name: m, layers: \(layers)}\ndata: {dataset: ./a}"
      let recipe = try LoadedRecipe(try YAMLDocument.parse(yaml, path: "x"), path: "x", settings: []).recipe
      let graph = try #require(recipe.model).graph(input: [1, 4, 4], classes: 3)
      let head = graph.headParameters
      #expect(head.isSuperset(of: ["fc2.weight", "fc2.bias"]) && head.isDisjoint(with: ["fc1.weight", "fc1.bias"]))
      #expect(
        head == Set(graph.parameters.map(\.name)).subtracting(["fc1.weight", "fc1.bias"]) && head.count > 2)
    }
  }

  @Test func oneBitOfARunsWeightsIsNoticed() throws {
    let run = try RunFolder.create(in: folder.path, configuration: Toy.configuration(name: "a"))
    try run.save(fresh, as: .bestWeights, epoch: 1, classNames: ["a", "b"])
    try run.save(StartingWeights(tensors: fresh, path: "a", replacesHead: false))
    for file in [RunFolder.File.bestWeights, .startingWeights] {
      #expect(try Safetensors.weights(run.path(of: file)).tensors.count == fresh.count)
      var bytes = try FileBytes.read(run.path(of: file))
      bytes[bytes.count - 2] ^= 1
      try DurableFile.write(bytes, to: run.path(of: file))
      let error = inputError { () throws(InputError) in _ = try Safetensors.weights(run.path(of: file)) }
      #expect(error?.kind == .malformed && error?.what.contains("not those that were saved") == true)
    }
  }

  /// A share with split seed 3 of "./a", started from weights of other splits of it.
  @Test(arguments: [
    ("data: {dataset: ./a}", true), ("data: {dataset: ./a, validation: 0.2, split_seed: 3}", false),
    ("data: {dataset: ./a, validation: 0.2}", true), ("data: {dataset: ./a, validation: 0.1, split_seed: 3}", true),
    ("data: {dataset: ./b}", false), ("data: {dataset: ./a, images_per_class: 5}", true),
    ("data: {dataset: ./a, classes: [2, 3]}", true),
  ])
  func heldOutImagesThatTheStartKnowsAreSaid(start: String, isSaid: Bool) throws {
    func recipe(_ yaml: String) throws -> Recipe {
      try LoadedRecipe(try YAMLDocument.parse(yaml + "\nmodel: tiny", path: "x"), path: "x", settings: []).recipe
    }
    var weights = StartingWeights(tensors: [], path: "runs/a", replacesHead: false)
    weights.training = try recipe(start)
    let held = try recipe("data: {dataset: ./a, validation: 0.2, split_seed: 3}")
    #expect((weights.heldOutNote(for: held) != nil) == isSaid)
    #expect(weights.heldOutNote(for: try recipe("data: {dataset: ./a}")) == nil)
    let fold = try recipe("data: {dataset: ./a, validation: {fold: 1, folds: 3}}")
    #expect((weights.heldOutNote(for: fold) != nil) == start.contains("./a"))
    let others = try recipe("data: {dataset: ./a, classes: [0, 1], validation: 0.2, split_seed: 3}")
    #expect(!start.contains("classes") || weights.heldOutNote(for: others) == nil)
  }

  @Test func theyComeFromRunsAndFilesAndAreKept() throws {
    let tensors = fresh.map { Self.tensor($0.name, $0.shape, 7) }
    try DurableFile.write(Safetensors(tensors: tensors).encoded(), to: folder.file("a.safetensors"))
    let weights = try StartingWeights(folder.file("a.safetensors"), runs: "nowhere", replacesHead: true)
    #expect(Set(weights.tensors.map(\.name)) == Set(tensors.map(\.name)))
    let run = try RunFolder.create(in: folder.path, configuration: Toy.configuration(name: "a"))
    #expect(try run.startingWeights() == nil)
    try run.save(weights)
    #expect(try run.startingWeights()?.tensors == weights.tensors)
    #expect(try run.startingWeights()?.replacesHead == true)
    let error = inputError { () throws(InputError) in
      _ = try StartingWeights("a", runs: folder.path, replacesHead: false)
    }
    #expect(error?.what == "the run has saved no weights yet")
    #expect(
      inputError { () throws(InputError) in _ = try StartingWeights("none", runs: "nowhere", replacesHead: false) }?
        .kind
        == .missing)
  }
}

/// Fine-tuning with the real engine.
@Suite struct FineTuningTests {
  @Test func aRunStartsFromAnothersWeights() async throws {
    let dataset = StrokeDigits.dataset(train: 64, test: 20, seed: 3)
    let graph = try Graph(tracing: LeNet(), input: [1, 28, 28])
    let normalization = NormalizationRecipe.standardFactors(channels: 1)
    let set = InstructionSet.available.last!
    func program(_ seed: UInt64) throws -> TrainingProgram {
      try TrainingProgram(
        graph, seed: seed, optimizer: SGD(learningRate: 0.01, momentum: 0.9), normalization: normalization,
        batchSize: 64, threads: 1, instructionSet: set)
    }
    let trained = try program(9).namedParameters()
    let fresh = try program(1)
    let head = graph.headParameters
    try fresh.load(
      parameters: fresh.namedParameters().map { tensor in
        head.contains(tensor.name) ? tensor : trained.first { $0.name == tensor.name } ?? tensor
      })
    _ = fresh.step(images: dataset.train.images, targets: dataset.train.targets, indices: [Int32](0..<64)[...])
    let configuration = RunConfiguration(
      epochs: 1, batchSize: 64, learningRate: 0.01, seed: 1, threads: 1, shuffle: false)
    let trainer = try Trainer(
      graph, on: dataset, configuration: configuration, instructionSet: set,
      startingFrom: StartingWeights(tensors: trained, path: "a", replacesHead: true))
    var report: TrainingReport?
    for try await event in trainer.events { if case .finished(let last) = event { report = last } }
    #expect(report?.weightsSHA256 == weightsSHA256(of: fresh.namedParameters()))
  }
}
