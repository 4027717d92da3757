/// What is behind the transparent pixels of a picture.
public enum PictureBackground: Sendable, CaseIterable {
  /// Paper, as most viewers and MNIST's drawings have it: the usual one.
  case white
  /// For light drawings on nothing.
  case black

  /// Its level: 255 or 0.
  var level: Int { self == .white ? 255 : 0 }

  /// A sample of `alpha` from 0 to 255 before the background: c a + b (1 - a), rounded, on the coded samples.
  @inline(__always)
  func behind(_ sample: UInt8, alpha: UInt8) -> UInt8 {
    if alpha == 255 { return sample }
    let (share, sum) = (Int(alpha), 127 + level * 255)
    return UInt8((sum + (Int(sample) - level) * share) / 255)
  }

  /// Pixels of red, green, blue and alpha before the background: three samples each.
  func behind(_ pixels: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: pixels.count / 4 * 3) { colors, count in
      for pixel in 0..<pixels.count / 4 {
        let alpha = pixels[4 * pixel + 3]
        for channel in 0..<3 { colors[3 * pixel + channel] = behind(pixels[4 * pixel + channel], alpha: alpha) }
      }
      count = pixels.count / 4 * 3
    }
  }
}
