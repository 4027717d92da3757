import InklingEngine
import InklingTestSupport
import Testing

@Suite struct Conv2dTests {
  private static func conv(
    _ inputs: Int, _ outputs: Int, _ kernel: Extent2d, stride: Extent2d = 1, padding: Extent2d = 0,
    dilation: Extent2d = 1, groups: Int = 1, bias: Bool = true, on size: Extent2d
  ) -> LayerCase {
    let layer = Conv2d(
      inputs, outputs, kernelSize: kernel, stride: stride, padding: padding, dilation: dilation, groups: groups,
      bias: bias)
    var name = "\(inputs) to \(outputs), \(kernel)"
    if stride != 1 { name += ", stride \(stride)" }
    if padding != 0 { name += ", padding \(padding)" }
    if dilation != 1 { name += ", dilation \(dilation)" }
    if groups != 1 { name += ", \(groups) groups" }
    return LayerCase(name + (bias ? "" : ", no bias"), [layer], input: Shape(inputs, size.height, size.width))
  }

  static let kernelSizes: [LayerCase] = [
    conv(1, 1, 1, on: Extent2d(1, 1)), conv(2, 3, 1, on: Extent2d(4, 5)), conv(3, 2, 2, on: Extent2d(5, 4)),
    conv(1, 6, 5, on: Extent2d(9, 8)), conv(2, 2, 7, on: Extent2d(9, 8)),
    conv(2, 3, Extent2d(3, 1), on: Extent2d(6, 5)),
    conv(2, 3, Extent2d(1, 4), on: Extent2d(3, 7)),
    conv(3, 4, Extent2d(2, 5), padding: Extent2d(1, 2), on: Extent2d(4, 6)),
    conv(3, 2, 3, bias: false, on: Extent2d(5, 6)),
  ]

  static let strides: [LayerCase] = [
    conv(2, 3, 3, stride: 2, on: Extent2d(7, 8)), conv(2, 3, 3, stride: 3, on: Extent2d(10, 8)),
    conv(1, 2, 1, stride: 2, on: Extent2d(5, 6)), conv(2, 2, 2, stride: 3, on: Extent2d(8, 9)),
    conv(2, 3, Extent2d(3, 5), stride: Extent2d(2, 3), padding: Extent2d(1, 2), on: Extent2d(8, 9)),
    conv(1, 2, 7, stride: 2, padding: 3, on: Extent2d(9, 10)),
  ]

  static let paddings: [LayerCase] = [
    conv(2, 3, 3, padding: 1, on: Extent2d(4, 5)), conv(1, 2, 5, padding: 2, on: Extent2d(2, 3)),
    conv(2, 2, 3, padding: 3, on: Extent2d(3, 2)), conv(2, 1, 1, padding: 1, on: Extent2d(2, 3)),
    conv(1, 2, 7, padding: 3, on: Extent2d(1, 1)), conv(1, 2, 3, padding: Extent2d(0, 1), on: Extent2d(4, 3)),
  ]

  static let dilations: [LayerCase] = [
    conv(2, 3, 3, dilation: 2, on: Extent2d(7, 6)),
    conv(1, 2, Extent2d(2, 3), dilation: Extent2d(3, 2), on: Extent2d(6, 7)),
    conv(2, 3, 3, stride: 2, padding: 2, dilation: 2, on: Extent2d(7, 8)),
    conv(1, 2, 3, stride: 2, padding: 3, dilation: 3, on: Extent2d(6, 7)),
    conv(1, 2, 2, stride: 3, padding: 1, dilation: 2, on: Extent2d(8, 7)),
  ]

  static let groupings: [LayerCase] = [
    conv(4, 6, 3, groups: 2, on: Extent2d(5, 4)), conv(6, 9, 2, padding: 1, groups: 3, on: Extent2d(4, 3)),
    conv(5, 5, 3, padding: 1, groups: 5, on: Extent2d(4, 5)), conv(3, 12, 3, stride: 2, groups: 3, on: Extent2d(7, 5)),
    conv(4, 4, 3, padding: 2, dilation: 2, groups: 4, bias: false, on: Extent2d(5, 5)),
  ]

  /// Tiles of every width: one to thirty-three channels on either side, with and without a rest of positions.
  static let channelCounts: [LayerCase] =
    [1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 15, 16, 17, 24, 31, 32, 33].flatMap { count in
      [conv(2, count, 2, on: Extent2d(3, 4)), conv(count, 3, 2, on: Extent2d(3, 3))]
    } + [conv(33, 33, 1, on: Extent2d(2, 2))]

  /// One to nine positions: fours, and a rest of one to three.
  static let positionCounts: [LayerCase] =
    (1...9).map { conv(2, 7, Extent2d(2, 1), on: Extent2d(2, $0)) }
    + [conv(3, 20, Extent2d(4, 3), on: Extent2d(4, 3)), conv(2, 5, 3, on: Extent2d(3, 3))]

  /// So many weights that their gradient is made a few taps at a time: whole parts, a rest, and a rest of few.
  static let weightCounts: [LayerCase] = [
    conv(64, 33, 3, padding: 1, on: Extent2d(3, 2)), conv(130, 131, 1, on: Extent2d(2, 1)),
    conv(61, 31, Extent2d(1, 9), padding: Extent2d(0, 4), on: Extent2d(1, 5)),
    conv(16, 257, Extent2d(1, 5), stride: Extent2d(1, 5), bias: false, on: Extent2d(1, 10)),
  ]

  @Test(arguments: kernelSizes) func anyOfKernelSizes(test: LayerCase) throws { try test.check() }
  @Test(arguments: strides) func anyOfStrides(test: LayerCase) throws { try test.check() }
  @Test(arguments: paddings) func anyOfPaddings(test: LayerCase) throws { try test.check() }
  @Test(arguments: dilations) func anyOfDilations(test: LayerCase) throws { try test.check() }
  @Test(arguments: groupings) func anyOfGroupings(test: LayerCase) throws { try test.check() }
  @Test(arguments: channelCounts) func anyOfChannelCounts(test: LayerCase) throws { try test.check() }
  @Test(arguments: weightCounts) func anyOfWeightCounts(test: LayerCase) throws { try test.check() }
  @Test(arguments: positionCounts) func anyOfPositionCounts(test: LayerCase) throws { try test.check() }
}
