import InklingEngine
import InklingTestSupport
import Testing

@Suite struct LinearTests {
  /// Register tiles of every width on both sides, whole and ragged.
  static let sizes: [LayerCase] = [
    (1, 1), (1, 5), (2, 1), (3, 2), (5, 16), (7, 17), (8, 15), (11, 31), (12, 32), (13, 33), (16, 48), (17, 47),
    (23, 64),
    (24, 65), (25, 80), (31, 81), (48, 96), (64, 112), (100, 128), (127, 130), (300, 3), (299, 10), (120, 84),
  ].map { LayerCase("\($0) to \($1)", [Linear($0, $1)], input: Shape($0)) }

  static let options: [LayerCase] = [
    LayerCase("without bias", [Linear(9, 7, bias: false)], input: [9]),
    LayerCase("ReLU", [Linear(9, 21), ReLU()], input: [9]),
    LayerCase("ReLU without bias", [Linear(20, 5, bias: false), ReLU()], input: [20]),
    LayerCase("two with ReLU", [Linear(20, 33), ReLU(), Linear(33, 4)], input: [20]),
    LayerCase("two without", [Linear(20, 33), Linear(33, 4)], input: [20]),
    LayerCase("of a flattened image", [Flatten(), Linear(24, 5), ReLU(), ReLU()], input: [2, 3, 4]),
  ]

  @Test(arguments: sizes) func anySize(test: LayerCase) throws { try test.check() }
  @Test(arguments: options) func anyOption(test: LayerCase) throws { try test.check() }

  /// The rectifier at zero passes no gradient.
  @Test(arguments: options) func zeros(test: LayerCase) throws { try test.check(values: .coarse) }
}
