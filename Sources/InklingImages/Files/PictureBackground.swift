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

  /// How far the samples of one colour may be apart: compression and rounding move them.
  private static let tolerance = 16

  /// Whether a picture is a drawing in one colour on nothing, from what it is on both backgrounds: c a + 255 (1 - a) and c a
  /// differ by 255 (1 - a), so that the transparency a and the colour c are known.
  static func isDrawnInOneColor(onWhite: Picture, onBlack: Picture) -> Bool {
    let channels = onBlack.channels
    var least = [Int](repeating: 255, count: channels)
    var most = [Int](repeating: 0, count: channels)
    var (hasInk, hasNothing) = (false, false)
    for place in stride(from: 0, to: onBlack.samples.count, by: channels) {
      let share = 255 - (Int(onWhite.samples[place]) - Int(onBlack.samples[place]))
      guard share >= 128 else {
        hasNothing = true
        continue
      }
      hasInk = true
      for channel in 0..<channels {
        let color = min(255, Int(onBlack.samples[place + channel]) * 255 / share)
        (least[channel], most[channel]) = (min(least[channel], color), max(most[channel], color))
      }
    }
    return hasInk && hasNothing && zip(least, most).allSatisfy { $1 - $0 <= tolerance }
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

extension Picture {
  /// Whether no sample is dark: nothing shows that dark ink is there.
  var isLight: Bool { samples.allSatisfy { $0 >= 128 } }
}
