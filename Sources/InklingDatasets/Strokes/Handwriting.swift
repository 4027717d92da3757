import InklingRandomness

/// One writer's hand for one digit: how the glyph's control points move before the pen follows them.
///
/// Only sums, products and square roots, which IEEE 754 rounds alike everywhere: the same digit on every machine.
struct Handwriting {
  /// The hand's unsteadiness: deviation of each control point, in units of the glyph's height. Ends stray further.
  private let jitter: Float
  /// Width over height, relative to the glyph as it stands in the table.
  private let aspect: Float
  /// Shift to the right per unit upwards.
  private let slant: Float
  private let sine: Float
  private let cosine: Float
  /// Coefficients of x², xy and y² in the horizontal and vertical displacement: top heavy, bulging, bent.
  private let bend: (SIMD2<Float>, SIMD2<Float>, SIMD2<Float>)

  private init(
    jitter: Float, aspect: Float, slant: Float, sine: Float, bend: (SIMD2<Float>, SIMD2<Float>, SIMD2<Float>)
  ) {
    self.jitter = jitter
    self.aspect = aspect
    self.slant = slant
    self.sine = sine
    cosine = (1 - sine * sine).squareRoot()
    self.bend = bend
  }

  init(of writers: Writers, from generator: inout CounterGenerator) {
    jitter = generator.uniform(in: writers.unsteadiness)
    let variety = writers.variety
    aspect = max(0.4, 0.9 + 0.26 * variety * generator.bell())
    slant = 0.16 + 0.3 * variety * generator.bell()
    sine = 0.14 * variety * generator.bell()
    cosine = (1 - sine * sine).squareRoot()
    bend = (
      SIMD2(generator.bell(), generator.bell()) * (0.3 * variety),
      SIMD2(generator.bell(), generator.bell()) * (0.25 * variety),
      SIMD2(generator.bell(), generator.bell()) * (0.3 * variety)
    )
  }

  /// This hand, so far drawn towards `other`: 0 is this one, 1 the other.
  func moved(towards other: Handwriting, by share: Float) -> Handwriting {
    Handwriting(
      jitter: jitter + (other.jitter - jitter) * share, aspect: aspect + (other.aspect - aspect) * share,
      slant: slant + (other.slant - slant) * share, sine: sine + (other.sine - sine) * share,
      bend: (
        bend.0 + (other.bend.0 - bend.0) * share, bend.1 + (other.bend.1 - bend.1) * share,
        bend.2 + (other.bend.2 - bend.2) * share
      ))
  }

  /// The glyph's strokes as this hand puts them down, in units of the glyph's height, around the origin.
  func strokes(of glyph: Glyph, from generator: inout CounterGenerator) -> [[Glyph.ControlPoint]] {
    glyph.strokes.map { stroke in
      stroke.indices.map { index in
        let isEnd = index == 0 || index == stroke.count - 1
        let unsteadiness = isEnd ? 1.5 * jitter : jitter
        let moved = stroke[index].position - 0.5 + SIMD2(generator.bell(), generator.bell()) * unsteadiness
        return Glyph.ControlPoint(position: shaped(moved), isCorner: stroke[index].isCorner)
      }
    }
  }

  private func shaped(_ point: SIMD2<Float>) -> SIMD2<Float> {
    let bent = point + bend.0 * (point.x * point.x) + bend.1 * (point.x * point.y) + bend.2 * (point.y * point.y)
    let x = bent.x * aspect - bent.y * slant
    return SIMD2(cosine * x - sine * bent.y, sine * x + cosine * bent.y)
  }
}

extension CounterGenerator {
  /// A number with mean 0 and deviation 1, nearly normal and within ±3.5: the sum of four uniform ones, so that no
  /// logarithm is needed (Irwin and Hall).
  mutating func bell() -> Float {
    (uniform() + uniform() + uniform() + uniform() - 2) * 1.732_050_8
  }
}
