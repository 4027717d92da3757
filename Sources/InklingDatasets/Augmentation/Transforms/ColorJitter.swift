/// Changes brightness, then contrast, by factors drawn uniformly. As torchvision's `ColorJitter`, which takes them in a
/// random order and rounds in between:
///
///     y = clamp(brightness * x),  z = clamp(mean(y) + contrast * (y - mean(y))),  in 0 ... 255
///
/// The mean is that of all of the image's bytes.
public struct ColorJitter: ImageTransform {
  /// The name in a file: "color_jitter".
  public static let name = "color_jitter"
  /// `brightness` and `contrast`, two factors of 0...10 each, and `p`.
  public static let parameters: [TransformParameter<Self>] = [
    .range("brightness", .factor, \.brightness, in: 0...10), .range("contrast", .factor, \.contrast, in: 0...10),
    .probability,
  ]

  /// The factor of all pixels is drawn from this range, 0...10; 1...1, the default, changes nothing.
  public var brightness: ClosedRange<Double>
  /// The factor of the distance from the mean is drawn from this range, 0...10; 1...1, the default, changes nothing.
  public var contrast: ClosedRange<Double>
  /// The probability that an image is changed, 0...1; 1 by default.
  public var probability: Double

  /// Leaves the image as it is unless given a range.
  public init(
    brightness: ClosedRange<Double> = 1...1, contrast: ClosedRange<Double> = 1...1, probability: Double = 1
  ) {
    self.brightness = brightness
    self.contrast = contrast
    self.probability = probability
  }
}

/// A table of 256 floats says what becomes of each byte.
final class ColorJitterOperation: ImageOperation {
  private let jitter: ColorJitter

  init(_ jitter: ColorJitter) { self.jitter = jitter }

  func scratchBytes(_ size: ImageSize) -> Int { 256 * 4 }

  func run(_ work: inout ImageWork) {
    guard work.generator.chance(jitter.probability) else { return }
    let brightness = Float(work.generator.number(in: jitter.brightness))
    let contrast = Float(work.generator.number(in: jitter.contrast))
    let table = work.scratch.assumingMemoryBound(to: Float.self)
    for byte in 0..<256 { table[byte] = clampedToByte(brightness * Float(byte)) }
    let count = work.size.count
    var sum: Double = 0
    for place in 0..<count { sum += Double(table[Int(work.source[place])]) }
    let mean = Float(sum / Double(count))
    for byte in 0..<256 { table[byte] = clampedToByte(mean + contrast * (table[byte] - mean)) }
    for place in 0..<count { work.source[place] = roundedToByte(table[Int(work.source[place])]) }
  }
}
