import InklingEngine
import InklingTestSupport
import Testing

/// The naive twins of activations and adaptive pooling against PyTorch; the tolerance is `GoldenNaiveTwinTests`'.
@Suite struct GoldenActivationTwinTests {
  static let layers: [(op: String, layer: any Layer)] =
    ActivationCase.all.compactMap { test in test.golden.map { (test.name, $0) } } + [("LogSoftmax", LogSoftmax())]

  private func expect(_ golden: GoldenCase, _ twin: LayerTwin) throws {
    let tensors = try golden.tensors().mapValues(NaiveTensor.init)
    let (input, outputGradient) = try (#require(tensors["input"]), #require(tensors["grad_output"]))
    let pass = twin.pass(input, tensors, outputGradient)
    for (name, actual) in [("output", pass.output), ("grad_input", pass.inputGradient)]
      + pass.parameterGradients.map({ ("grad_\($0)", $1) })
    {
      let deviation = try largestRelativeDeviation(of: actual.values, from: #require(tensors[name]).values)
      #expect(deviation <= 1e-6, "\(golden.name) \(name)")
    }
  }

  @Test(arguments: layers.indices) func activations(index: Int) throws {
    let (op, layer) = Self.layers[index]
    let twin = LayerTwin { tape, x in tape(layer, x) }
    for golden in try Goldens.cases(kind: "layers", op: op) { try expect(golden, twin) }
  }

  @Test(arguments: try Goldens.cases(kind: "layers", op: "PReLU")) func parametricReLU(golden: GoldenCase) throws {
    try expect(golden, LayerTwin { $0.parametricReLU($1) })
  }

  @Test(arguments: try Goldens.cases(kind: "layers", op: "AdaptiveAvgPool2d"))
  func adaptiveAveragePool(golden: GoldenCase) throws {
    let size = try golden.pair("output_size")
    try expect(golden, LayerTwin { $0.adaptivePool($1, NaiveAdaptivePool2d(outputSize: size)) })
  }
}
