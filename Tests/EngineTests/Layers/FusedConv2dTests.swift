import InklingEngine
import InklingTestSupport
import Testing

/// A convolution with the rectifier and the pooling that its kernel takes in, in both orders.
@Suite struct FusedConv2dTests {
  enum Tail: String, CaseIterable {
    case relu = "ReLU"
    case pool = "pool"
    case reluThenPool = "ReLU, pool"
    case poolThenReLU = "pool, ReLU"
    /// What the kernel cannot take in any more.
    case poolTwice = "pool, pool"
    case reluTwice = "ReLU, ReLU"
    case reluPoolRelu = "ReLU, pool, ReLU"

    var layers: [any Layer] {
      switch self {
      case .relu: [ReLU()]
      case .pool: [MaxPool2d(2)]
      case .reluThenPool: [ReLU(), MaxPool2d(2)]
      case .poolThenReLU: [MaxPool2d(2), ReLU()]
      case .poolTwice: [MaxPool2d(2), MaxPool2d(2)]
      case .reluTwice: [ReLU(), ReLU()]
      case .reluPoolRelu: [ReLU(), MaxPool2d(2), ReLU()]
      }
    }
  }

  private static func cases(_ conv: Conv2d, on input: Shape) -> [LayerCase] {
    Tail.allCases.map {
      LayerCase(
        "Conv2d(\(conv.inChannels), \(conv.outChannels), \(conv.kernelSize)), \($0.rawValue)", [conv] + $0.layers,
        input: input)
    }
  }

  /// Outputs of even and odd sizes: a row, a column, or both, that no window covers.
  static let sizes: [LayerCase] =
    cases(Conv2d(2, 3, kernelSize: 3), on: [2, 6, 8])
    + cases(Conv2d(1, 6, kernelSize: 2), on: [1, 6, 8])
    + cases(Conv2d(3, 7, kernelSize: Extent2d(2, 3), padding: Extent2d(1, 0)), on: [3, 4, 7])
    + cases(Conv2d(2, 2, kernelSize: 1), on: [2, 5, 7])

  static let kinds: [LayerCase] =
    cases(Conv2d(2, 4, kernelSize: 3, stride: 2, padding: 1), on: [2, 9, 10])
    + cases(Conv2d(4, 6, kernelSize: 3, padding: 1, groups: 2), on: [4, 5, 4])
    + cases(Conv2d(3, 3, kernelSize: 3, padding: 2, dilation: 2, groups: 3, bias: false), on: [3, 5, 5])
    + cases(Conv2d(2, 5, kernelSize: 2, stride: 2, bias: false), on: [2, 8, 11])

  /// Tiles of every width.
  static let channels: [LayerCase] = [1, 2, 3, 4, 5, 6, 7, 12, 13, 18, 19, 33].map {
    LayerCase("2 to \($0), ReLU, pool", [Conv2d(2, $0, kernelSize: 2), ReLU(), MaxPool2d(2)], input: [2, 4, 5])
  }

  /// 5x5 kernels of which predictions compute some by Winograd's algorithm, and their neighbours.
  static let winograd: [LayerCase] =
    [(4, 4), (4, 5), (5, 4), (6, 16), (7, 9), (16, 6), (3, 4), (4, 3), (33, 5), (5, 33)].flatMap { inputs, outputs in
      let conv = Conv2d(inputs, outputs, kernelSize: 5)
      return [
        LayerCase("\(inputs) to \(outputs), 5x5", [conv], input: [inputs, 6, 8]),
        LayerCase("\(inputs) to \(outputs), 5x5, ReLU, pool", [conv, ReLU(), MaxPool2d(2)], input: [inputs, 8, 6]),
      ]
    }
    + cases(Conv2d(4, 6, kernelSize: 5), on: [4, 10, 12])
    + cases(Conv2d(5, 4, kernelSize: 5, bias: false), on: [5, 12, 8])
    + cases(Conv2d(4, 4, kernelSize: 5, padding: 2), on: [4, 4, 6])
    + cases(Conv2d(8, 8, kernelSize: 5, groups: 2), on: [8, 8, 8])
    + cases(Conv2d(4, 4, kernelSize: 5), on: [4, 9, 10])
    + cases(Conv2d(4, 4, kernelSize: Extent2d(5, 4)), on: [4, 10, 9])

  /// 3x3 kernels by minimal filtering: outputs of even and odd sizes, every padding, whole groups of tiles and a rest.
  static let filtering: [LayerCase] =
    cases(Conv2d(8, 9, kernelSize: 3), on: [8, 6, 8])
    + cases(Conv2d(9, 8, kernelSize: 3, padding: 1), on: [9, 5, 7])
    + cases(Conv2d(8, 8, kernelSize: 3, padding: 2, bias: false), on: [8, 3, 4])
    + cases(Conv2d(10, 21, kernelSize: 3, padding: Extent2d(0, 1)), on: [10, 9, 4])
    + [(8, 33), (33, 8), (7, 8), (8, 7)].map { inputs, outputs in
      LayerCase(
        "\(inputs) to \(outputs), 3x3, twice",
        [Conv2d(inputs, outputs, kernelSize: 3, padding: 1), ReLU(), Conv2d(outputs, inputs, kernelSize: 3)],
        input: [inputs, 7, 6])
    }

  /// Two convolutions: the first one's input gradient is wanted, the second one's too.
  static let stacks: [LayerCase] = [
    LayerCase(
      "two of the classic network's stages",
      [
        Conv2d(1, 3, kernelSize: 5), ReLU(), MaxPool2d(2), Conv2d(3, 4, kernelSize: 3), ReLU(), MaxPool2d(2),
        Flatten(), Linear(8, 3),
      ], input: [1, 15, 17]),
    LayerCase(
      "pools that do not fuse",
      [
        Conv2d(2, 3, kernelSize: 3), ReLU(), MaxPool2d(3), Conv2d(3, 2, kernelSize: 2), MaxPool2d(2, stride: 1),
        ReLU(), AvgPool2d(2),
      ], input: [2, 14, 14]),
  ]

  @Test(arguments: sizes) func anySize(test: LayerCase) throws { try test.check() }
  @Test(arguments: kinds) func anyKind(test: LayerCase) throws { try test.check() }
  @Test(arguments: winograd + filtering) func anyAlgorithm(test: LayerCase) throws { try test.check() }
  @Test(arguments: channels) func anyNumberOfChannels(test: LayerCase) throws { try test.check() }
  @Test(arguments: stacks) func stacked(test: LayerCase) throws { try test.check() }

  /// Many equal sums and zeros: the first among equals wins, and nothing passes where the rectifier is at zero.
  @Test(arguments: sizes + kinds) func ties(test: LayerCase) throws { try test.check(values: .coarse) }

  /// Windows of one colour: the first position wins, as in PyTorch, whatever algorithm makes the sums.
  @Test(arguments: sizes + kinds + winograd + filtering) func flatImages(test: LayerCase) throws {
    try test.check(values: .flat)
  }

  /// Ceil mode changes nothing where the size is even, and must not be fused where it is odd.
  @Test(arguments: [4, 5], [6, 7])
  func ceilMode(height: Int, width: Int) throws {
    try LayerCase(
      "ceil mode", [Conv2d(2, 3, kernelSize: 2), ReLU(), MaxPool2d(2, ceilMode: true)],
      input: [2, height + 1, width + 1]
    ).check()
  }
}
