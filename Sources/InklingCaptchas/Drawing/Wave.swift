import InklingMathematics
import InklingRandomness

/// Waves through a whole picture: each point moves to the side by a sine of its row, and up or down by one of its column.
struct Wave {
  /// How far a point moves at most, in either direction, in pixels.
  let height: Float
  private let frequency: SIMD2<Double>
  private let phase: SIMD2<Double>

  init(_ style: CaptchaStyle, height: Int, from generator: inout CounterGenerator) {
    self.height = generator.between(style.wave / 2, style.wave) * Float(height)
    let shortest = 0.75 * style.waveLength
    let lengths = SIMD2(
      Double(generator.between(shortest, 2 * shortest)), Double(generator.between(shortest, 2 * shortest)))
    frequency = 2 / (lengths * Double(height))
    phase = SIMD2(Double(generator.uniform()), Double(generator.uniform())) * 2
  }

  func moved(_ point: SIMD2<Float>) -> SIMD2<Float> {
    let turns = SIMD2(Double(point.y), Double(point.x)) * frequency + phase
    return point
      + SIMD2(Float(Elementary.cosine(ofPiTimes: turns.x)), Float(Elementary.cosine(ofPiTimes: turns.y))) * height
  }
}
