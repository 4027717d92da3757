import InklingDatasets
import InklingFraming
import InklingImages
import InklingRandomness

/// A picture, and what should be read in it.
struct Scene {
  var picture: Picture
  /// The digits from the left; empty where nothing should be read.
  var expected: [Int]

  init(_ canvas: Canvas, expected: [Int]) {
    picture = Picture(width: canvas.width, height: canvas.height, samples: canvas.bytes)
    self.expected = expected
  }
}

extension Canvas {
  /// Light that falls unevenly: a slope, a dark corner and sometimes a soft-edged shadow.
  mutating func shadow(from generator: inout CounterGenerator) {
    let (a, b) = (generator.uniform(in: -0.25...0.25), generator.uniform(in: -0.25...0.25))
    let edge = generator.uniform(in: 0.2...0.8)
    let softness = generator.uniform(in: 0.03...0.3)
    let depth = generator.below(2) == 0 ? 0 : generator.uniform(in: 0.15...0.45)
    let (dx, dy) = (generator.uniform(in: -1...1), generator.uniform(in: 0.2...1))
    let offset = edge * (abs(dx) + dy) - max(-dx, 0)
    shade { x, y in
      let side = min(max((dx * x + dy * y - offset) / softness + 0.5, 0), 1)
      return (1 + a * (x - 0.5) + b * (y - 0.5)) * (1 - depth * side)
    }
  }
}
