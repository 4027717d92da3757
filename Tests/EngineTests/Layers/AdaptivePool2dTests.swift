import InklingEngine
import InklingTestSupport
import Testing

@Suite struct AdaptivePool2dTests {
  static let sizes: [(Extent2d, Shape)] = [
    (1, [3, 7, 9]), (1, [9, 1, 1]), (1, [6, 3, 3]), (Extent2d(2, 3), [4, 7, 9]), (Extent2d(5, 2), [5, 4, 3]),
    (3, [2, 3, 3]), (4, [2, 3, 3]), (Extent2d(1, 4), [1, 6, 7]), (Extent2d(3, 1), [7, 8, 5]),
  ]
  static let cases = sizes.flatMap { size, input in
    [
      LayerCase("AdaptiveAvgPool2d(\(size))", [AdaptiveAvgPool2d(size)], input: input),
      LayerCase("AdaptiveMaxPool2d(\(size))", [AdaptiveMaxPool2d(size)], input: input),
    ]
  }
  static let keeping = [
    LayerCase("rows kept", [AdaptiveAvgPool2d(height: nil, width: 2)], input: [2, 3, 5]),
    LayerCase("columns kept", [AdaptiveMaxPool2d(height: 2, width: nil)], input: [2, 3, 5]),
  ]

  @Test(arguments: cases + keeping) func anySize(test: LayerCase) throws { try test.check() }

  /// The first among equals wins.
  @Test(arguments: cases) func ties(test: LayerCase) throws { try test.check(values: .coarse) }

  /// Average pooling takes four channels at a time and then the rest.
  @Test(arguments: [1, 3, 4, 5, 8, 11]) func anyNumberOfChannels(channels: Int) throws {
    try LayerCase("global", [AdaptiveAvgPool2d(1)], input: [channels, 4, 5]).check()
    try LayerCase("AvgPool2d", [AvgPool2d(2, stride: 1)], input: [channels, 3, 4]).check()
  }

  @Test func refusesFeatures() {
    #expect(throws: GraphError.self) { try Graph(tracing: AdaptiveAvgPool2d(1), input: [7]) }
  }
}
