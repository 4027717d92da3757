import InklingEngine
import InklingTestSupport
import Testing

@Suite struct ActivationLayerTests {
  static let layers = ActivationCase.all.map(\.layer)
  static let cases = layers.flatMap { layer in
    [
      LayerCase("\(type(of: layer))", [layer], input: [3, 2, 5]), LayerCase("\(type(of: layer))", [layer], input: [7]),
    ]
  }

  @Test(arguments: cases) func agreesWithItsTwin(test: LayerCase) throws { try test.check() }

  /// Where the branches of their definitions meet.
  @Test(arguments: cases) func atZero(test: LayerCase) throws { try test.check(values: .coarse) }

  static let together = [
    // The gradient is changed in place: it must not be somebody else's.
    LayerCase("activations in a row", [GELU(), Tanh(), SiLU(), ELU()], input: [2, 3, 3]),
    LayerCase("around a convolution", [Conv2d(2, 3, kernelSize: 3), Sigmoid(), PReLU(3)], input: [2, 5, 4]),
    LayerCase("before a linear layer", [Hardswish(), Flatten(), Linear(12, 5), LeakyReLU()], input: [3, 2, 2]),
  ]

  @Test(arguments: together) func withOthers(test: LayerCase) throws { try test.check() }

  private struct Branching: Layer {
    let first = Linear(5, 5)

    func callAsFunction(_ x: Tensor) -> Tensor {
      let y = first(x)
      return gelu(y) + (y + (sigmoid(y) + softmax(y)))
    }
  }

  /// Several readers of one value send gradients back.
  @Test func readTogether() throws {
    let twin = LayerTwin { tape, x in
      let y = tape.linear(x, "first")
      let inner = tape.add([tape.activation(y, .sigmoid), tape.softmax(y, dim: 1, isLogarithmic: false)])
      return tape.add([tape.activation(y, .gelu), tape.add([y, inner])])
    }
    try LayerCase("branches", Branching(), input: [5], twin: twin).check()
  }
}

@Suite struct PReLUTests {
  static let cases = [
    LayerCase("PReLU, one slope", [PReLU()], input: [3, 2, 5]), LayerCase("PReLU", [PReLU(3)], input: [3, 2, 5]),
    LayerCase("PReLU", [PReLU(7)], input: [7]), LayerCase("PReLU", [PReLU(33)], input: [33, 2, 1]),
    LayerCase("PReLU after Linear", [Linear(4, 19), PReLU(19), Linear(19, 2)], input: [4]),
  ]

  @Test(arguments: cases) func agreesWithItsTwin(test: LayerCase) throws { try test.check() }
  @Test(arguments: cases) func atZero(test: LayerCase) throws { try test.check(values: .coarse) }

  @Test func startsAtAQuarter() {
    #expect(PReLU(5).weight.initializer == .constant(0.25) && PReLU(5).weight.shape == [5])
  }

  @Test func refusesOtherChannels() {
    #expect(throws: GraphError.self) { try Graph(tracing: PReLU(4), input: [3, 2, 2]) }
  }
}

@Suite struct SoftmaxLayerTests {
  static let cases: [LayerCase] = [
    LayerCase("Softmax", [Softmax()], input: [7]), LayerCase("LogSoftmax", [LogSoftmax()], input: [7]),
    LayerCase("Softmax of one", [Softmax()], input: [1]), LayerCase("LogSoftmax of one", [LogSoftmax()], input: [1]),
    LayerCase("Softmax over channels", [Softmax()], input: [5, 2, 3]),
    LayerCase("LogSoftmax over channels", [LogSoftmax()], input: [5, 2, 3]),
    LayerCase("Softmax over rows", [Softmax(dim: 2)], input: [2, 4, 3]),
    LayerCase("Softmax over columns", [Softmax(dim: -1)], input: [2, 3, 4]),
    LayerCase("LogSoftmax over columns", [LogSoftmax(dim: 3)], input: [2, 3, 4]),
  ]

  @Test(arguments: cases) func agreesWithItsTwin(test: LayerCase) throws { try test.check() }

  @Test func refusesADimensionThatIsNotThere() {
    #expect(throws: GraphError.self) { try Graph(tracing: Softmax(dim: 2), input: [7]) }
    #expect(throws: GraphError.self) { try Graph(tracing: LogSoftmax(dim: -2), input: [7]) }
  }
}
