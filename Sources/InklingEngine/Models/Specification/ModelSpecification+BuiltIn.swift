extension ModelSpecification {
  /// The models that come with the program.
  public static let builtIns = [lenet, sprint, vggSmall, tiny, accurate, accurateDeep, accurate5x5]

  /// The built-in model of that name, or nil.
  public static func named(_ name: String) -> ModelSpecification? { builtIns.first { $0.name == name } }

  /// Whether the name alone says all of it.
  public var isBuiltIn: Bool { Self.named(name) == self }

  /// `LeNet`, layer by layer: the same names and the same numbers.
  public static let lenet = ModelSpecification(
    name: "lenet",
    layers: [
      .conv(6, kernel: 5), .relu, .maxPool(2), .conv(16, kernel: 5), .relu, .maxPool(2), .flatten,
      .linear(.features(120)), .relu, .linear(.features(84)), .relu, .linear(.classes),
    ])

  /// For the shortest time to 99 %: two 5x5 convolutions, pooled before they are normalised and rectified, which leaves a
  /// quarter of the values to normalise, and one hidden layer.
  public static let sprint = ModelSpecification(
    name: "sprint",
    layers: pooled(5) + pooled(16) + [.flatten, .linear(.features(120)), .relu, .linear(.classes)])

  /// Blocks of 3x3 convolutions with batch normalisation, after Simonyan and Zisserman, "Very deep convolutional
  /// networks for large-scale image recognition" (2015), with global average pooling (Lin, Chen and Yan, 2014).
  public static let vggSmall = ModelSpecification(
    name: "vgg-small",
    layers: normalized(32, .by(1)) + normalized(32, .by(1)) + [.maxPool(2)] + normalized(64, .by(1))
      + normalized(64, .by(1)) + [.maxPool(2)] + normalized(128, .by(1)) + [.globalAveragePool, .linear(.classes)])

  /// 2,876 parameters for ten classes: narrow 3x3 convolutions without padding, and no hidden layer.
  public static let tiny = ModelSpecification(
    name: "tiny",
    layers: normalized(6) + normalized(8) + [.maxPool(2)] + normalized(8) + normalized(10) + normalized(10)
      + [.globalAveragePool, .linear(.classes)])

  /// About thirteen million multiply-adds for 28x28 pixels: pairs of 3x3 convolutions with batch normalisation, of which
  /// those on the large planes go without padding, since a digit's margin is empty. No hidden layer, but global average
  /// pooling: 288,000 parameters.
  public static let accurate = ModelSpecification(
    name: "accurate",
    layers: normalized(32) + normalized(32) + [.maxPool(2)] + normalized(64) + normalized(64) + [.maxPool(2)]
      + normalized(128, .by(1)) + normalized(128, .by(1)) + [.globalAveragePool, .dropout(0.2), .linear(.classes)])

  /// `accurate` with one pooling less and one convolution more, all of them without padding.
  public static let accurateDeep = ModelSpecification(
    name: "accurate-deep",
    layers: normalized(32) + normalized(32) + [.maxPool(2)] + normalized(64) + normalized(64) + normalized(64)
      + normalized(128) + normalized(128) + [.globalAveragePool, .dropout(0.2), .linear(.classes)])

  /// `accurate` with 5x5 convolutions, half as many: its errors are others than those of 3x3 ones, which helps an ensemble
  /// (An, Lee, Park, Yang and So, "An ensemble of simple convolutional neural network models for MNIST digit recognition",
  /// 2020).
  public static let accurate5x5 = ModelSpecification(
    name: "accurate-5x5",
    layers: normalized(16, kernel: 5) + normalized(32, kernel: 5) + [.maxPool(2)] + normalized(64, kernel: 5)
      + normalized(128, kernel: 5) + [.globalAveragePool, .dropout(0.2), .linear(.classes)])

  /// A 5x5 convolution without a bias, which the normalisation has, pooled, normalised and rectified.
  private static func pooled(_ channels: Int) -> [LayerSpecification] {
    [.conv(channels, kernel: 5, bias: false), .maxPool(2), .batchNorm, .relu]
  }

  /// A convolution without a bias, which the normalisation after it has, rectified.
  private static func normalized(
    _ channels: Int, _ padding: LayerSpecification.Padding = .by(0), kernel: Extent2d = 3
  ) -> [LayerSpecification] {
    [.conv(channels, kernel: kernel, padding: padding, bias: false), .batchNorm, .relu]
  }
}
