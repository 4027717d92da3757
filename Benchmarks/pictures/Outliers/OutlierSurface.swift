import InklingImages
import InklingRandomness

/// Noise, textures and blank paper of other kinds than those that are measured: those are noise of a bell's shape, and
/// stripes, checks, blotches and weave.
enum OutlierSurface {
  private static func canvas(from generator: inout CounterGenerator) -> Canvas {
    let side = [28, 56, 100][generator.below(3)]
    return Canvas(width: side, height: side, light: generator.uniform(in: 0...1))
  }

  /// Even noise, single pixels, clouds, dots, streaks.
  static func noise(from generator: inout CounterGenerator) -> Canvas {
    var canvas = canvas(from: &generator)
    let strength = generator.uniform(in: 0.1...0.9)
    switch generator.below(5) {
    case 0:
      for index in canvas.light.indices { canvas.light[index] += strength * (generator.uniform() - 0.5) * 2 }
      canvas.blur(deviation: generator.uniform(in: 0...1.6))
    case 1:
      let density = generator.uniform(in: 0.01...0.3)
      for index in canvas.light.indices where generator.uniform() < density {
        canvas.light[index] = Float(generator.below(2))
      }
      if generator.below(2) == 0 { canvas.blur(deviation: generator.uniform(in: 0...1)) }
    case 2: clouds(on: &canvas, strength, from: &generator)
    case 3: dots(on: &canvas, from: &generator)
    default:
      let keep = generator.uniform(in: 0.6...0.98)
      let isUpright = generator.below(2) == 0
      for row in 0..<canvas.height {
        var value: Float = 0
        for column in 0..<canvas.width {
          value = keep * value + (1 - keep * keep).squareRoot() * strength * (generator.uniform() - 0.5) * 2
          canvas.light[isUpright ? column * canvas.width + row : row * canvas.width + column] += value
        }
      }
    }
    return canvas
  }

  /// Grids of random values, each twice as fine and less strong than the one before.
  private static func clouds(on canvas: inout Canvas, _ strength: Float, from generator: inout CounterGenerator) {
    var (cells, part) = (2 + generator.below(4), strength)
    while cells < canvas.width / 2 {
      let values = (0..<(cells + 1) * (cells + 1)).map { _ in part * (generator.uniform() - 0.5) * 2 }
      for y in 0..<canvas.height {
        for x in 0..<canvas.width {
          let (u, v) = (Float(x * cells) / Float(canvas.width), Float(y * cells) / Float(canvas.height))
          let (i, j) = (Int(u), Int(v))
          let (a, b) = (u - Float(i), v - Float(j))
          let top = values[j * (cells + 1) + i] * (1 - a) + values[j * (cells + 1) + i + 1] * a
          let bottom = values[(j + 1) * (cells + 1) + i] * (1 - a) + values[(j + 1) * (cells + 1) + i + 1] * a
          canvas.light[y * canvas.width + x] += top * (1 - b) + bottom * b
        }
      }
      (cells, part) = (cells * 2, part * 0.7)
    }
  }

  private static func dots(on canvas: inout Canvas, from generator: inout CounterGenerator) {
    let side = Float(canvas.width)
    let largest = generator.uniform(in: 0.02...0.15)
    for _ in 0..<3 + generator.below(60) {
      let (x, y) = (generator.uniform() * side, generator.uniform() * side)
      let radius = max(generator.uniform() * largest * side, 0.7)
      let light = generator.uniform()
      for row in max(Int(y - radius - 1), 0)...max(min(Int(y + radius + 1), canvas.height - 1), 0) {
        for column in max(Int(x - radius - 1), 0)...max(min(Int(x + radius + 1), canvas.width - 1), 0) {
          let (dx, dy) = (Float(column) + 0.5 - x, Float(row) + 0.5 - y)
          let amount = min(max(radius - (dx * dx + dy * dy).squareRoot() + 0.5, 0), 1)
          canvas.light[row * canvas.width + column] += (light - canvas.light[row * canvas.width + column]) * amount
        }
      }
    }
  }

