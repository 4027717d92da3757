/// Ink that is one digit as far as its picture shows, with nothing beside it that says how high digits are there, and so wide
/// that it may be several that touch: which of the two, only who reads it can say. It is divided when somebody asks.
package struct LoneInk: Sendable, Equatable {
  private let whole: InkCutout
  private let placing: DigitPlacing

  /// nil for ink as narrow as a digit.
  init?(_ whole: InkCutout, _ placing: DigitPlacing) {
    guard TouchingDigits.mayBeSeveral(whole.ink) else { return nil }
    (self.whole, self.placing) = (whole, placing)
  }

  /// The ways to divide it, the digits of each from the left.
  package var divisions: [[FramedDigit]] {
    TouchingDigits.divisions(of: whole).compactMap { parts in
      let digits = parts.compactMap(placing.digit)
      return digits.count == parts.count ? digits : nil
    }
  }
}

/// Frames ink that was cut out of a picture, and says where it was.
struct DigitPlacing: Sendable, Equatable {
  let framing: InputFraming
  /// The part of the picture in which ink was looked for.
  let part: PictureFraming.Part
  /// The picture's pixels in one in which ink was looked for.
  let scale: SIMD2<Float>

  init(_ framing: InputFraming, _ part: PictureFraming.Part, _ ink: Ink) {
    (self.framing, self.part) = (framing, part)
    scale = part.size / SIMD2(Float(ink.strengths.width), Float(ink.strengths.height))
  }

  /// nil without ink.
  func digit(_ cutout: InkCutout) -> FramedDigit? {
    guard let frame = DigitFrame(of: cutout.ink, as: framing) else { return nil }
    let pixels = frame.image.values.map { UInt8((framing.inkIsLight ? $0 : 1 - $0) * 255 + 0.5) }
    let low = part.origin + SIMD2(Float(cutout.x), Float(cutout.y)) * scale
    let high = part.origin + SIMD2(Float(cutout.x + cutout.ink.width), Float(cutout.y + cutout.ink.height)) * scale
    let box = PixelBox(
      x: Int(low.x), y: Int(low.y), width: max(1, Int(high.x.rounded(.up)) - Int(low.x)),
      height: max(1, Int(high.y.rounded(.up)) - Int(low.y)))
    return FramedDigit(pixels: pixels, box: box, strokeWidth: frame.strokeWidth)
  }
}
