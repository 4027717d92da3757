import InklingEngine
import InklingTestSupport
import Testing

@Suite struct MaxPool2dTests {
  private static func pool(
    _ kernel: Extent2d, stride: Extent2d? = nil, padding: Extent2d = 0, dilation: Extent2d = 1, ceil: Bool = false,
    on input: Shape
  ) -> LayerCase {
    let layer = MaxPool2d(kernel, stride: stride, padding: padding, dilation: dilation, ceilMode: ceil)
    return LayerCase(
      "\(kernel), stride \(layer.stride), padding \(padding), dilation \(dilation)\(ceil ? ", ceil" : "")", [layer],
      input: input)
  }

  static let windows: [LayerCase] = [
    pool(2, on: [3, 4, 6]), pool(2, on: [2, 5, 7]), pool(1, on: [2, 3, 3]), pool(3, on: [2, 3, 3]),
    pool(Extent2d(2, 3), on: [1, 5, 7]), pool(Extent2d(1, 4), stride: Extent2d(2, 1), on: [3, 5, 6]),
  ]
  static let overlaps: [LayerCase] = [
    pool(3, stride: 1, on: [2, 5, 6]), pool(3, stride: 2, on: [2, 7, 8]), pool(2, stride: 3, on: [2, 8, 9]),
    pool(5, stride: Extent2d(2, 1), on: [1, 9, 7]), pool(1, stride: 2, on: [2, 5, 5]),
  ]
  static let paddings: [LayerCase] = [
    pool(2, padding: 1, on: [2, 5, 6]), pool(3, stride: 2, padding: 1, on: [3, 6, 7]),
    pool(4, stride: 1, padding: 2, on: [1, 3, 2]),
    pool(Extent2d(3, 5), stride: 2, padding: Extent2d(1, 2), on: [2, 4, 5]),
    pool(3, padding: 1, on: [2, 1, 1]),
  ]
  static let dilations: [LayerCase] = [
    pool(2, stride: 1, dilation: 2, on: [2, 5, 6]), pool(3, stride: 2, padding: 1, dilation: 2, on: [2, 8, 9]),
    pool(Extent2d(2, 3), stride: 1, padding: Extent2d(1, 1), dilation: Extent2d(3, 2), on: [2, 6, 7]),
    pool(4, stride: 2, padding: 2, dilation: 3, on: [1, 8, 9]),
  ]
  static let ceilings: [LayerCase] = [
    pool(2, ceil: true, on: [2, 5, 7]), pool(3, stride: 2, ceil: true, on: [2, 6, 8]),
    pool(2, stride: 3, ceil: true, on: [2, 6, 7]), pool(3, stride: 2, padding: 1, ceil: true, on: [2, 6, 5]),
    pool(2, stride: 2, padding: 1, ceil: true, on: [2, 4, 5]),
    pool(3, stride: 2, padding: 1, dilation: 2, ceil: true, on: [1, 8, 7]),
    pool(1, stride: 4, ceil: true, on: [2, 6, 7]),
  ]

  @Test(arguments: windows + overlaps + paddings + dilations + ceilings)
  func anyWindow(test: LayerCase) throws { try test.check() }

  /// The first among equals wins.
  @Test(arguments: windows + overlaps + paddings + dilations + ceilings)
  func ties(test: LayerCase) throws { try test.check(values: .coarse) }
}

@Suite struct AvgPool2dTests {
  private static func pool(
    _ kernel: Extent2d, stride: Extent2d? = nil, padding: Extent2d = 0, ceil: Bool = false,
    countIncludePad: Bool = true,
    divisor: Int? = nil, on input: Shape
  ) -> LayerCase {
    let layer = AvgPool2d(
      kernel, stride: stride, padding: padding, ceilMode: ceil, countIncludePad: countIncludePad,
      divisorOverride: divisor)
    return LayerCase(
      "\(kernel), stride \(layer.stride), padding \(padding)\(ceil ? ", ceil" : "")"
        + "\(countIncludePad ? "" : ", without padding")\(divisor.map { ", divisor \($0)" } ?? "")", [layer],
      input: input)
  }

  static let windows: [LayerCase] = [
    pool(2, on: [3, 4, 6]), pool(2, on: [2, 5, 7]), pool(3, stride: 1, on: [2, 5, 6]), pool(1, on: [1, 2, 3]),
    pool(2, stride: 3, on: [2, 8, 9]), pool(Extent2d(2, 3), stride: Extent2d(1, 2), on: [2, 5, 7]),
    pool(Extent2d(4, 5), on: [3, 4, 5]),
  ]
  static let options: [LayerCase] = [true, false].flatMap { counted in
    [
      pool(2, padding: 1, countIncludePad: counted, on: [2, 5, 6]),
      pool(3, stride: 2, padding: 1, countIncludePad: counted, on: [2, 6, 7]),
      pool(3, stride: 2, padding: 1, ceil: true, countIncludePad: counted, on: [2, 6, 7]),
      pool(2, ceil: true, countIncludePad: counted, on: [2, 5, 7]),
      pool(4, stride: 3, padding: Extent2d(2, 1), ceil: true, countIncludePad: counted, on: [1, 6, 8]),
      pool(3, stride: 2, padding: 1, ceil: true, countIncludePad: counted, divisor: 5, on: [2, 6, 7]),
      pool(2, countIncludePad: counted, divisor: 1, on: [2, 4, 4]),
    ]
  }

  @Test(arguments: windows + options) func anyWindow(test: LayerCase) throws { try test.check() }
}
