import InklingDatasets
import InklingRandomness

/// A grey or colour picture that is being painted, in shares of light from 0 to 1.
struct Canvas {
  let width: Int
  let height: Int
  /// Light of each pixel before it is written as bytes.
  var light: [Float]

  init(width: Int, height: Int, light: Float) {
    self.width = width
    self.height = height
    self.light = [Float](repeating: light, count: width * height)
  }

  /// Puts ink over the paper: `amount` of it at each pixel, of this light.
  mutating func ink(_ amount: [Float], light inkLight: Float) {
    for index in light.indices { light[index] += (inkLight - light[index]) * amount[index] }
  }

  /// Multiplies the light by a factor at each place, (x, y) in 0...1.
  mutating func shade(_ factor: (Float, Float) -> Float) {
    for y in 0..<height {
      for x in 0..<width { light[y * width + x] *= factor(Float(x) / Float(width), Float(y) / Float(height)) }
    }
  }

  /// Lines `spacing` apart and `thickness` thick, level or upright, tilted by `slope`; their light is multiplied.
  mutating func rule(spacing: Float, start: Float, thickness: Float, slope: Float, darkness: Float, upright: Bool) {
    for y in 0..<height {
      for x in 0..<width {
        let along = Float(upright ? y : x)
        let place = Float(upright ? x : y) - slope * along - start
        let distance = abs(place - (place / spacing).rounded() * spacing)
        let amount = min(max(thickness / 2 - distance + 0.5, 0), min(thickness, 1))
        light[y * width + x] *= 1 - amount * darkness
      }
    }
  }

  /// Three box means one after another: nearly a Gaussian of this deviation.
  mutating func blur(deviation: Float) {
    guard deviation > 0.05 else { return }
    for _ in 0..<3 { blurOnce(radius: (deviation * deviation + 0.25).squareRoot() - 0.5) }
  }

  /// A box of `2 * radius + 1` pixels, parts of pixels at its ends.
  private mutating func blurOnce(radius: Float) {
    let whole = Int(radius)
    let part = radius - Float(whole)
    let total = 2 * radius + 1
    for upright in [false, true] {
      let source = light
      for y in 0..<height {
        for x in 0..<width {
          var sum: Float = 0
          for offset in -whole - 1...whole + 1 {
            let weight = abs(offset) <= whole ? 1 : part
            let column = upright ? x : min(max(x + offset, 0), width - 1)
            let row = upright ? min(max(y + offset, 0), height - 1) : y
            sum += weight * source[row * width + column]
          }
          light[y * width + x] = sum / total
        }
      }
    }
  }

  /// Independent noise at each pixel.
  mutating func noise(deviation: Float, from generator: inout CounterGenerator) {
    for index in light.indices { light[index] += deviation * generator.bell() }
  }

  var bytes: [UInt8] { light.map { UInt8(min(max($0, 0), 1) * 255 + 0.5) } }
}

extension CounterGenerator {
  /// Mean 0, deviation 1, nearly normal: the sum of four uniform numbers (Irwin and Hall).
  mutating func bell() -> Float { (uniform() + uniform() + uniform() + uniform() - 2) * 1.732_050_8 }
}
