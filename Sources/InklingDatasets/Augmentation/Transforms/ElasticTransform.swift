/// Bends the image: every pixel is taken from a place displaced at random, smoothly over the image (Simard, Steinkraus
/// and Platt, "Best practices for convolutional neural networks applied to visual document analysis", ICDAR 2003).
///
/// The displacement in pixels is `alpha` times noise in -1 ... 1, smoothed by a Gaussian of deviation `sigma`: its own
/// deviation is alpha / (sqrt(12 pi) sigma), about alpha / 6.1 sigma. (torchvision's `ElasticTransform` moves half as far
/// for the same alpha.) Beside an affine transform the displacements are laid over the result, whichever comes first.
/// `ElasticField` says how they are made.
public struct ElasticTransform: ImageTransform {
  /// The name in a file: "elastic_transform".
  public static let name = "elastic_transform"
  /// `alpha` in pixels, 0...10000, `sigma` in pixels, 0.5...100, `fill`, 0...255, and `p`.
  public static let parameters: [TransformParameter<Self>] = [
    .number("alpha", \.alpha, in: 0...10_000), .number("sigma", \.sigma, in: 0.5...100),
    .wholeNumber("fill", \.fill, in: 0...255), .probability,
  ]

  /// Pixels by which noise of 1 would displace.
  public var alpha: Double
  /// The Gaussian's deviation in pixels.
  public var sigma: Double
  /// The byte outside of the image.
  public var fill: Int
  /// The probability that an image is bent, 0...1; 1 by default.
  public var probability: Double

  /// By default displacements with a deviation of about 1.4 pixels, in every image.
  public init(alpha: Double = 34, sigma: Double = 4, fill: Int = 0, probability: Double = 1) {
    self.alpha = alpha
    self.sigma = sigma
    self.fill = fill
    self.probability = probability
  }
}
