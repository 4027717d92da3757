import InklingRandomness

/// The colours of one picture.
struct Inks {
  let paper: SIMD3<Float>
  let text: SIMD3<Float>
  /// Of the text, from 0 to 1.
  let opacity: Float
  /// Of lines and dots.
  let clutterOpacity: Float
  let mixesColors: Bool
  let mixesClutter: Bool
  private let isNegative: Bool
  /// Levels of luma that the text differs from the paper at least.
  private static let leastContrast: Float = 30

  init(_ style: CaptchaStyle, from generator: inout CounterGenerator) {
    isNegative = generator.chance(style.negative)
    mixesColors = generator.chance(style.colorMix)
    mixesClutter = generator.chance(style.clutterColor)
    let paper = Self.color(style.darkestPaper, style.lightestPaper, style, from: &generator)
    let text = Self.color(style.darkestInk, style.lightestInk, style, from: &generator)
    let contrast = (Self.luma(paper) - Self.luma(text)).magnitude
    let drawn = generator.between(style.faintest, 1)
    opacity = max(drawn, min(Self.leastContrast / max(contrast, 1), 1))
    // Often whole, where the text is faint: dots and curves are drawn over it.
    clutterOpacity = min(opacity + (1 - opacity) * 2 * generator.uniform(), 1)
    self.paper = isNegative ? 255 - paper : paper
    self.text = isNegative ? 255 - text : text
  }

  /// Another ink of the picture's kind.
  func another(_ style: CaptchaStyle, from generator: inout CounterGenerator) -> SIMD3<Float> {
    let color = Self.color(style.darkestInk, style.lightestInk, style, from: &generator)
    return isNegative ? 255 - color : color
  }

  private static func color(
    _ low: Double, _ high: Double, _ style: CaptchaStyle, from generator: inout CounterGenerator
  ) -> SIMD3<Float> {
    let gray = generator.between(low, high)
    let color = SIMD3(generator.between(low, high), generator.between(low, high), generator.between(low, high))
    return gray + (color - gray) * Float(style.color)
  }

  private static func luma(_ color: SIMD3<Float>) -> Float {
    0.299 * color.x + 0.587 * color.y + 0.114 * color.z
  }
}
