import InklingMathematics

/// Smooths with a Gaussian of a deviation drawn uniformly from `sigma`, in pixels, on `kernel_size` by `kernel_size`
/// pixels; the image goes on by reflection. As torchvision's `GaussianBlur`.
public struct GaussianBlur: ImageTransform {
  /// The name in a file: "gaussian_blur".
  public static let name = "gaussian_blur"
  /// `kernel_size` in pixels, odd, 1...63, `sigma` in pixels, 0.01...100, and `p`.
  public static let parameters: [TransformParameter<Self>] = [
    .wholeNumber("kernel_size", \.kernelSize, in: 1...63, odd: true),
    .range("sigma", .interval, \.sigma, in: 0.01...100), .probability,
  ]

  /// The side of the kernel in pixels, odd, 1...63; at most 2 * min(height, width) - 1 of the images.
  public var kernelSize: Int
  /// The range, in pixels, from which the Gaussian's deviation is drawn.
  public var sigma: ClosedRange<Double>
  /// The probability that an image is smoothed, 0...1; 1 by default.
  public var probability: Double

  /// By default 3x3 pixels and a deviation of 0.1 to 2 pixels, in every image.
  public init(kernelSize: Int = 3, sigma: ClosedRange<Double> = 0.1...2, probability: Double = 1) {
    self.kernelSize = kernelSize
    self.sigma = sigma
    self.probability = probability
  }
}

/// Along the rows into floats, then down the columns.
final class BlurOperation: ImageOperation {
  private let blur: GaussianBlur
  private let radius: Int

  init(_ blur: GaussianBlur) {
    self.blur = blur
    radius = blur.kernelSize / 2
  }

  /// The weights, a row with its margins, a plane, and a row of sums.
  func scratchBytes(_ size: ImageSize) -> Int {
    4 * (blur.kernelSize + size.width + 2 * radius + size.plane + size.width)
  }

  func run(_ work: inout ImageWork) {
    guard work.generator.chance(blur.probability) else { return }
    let sigma = work.generator.number(in: blur.sigma)
    let weights = work.scratch.assumingMemoryBound(to: Float.self)
    makeWeights(sigma, weights)
    let padded = weights + blur.kernelSize
    let plane = padded + work.size.width + 2 * radius
    for channel in 0..<work.size.channels {
      let pixels = work.source + channel * work.size.plane
      for row in 0..<work.size.height {
        let start = row * work.size.width
        blurRow(pixels + start, work.size.width, weights, padded, plane + start)
      }
      blurColumns(plane, work.size, weights, plane + work.size.plane, pixels)
    }
  }

  private func makeWeights(_ sigma: Double, _ weights: UnsafeMutablePointer<Float>) {
    var sum = 0.0
    for tap in 0..<blur.kernelSize { sum += weight(tap, sigma) }
    for tap in 0..<blur.kernelSize { weights[tap] = Float(weight(tap, sigma) / sum) }
  }

  private func weight(_ tap: Int, _ sigma: Double) -> Double {
    let distance = Double(tap - radius) / sigma
    return Elementary.exponential(max(-0.5 * distance * distance, -700))
  }

  private func blurRow(
    _ pixels: UnsafePointer<UInt8>, _ width: Int, _ weights: UnsafePointer<Float>,
    _ padded: UnsafeMutablePointer<Float>, _ sums: UnsafeMutablePointer<Float>
  ) {
    for column in 0..<width + 2 * radius { padded[column] = Float(pixels[Self.reflected(column - radius, width)]) }
    for column in 0..<width { sums[column] = 0 }
    for tap in 0..<blur.kernelSize {
      let weight = weights[tap]
      for column in 0..<width { sums[column] += weight * padded[column + tap] }
    }
  }

  private func blurColumns(
    _ plane: UnsafePointer<Float>, _ size: ImageSize, _ weights: UnsafePointer<Float>,
    _ sums: UnsafeMutablePointer<Float>, _ pixels: UnsafeMutablePointer<UInt8>
  ) {
    for row in 0..<size.height {
      for column in 0..<size.width { sums[column] = 0 }
      for tap in 0..<blur.kernelSize {
        let weight = weights[tap]
        let other = plane + Self.reflected(row + tap - radius, size.height) * size.width
        for column in 0..<size.width { sums[column] += weight * other[column] }
      }
      for column in 0..<size.width { pixels[row * size.width + column] = roundedToByte(clampedToByte(sums[column])) }
    }
  }

  /// Beyond the first and last pixel the image goes on backwards; `ImageAugmenter` sees to it that once is enough.
  private static func reflected(_ place: Int, _ count: Int) -> Int {
    place < 0 ? -place : place < count ? place : 2 * (count - 1) - place
  }
}
