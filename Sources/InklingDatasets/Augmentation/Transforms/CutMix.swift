import InklingRandomness

/// Takes a rectangle from another image of the data set, at the same place (Yun, Han, Oh, Chun, Choe and Yoo, "CutMix:
/// regularization strategy to train strong classifiers with localizable features", ICCV 2019). As torchvision's `CutMix`:
/// the rectangle has the image's proportions and the area 1 - share, with a share from Beta(alpha, alpha); it lies
/// around a pixel chosen at random and is cut off at the border, and what is left of its area is the other label's share.
///
/// The partner is any image of the data set, itself augmented as in the same epoch.
public struct CutMix: MixingTransform {
  /// The name in a file: "cutmix".
  public static let name = "cutmix"
  /// `alpha`, 0.01...100, and `p`.
  public static let parameters: [TransformParameter<Self>] = [
    .number("alpha", \.alpha, in: 0.01...100), .probability,
  ]

  /// Of Beta(alpha, alpha), from which the image's own share is drawn; 1, the default, draws it uniformly.
  public var alpha: Double
  /// The probability that a rectangle is taken, 0...1; 1 by default.
  public var probability: Double

  /// With the defaults of torchvision and the paper: a uniform share, for every image.
  public init(alpha: Double = 1, probability: Double = 1) {
    self.alpha = alpha
    self.probability = probability
  }
}

extension CutMix: MixingOperation {
  func mix(
    _ share: Double, _ own: UnsafeMutablePointer<UInt8>, _ other: UnsafePointer<UInt8>, _ size: ImageSize,
    _ generator: inout CounterGenerator
  ) -> Float {
    let x = generator.below(size.width)
    let y = generator.below(size.height)
    let half = 0.5 * (1 - share).squareRoot()
    let (halfWidth, halfHeight) = (Int(half * Double(size.width)), Int(half * Double(size.height)))
    let (top, bottom) = (max(y - halfHeight, 0), min(y + halfHeight, size.height))
    let (left, right) = (max(x - halfWidth, 0), min(x + halfWidth, size.width))
    for channel in 0..<size.channels {
      for row in top..<bottom {
        let start = channel * size.plane + row * size.width + left
        (own + start).update(from: other + start, count: right - left)
      }
    }
    return Float(1 - Double((bottom - top) * (right - left)) / Double(size.plane))
  }
}
