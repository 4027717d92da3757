import InklingTestSupport
import Testing

@testable import InklingEngine

extension GoldenLayerTests {
  /// The goldens leave out the slope that they were made with.
  @Test(arguments: try cases("LeakyReLU"))
  func leakyReLU(test: Case) throws {
    try check(LeakyReLU(Float(test.golden.double("negative_slope", default: 0.1))), test)
  }

  @Test(arguments: try cases("ELU"))
  func elu(test: Case) throws { try check(ELU(alpha: Float(test.golden.double("alpha", default: 1))), test) }

  @Test(arguments: try cases("GELU"))
  func gelu(test: Case) throws { try check(GELU(), test) }

  /// Those without attributes.
  @Test(arguments: ActivationCase.all.indices) func plain(index: Int) throws {
    let activation = ActivationCase.all[index]
    guard let layer = activation.golden, Graph.Operation.kinds.contains(where: { $0.plain?.name == activation.name })
    else {
      return
    }
    for test in try Self.cases(activation.name) { try check(layer, test) }
  }

  @Test(arguments: try cases("Softplus"))
  func softplus(test: Case) throws {
    try check(
      Softplus(
        beta: Float(test.golden.double("beta", default: 1)),
        threshold: Float(test.golden.double("threshold", default: 20))), test)
  }

  @Test(arguments: try cases("PReLU"))
  func parametricReLU(test: Case) throws { try check(PReLU(test.golden.int("num_parameters", default: 1)), test) }

  @Test(arguments: try cases("Softmax"))
  func softmax(test: Case) throws { try check(Softmax(dim: test.golden.int("dim", default: 1)), test) }

  @Test(arguments: try cases("LogSoftmax"))
  func logSoftmax(test: Case) throws { try check(LogSoftmax(dim: test.golden.int("dim", default: 1)), test) }

  @Test(arguments: try cases("AdaptiveAvgPool2d"))
  func adaptiveAveragePool(test: Case) throws {
    let (height, width) = try test.golden.pair("output_size")
    try check(AdaptiveAvgPool2d(Extent2d(height, width)), test)
  }
}
