import InklingTestSupport
import Testing

@testable import InklingEngine

/// Fusion changes no more than the order of sums: with and without it predictions and training agree.
@Suite struct FusionSwitchTests {
  private static let graphs = Result { () throws -> [Graph] in
    try [
      ModelSpecification.lenet.graph(input: [1, 20, 20], classes: 5),
      ModelSpecification.sprint.graph(input: [1, 20, 20], classes: 5),
      ModelSpecification.accurate.graph(input: [1, 20, 20], classes: 5),
      Graph(tracing: NormalizedNetwork(), input: NormalizedNetwork.input),
    ]
  }

  @Test(arguments: try graphs.get(), InstructionSet.available)
  func trainingAndPredictionsAgree(graph: Graph, set: InstructionSet) throws {
    let images = RandomImages(count: 32, shape: graph.inputShape, classes: 5, seed: 8)
    let normalization = Normalization(mean: 0.5, deviation: 0.5, channels: graph.inputShape.channels)
    func run(fusing: Bool) throws -> (steps: Int, loss: Double, weights: [NamedTensor]) {
      let program = try TrainingProgram(
        graph, seed: 2, optimizer: SGD(learningRate: 0.02), normalization: normalization, batchSize: 32, threads: 1,
        instructionSet: set, fusing: fusing)
      let order = [Int32](0..<32)
      let result = program.step(images: images.images, targets: images.targets, indices: order[...])
      return (program.engine.program.steps.count, result.lossSum, program.namedParameters())
    }
    let (fused, plain) = (try run(fusing: true), try run(fusing: false))
    #expect(plain.steps > fused.steps)
    #expect(abs(fused.loss - plain.loss) < 1e-4)
    for (left, right) in zip(fused.weights, plain.weights) {
      #expect(largestRelativeDeviation(of: left.values, from: right.values.map(Double.init)) < 1e-4, "\(left.name)")
    }
    func logits(fusing: Bool) throws -> [Float] {
      try InferenceProgram(
        graph, parameters: fused.weights, normalization: normalization, threads: 1, instructionSet: set, fusing: fusing
      ).logits(images: images.images)
    }
    let difference = largestRelativeDeviation(
      of: try logits(fusing: true), from: try logits(fusing: false).map(Double.init))
    #expect(difference < 1e-4)
  }
}
