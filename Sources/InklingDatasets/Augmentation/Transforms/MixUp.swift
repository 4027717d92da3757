import InklingRandomness

/// Mixes the image with another one of the data set, pixels and labels alike (Zhang, Cisse, Dauphin and Lopez-Paz, "mixup:
/// beyond empirical risk minimization", ICLR 2018): `share * own + (1 - share) * other`, with a share from
/// Beta(alpha, alpha). As torchvision's `MixUp`, but that each image has a share and a partner of its own.
///
/// The partner is any image of the data set, itself augmented as in the same epoch.
public struct MixUp: MixingTransform {
  /// The name in a file: "mixup".
  public static let name = "mixup"
  /// `alpha`, 0.01...100, and `p`.
  public static let parameters: [TransformParameter<Self>] = [
    .number("alpha", \.alpha, in: 0.01...100), .probability,
  ]

  /// Of Beta(alpha, alpha), from which the image's own share is drawn; 1, the default, draws it uniformly.
  public var alpha: Double
  /// The probability that an image is mixed, 0...1; 1 by default.
  public var probability: Double

  /// With torchvision's defaults: a uniform share, for every image.
  public init(alpha: Double = 1, probability: Double = 1) {
    self.alpha = alpha
    self.probability = probability
  }
}

extension MixUp: MixingOperation {
  /// Shares are whole 65536ths.
  func mix(
    _ share: Double, _ own: UnsafeMutablePointer<UInt8>, _ other: UnsafePointer<UInt8>, _ size: ImageSize,
    _ generator: inout CounterGenerator
  ) -> Float {
    let weight = UInt32((share * 65_536).rounded())
    let rest = 65_536 - weight
    for place in 0..<size.count {
      let sum = UInt32(own[place]) &* weight &+ UInt32(other[place]) &* rest &+ 32_768
      own[place] = UInt8(truncatingIfNeeded: sum >> 16)
    }
    return Float(weight) / 65_536
  }
}
