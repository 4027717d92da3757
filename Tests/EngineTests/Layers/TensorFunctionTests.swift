import InklingEngine
import InklingTestSupport
import Testing

/// Functions of tensors record what the layers do.
@Suite struct TensorFunctionTests {
  private struct Calls: Layer {
    let body: @Sendable (Tensor) -> Tensor

    func callAsFunction(_ x: Tensor) -> Tensor { body(x) }
  }

  private static let others: [(any Layer, @Sendable (Tensor) -> Tensor)] = [
    (Softmax(dim: 2), { softmax($0, dim: 2) }), (LogSoftmax(), { logSoftmax($0) }),
    (AdaptiveAvgPool2d(1), { globalAveragePool($0) }),
  ]
  static let pairs = ActivationCase.all.map { ($0.layer, $0.call) } + others

  @Test(arguments: pairs.indices) func isTheLayer(index: Int) throws {
    let (layer, function) = Self.pairs[index]
    var random = RandomTensors(seed: 1)
    let input = random.floats(5 * 12)
    func run(_ layer: some Layer) throws -> GraphProbe.Result {
      let graph = try Graph(tracing: layer, input: [2, 3, 2])
      return try GraphProbe(graph, instructionSet: .portable, batchSize: 5).run(
        input: input, outputGradient: Array(input.prefix(5 * graph.outputShape.count)), parameters: [])
    }
    let (expected, actual) = try (run(layer), run(Calls(body: function)))
    #expect(actual.output == expected.output && actual.inputGradient == expected.inputGradient)
  }
}