  /// Rings, dots in rows, bricks, waves, the borders of cells, saddles.
  static func texture(from generator: inout CounterGenerator) -> Canvas {
    var canvas = canvas(from: &generator)
    let (a, b) = (generator.uniform(in: 0.05...0.45), generator.uniform(in: 0.55...0.95))
    let isSwapped = generator.below(2) == 0
    let kind = generator.below(6)
    let period = generator.uniform(in: 0.08...0.35)
    let width = generator.uniform(in: 0.25...0.7)
    let middle = SIMD2(generator.uniform(in: -0.3...1.3), generator.uniform(in: -0.3...1.3))
    let slope = generator.uniform(in: -0.6...0.6)
    let points = (0..<6 + generator.below(20)).map { _ in SIMD2(generator.uniform(), generator.uniform()) }
    for y in 0..<canvas.height {
      for x in 0..<canvas.width {
        let place = SIMD2(Float(x), Float(y)) / Float(canvas.width)
        let amount = amount(kind, at: place, middle, period, width, slope, points)
        canvas.light[y * canvas.width + x] = a + (b - a) * (isSwapped ? 1 - amount : amount)
      }
    }
    canvas.blur(deviation: generator.uniform(in: 0.3...1))
    if generator.below(2) == 0 { canvas.shadow(from: &generator) }
    canvas.noise(deviation: generator.uniform(in: 0...0.05), from: &generator)
    return canvas
  }

  private static func amount(
    _ kind: Int, at place: SIMD2<Float>, _ middle: SIMD2<Float>, _ period: Float, _ width: Float, _ slope: Float,
    _ points: [SIMD2<Float>]
  ) -> Float {
    let offset = place - middle
    let length = (offset * offset).sum().squareRoot()
    /// Distance to the nearest whole number, 0...1.
    func wave(_ value: Float) -> Float { 2 * abs(value - value.rounded()) }
    switch kind {
    case 0: return wave(length / period) < width ? 1 : 0
    case 1:
      let (u, v) = (wave((place.x + slope * place.y) / period), wave((place.y - slope * place.x) / period))
      return u * u + v * v < width * width ? 1 : 0
    case 2:
      let row = (place.y / period).rounded(.down)
      let shift = row.truncatingRemainder(dividingBy: 2) * 0.5
      return wave(place.y / period) < 0.2 || wave(place.x / (2 * period) + shift) < 0.1 ? 1 : 0
    case 3:
      return wave((place.y + 0.5 * period * wave(place.x / (2 * period)) + slope * place.x) / period) < width ? 1 : 0
    case 4:
      let distances = points.map { (($0 - place) * ($0 - place)).sum().squareRoot() }.sorted()
      return distances[1] - distances[0] < 0.04 ? 1 : 0
    default: return wave(offset.x * offset.y / (period * period)) < width ? 1 : 0
    }
  }

  /// Paper with uneven light, the edge of a table, even noise, and sometimes what a JPEG file leaves of it.
  static func blank(from generator: inout CounterGenerator) throws -> Picture {
    var canvas = canvas(from: &generator)
    if generator.below(3) > 0 { canvas.shadow(from: &generator) }
    if generator.below(4) == 0 {
      let (edge, slope) = (generator.uniform(in: 0.1...0.9), generator.uniform(in: -0.5...0.5))
      let (depth, isUpright) = (generator.uniform(in: 0.2...0.9), generator.below(2) == 0)
      canvas.shade { x, y in (isUpright ? x + slope * y : y + slope * x) < edge ? 1 : depth }
    }
    let strength = generator.uniform(in: 0...0.07)
    for index in canvas.light.indices { canvas.light[index] += strength * (generator.uniform() - 0.5) * 2 }
    guard generator.below(3) == 0 else { return canvas.picture }
    let quality = 30 + generator.below(60)
    return try PictureFile.decode(PictureFile.encode(canvas.picture, as: .jpeg, quality: quality))
  }
}
