import InklingRandomness

/// The pen: how broad its line is along the way, how soft and how ragged the line's edge.
struct Pen {
  /// Half the line's mean width, in pixels.
  let radius: Float
  /// Width in pixels of the edge between ink and paper.
  let softness: Float
  /// How far the edge strays at a pixel, as a share of `softness`.
  let raggedness: Float
  /// The pressure's changes along the way: a line and a parabola.
  private let pressure: (Float, Float)

  init(of writers: Writers, from generator: inout CounterGenerator) {
    let strength = generator.bell() * writers.penVariety
    radius = max(0.65, 1.2 + (0.33 + 0.06 * strength) * strength)
    softness = generator.uniform(in: 1.0...1.4)
    raggedness = generator.uniform(in: writers.raggedness)
    pressure = (0.2 * generator.bell(), 0.2 * generator.bell())
  }

  /// A felt pen: as broad everywhere, with an edge of one pixel.
  init(radius: Float) {
    self.radius = radius
    softness = 1
    raggedness = 0
    pressure = (0, 0)
  }

  /// Half the line's width at `place` in 0...1 of the way.
  func radius(at place: Float) -> Float {
    let x = 2 * place - 1
    return radius * min(max(1 + pressure.0 * x + pressure.1 * (x * x - 0.333), 0.5), 1.6)
  }
}
