import Foundation
import InklingFiles
import InklingRandomness
import InklingTestSupport
import Testing

@testable import InklingEngine

@Suite struct ModelSpecificationTests {
  private func names(_ layers: [LayerSpecification], input: Shape = [1, 28, 28]) throws -> [String] {
    try ModelSpecification(name: "m", layers: layers).graph(input: input, classes: 10).parameters.map(\.name)
  }

  @Test func lenetIsTheClassicNetworkLayerByLayer() throws {
    for (input, classes) in [(Shape(1, 28, 28), 10), (Shape(3, 21, 34), 4)] {
      let classic = try Graph(tracing: LeNet(input: input, classes: classes), input: input)
      let specified = try ModelSpecification.lenet.graph(input: input, classes: classes)
      #expect(GraphSummary(of: specified) == GraphSummary(of: classic))
      #expect(specified.parameters.map(\.name) == classic.parameters.map(\.name))
      #expect(specified.parameters.map(\.shape) == classic.parameters.map(\.shape))
    }
  }

  @Test func lenetTrainsToTheSameBytes() throws {
    let images = RandomImages(count: 20, shape: [1, 28, 28], classes: 10, seed: 3)
    let order = [Int32](0..<20)
    func trained(_ graph: Graph) throws -> [NamedTensor] {
      let program = try TrainingProgram(
        graph, seed: 5, optimizer: SGD(learningRate: 0.01, momentum: 0.9),
        normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 1), batchSize: 20, threads: 1,
        instructionSet: .portable)
      for _ in 0..<3 { _ = program.step(images: images.images, targets: images.targets, indices: order[...]) }
      return program.namedParameters()
    }
    #expect(
      try trained(ModelSpecification.lenet.graph(input: [1, 28, 28], classes: 10))
        == trained(Graph(tracing: LeNet(), input: [1, 28, 28])))
  }

  @Test func sprintHasItsKnownSize() throws {
    let graph = try ModelSpecification.sprint.graph(input: [1, 28, 28], classes: 10)
    #expect(graph.parameterCount == 125 + 10 + 2_000 + 32 + 256 * 120 + 120 + 1_210)
    #expect(graph.parameters.map(\.name).filter { $0.hasSuffix("weight") }.count == 6)
  }

  @Test func layersAreNamedByKindAndNumberOrAsTheySay() throws {
    let layers: [LayerSpecification] = [
      .conv(2, kernel: 3), .conv(2, kernel: 3, bias: false, name: "conv2"), .conv(3, kernel: 3), .flatten,
      .linear(.classes, name: "head"),
    ]
    #expect(
      try names(layers) == [
        "conv1.weight", "conv1.bias", "conv2.weight", "conv3.weight", "conv3.bias", "head.weight", "head.bias",
      ])
  }

  @Test func aResidualGetsAProjectionWhereShapesDiffer() throws {
    let body: [LayerSpecification] = [.conv(4, kernel: 3, stride: 2, padding: .by(1)), .relu]
    let layers: [LayerSpecification] = [.residual(body), .globalAveragePool, .linear(.classes)]
    #expect(
      try names(layers, input: [2, 9, 8]) == [
        "residual1.conv1.weight", "residual1.conv1.bias", "residual1.projection.weight", "fc1.weight", "fc1.bias",
      ])
    let same: [LayerSpecification] = [
      .residual([.conv(2, kernel: 3, padding: .same)]), .globalAveragePool, .linear(.classes),
    ]
    #expect(try !names(same, input: [2, 9, 8]).contains("residual1.projection.weight"))
  }

  @Test func branchesAreConcatenated() throws {
    let branches = LayerSpecification(
      .concatenate([[.conv(3, kernel: 1)], [.conv(5, kernel: 3, padding: .same), .relu]]))
    let graph = try ModelSpecification(name: "m", layers: [branches, .globalAveragePool, .linear(.classes)])
      .graph(input: [1, 7, 6], classes: 3)
    #expect(graph.parameters.first { $0.name == "fc1.weight" }?.shape == [3, 8])
    #expect(graph.parameters[2].name == "concatenate1.branch2.conv1.weight")
  }

  /// What batch normalisation adds is counted by hand: a weight and a bias a channel.
  @Test func tinyHasItsKnownSize() throws {
    let layers = ModelSpecification.tiny.layers
    let normalized = zip(layers, layers.dropFirst()).reduce(0) { sum, pair in
      guard let options = pair.0.kind.form as? LayerSpecification.Convolution, case .features(let out) = options.out,
        pair.1.kind == .batchNorm
      else { return sum }
      return sum + 2 * out
    }
    let plain = ModelSpecification(name: "plain", layers: layers.filter { $0.kind != .batchNorm })
    let count = try plain.graph(input: [1, 28, 28], classes: 10).parameterCount + normalized
    #expect(count == 2_876)
    #expect(ModelSpecification.tiny.usesBatchNorm)
    #expect(!plain.usesBatchNorm)
  }

  @Test(arguments: ModelSpecification.builtIns)
  func jsonGivesTheSameModel(model: ModelSpecification) throws {
    let json = try JSONEncoder().encode(model)
    #expect(try JSONDecoder().decode(ModelSpecification.self, from: json) == model)
    #expect(ModelSpecification.named(model.name) == model)
  }

  @Test func aTrainedSpecificationReadsItsOwnWeights() throws {
    let graph = try ModelSpecification(
      name: "m",
      layers: [
        .conv(3, kernel: 3), .relu, .residual([.conv(3, kernel: 3, padding: .same), .relu]), .globalAveragePool,
        .linear(.classes),
      ]
    ).graph(input: [1, 9, 9], classes: 4)
    let normalization = Normalization(mean: 0.5, deviation: 0.5, channels: 1)
    let program = try TrainingProgram(
      graph, seed: 1, optimizer: SGD(), normalization: normalization, batchSize: 4, threads: 1,
      instructionSet: .portable)
    let inference = try InferenceProgram(
      graph, parameters: program.namedParameters(), normalization: normalization, threads: 1,
      instructionSet: .portable)
    #expect(inference.logits(images: [UInt8](repeating: 77, count: 81)).count == 4)
  }

  /// Who looks for a layer finds it, and what it is called in a recipe.
  @Test func theDocumentationHasEachLayerAndEachWord() throws {
    let text = String(decoding: try FileBytes.read(Goldens.packageRoot + "/docs/library.md"), as: UTF8.self)
    let table = try #require(text.range(of: "## Layers").map { text[$0.upperBound...].prefix(2_000) })
    for word in LayerWord.all.map(\.word) {
      #expect(table.contains("`\(word)`") || table.contains("`\(word): "), "\(word)")
    }
    let layers = Set(Graph.Operation.kinds.map(\.name)).subtracting(["Input", "Add", "Concatenate"])
    for layer in layers { #expect(table.contains("`\(layer)`"), "\(layer)") }
  }
}
