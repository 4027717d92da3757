import InklingRandomness

/// A way in which a picture is damaged. The fifteen are those of MNIST-C, with its parameters (N. Mu and J. Gilmer,
/// "MNIST-C: A robustness benchmark for computer vision", 2019): what a network that reads clean digits is asked to read
/// too. They are made anew here, with other random numbers than the published files have.
///
///     let foggy = dataset.test.corrupted(by: .fog)
///
/// Pictures are light on dark, as MNIST's. Other sizes than 28 x 28 are taken; widths of lines and blurs stay in pixels.
public enum Corruption: String, Sendable, CaseIterable, Codable {
  /// The noise of few photons: a Poisson number of 3 levels.
  case shotNoise = "shot_noise"
  /// 17 % of the pixels are black or white.
  case impulseNoise = "impulse_noise"
  /// Neighbouring pixels are exchanged at random, and what is left is smoothed from row to row.
  case glassBlur = "glass_blur"
  /// Moved while it was taken, in a direction within 45 degrees of the rows.
  case motionBlur = "motion_blur"
  /// Slanted by 0.4 radians, to either side.
  case shear
  /// Made smaller, to 0.7 of its size.
  case scale
  /// Turned by 0.4 radians, to either side.
  case rotate
  /// Every pixel is brighter by half of the range.
  case brightness
  /// Moved by three pixels in both directions.
  case translate
  /// The quarters at the left and at the right are inverted.
  case stripe
  /// A cloud lies over it.
  case fog
  /// Mud has been thrown at it.
  case spatter
  /// A dotted line runs across it.
  case dottedLine = "dotted_line"
  /// A line runs across it in zigzag.
  case zigzag
  /// Nothing is left but edges.
  case cannyEdges = "canny_edges"

  /// The name in prose: "shot noise".
  public var title: String { rawValue.split(separator: "_").joined(separator: " ") }

  /// Damages one picture.
  ///
  /// - Parameters:
  ///   - pixels: [C, H, W], a byte each. All channels are damaged alike.
  ///   - channels: C, the planes.
  ///   - height: H, in pixels.
  ///   - width: W, in pixels.
  ///   - index: the picture's number, which decides what is random: the same number always gives the same damage.
  ///   - seed: decides it too.
  /// - Precondition: `pixels.count == channels * height * width`, and sides of 3 pixels at least.
  public func apply(
    to pixels: some Collection<UInt8>, channels: Int, height: Int, width: Int, index: Int, seed: UInt64 = 0
  ) -> [UInt8] {
    precondition(
      pixels.count == channels * height * width && height >= 3 && width >= 3,
      "\(pixels.count) bytes for \(channels) planes of \(height)x\(width) pixels")
    var result: [UInt8] = []
    result.reserveCapacity(pixels.count)
    let number = Self.allCases.firstIndex(of: self) ?? 0
    var rest = pixels[...]
    for _ in 0..<channels {
      // The same stream for each channel.
      var generator = CounterGenerator(seed: seed, purpose: .corruption, epoch: number, sample: index)
      var plane = PixelPlane(rest.prefix(height * width), height: height, width: width)
      rest = rest.dropFirst(height * width)
      damage(&plane, &generator)
      result += plane.bytes
    }
    return result
  }

  private func damage(_ plane: inout PixelPlane, _ generator: inout CounterGenerator) {
    switch self {
    case .shotNoise: plane.addShotNoise(levels: 3, &generator)
    case .impulseNoise: plane.addImpulseNoise(share: 0.17, &generator)
    case .glassBlur: plane.blurAsGlass(sigma: 0.7, distance: 1, rounds: 2, &generator)
    case .motionBlur: plane.blurByMotion(radius: 10, sigma: 3, degrees: generator.number(in: -45...45))
    case .shear:
      // As scikit-image's transform: the rows are drawn together by the cosine.
      let angle = Self.sineAndCosine(0.4, &generator)
      plane.warp(xx: 1, xy: -angle.sine, yx: 0, yy: angle.cosine)
    case .scale: plane.warp(xx: 1 / 0.7, xy: 0, yx: 0, yy: 1 / 0.7)
    case .rotate:
      let angle = Self.sineAndCosine(0.4, &generator)
      plane.warp(xx: angle.cosine, xy: -angle.sine, yx: angle.sine, yy: angle.cosine)
    case .brightness: plane.brighten(by: 0.5)
    case .translate: plane.move(by: 3, &generator)
    case .stripe: plane.invertSides()
    case .fog: plane.addFog(density: 3, &generator)
    case .spatter: plane.addSpatter(&generator)
    case .dottedLine: plane.addDottedLine(&generator)
    case .zigzag: plane.addZigzag(&generator)
    case .cannyEdges: plane.keepEdges(low: 0.1, high: 0.2)
    }
  }
}
