import InklingRandomness

/// Surfaces: stripes, checks, blotches, weave.
enum Texture {
  static func paint(on canvas: inout Canvas, from generator: inout CounterGenerator) {
    let kind = generator.below(4)
    let (a, b) = (generator.uniform(in: 0.05...0.4), generator.uniform(in: 0.6...0.95))
    let period = Float(canvas.width) * generator.uniform(in: 0.05...0.3)
    let slope = generator.uniform(in: -1...1)
    if kind == 2 {
      for index in canvas.light.indices { canvas.light[index] = 0.5 + 2 * generator.bell() }
      canvas.blur(deviation: max(period / 4, 0.7))
      let mean = canvas.light.reduce(0, +) / Float(canvas.light.count)
      for index in canvas.light.indices { canvas.light[index] = canvas.light[index] > mean ? b : a }
      canvas.blur(deviation: 0.7)
    } else {
      for y in 0..<canvas.height {
        for x in 0..<canvas.width {
          let (u, v) = ((Float(x) + slope * Float(y)) / period, (Float(y) - slope * Float(x)) / period)
          let isOn = [
            0: u - u.rounded(.down) < 0.5, 1: (u - u.rounded(.down) < 0.5) != (v - v.rounded(.down) < 0.5),
            3: u - u.rounded(.down) < 0.3 || v - v.rounded(.down) < 0.3,
          ][kind]
          canvas.light[y * canvas.width + x] = isOn == true ? a : b
        }
      }
    }
    canvas.noise(deviation: generator.uniform(in: 0...0.05), from: &generator)
  }
}
