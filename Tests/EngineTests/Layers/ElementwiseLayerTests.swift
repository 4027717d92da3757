import InklingEngine
import InklingTestSupport
import Testing

@Suite struct ElementwiseLayerTests {
  static let alone: [LayerCase] = [
    LayerCase("ReLU", ReLU(), input: [3, 2, 5], twin: LayerTwin { $0.relu($1) }),
    LayerCase("ReLU", ReLU(), input: [7], twin: LayerTwin { $0.relu($1) }),
    LayerCase("ReLU twice", [ReLU(), ReLU()], input: [2, 3, 3]),
    LayerCase("Flatten", Flatten(), input: [3, 2, 5], twin: LayerTwin { $0.flatten($1) }),
    LayerCase("Flatten of features", Flatten(), input: [6], twin: LayerTwin { $0.flatten($1) }),
    LayerCase("Flatten twice, ReLU", [Flatten(), ReLU(), Flatten()], input: [2, 2, 3]),
    LayerCase("nothing at all", Sequential(), input: [2, 2, 3], twin: LayerTwin { $1 }),
  ]

  @Test(arguments: alone) func byThemselves(test: LayerCase) throws { try test.check() }
  @Test(arguments: alone) func atZero(test: LayerCase) throws { try test.check(values: .coarse) }
}
