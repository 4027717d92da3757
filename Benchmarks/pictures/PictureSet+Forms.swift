import InklingFraming
import InklingRandomness

extension PictureSet {
  /// A digit in a drawn box or, of five, in a circle, turned a little; its lines keep off the picture's edges.
  func boxed(_ index: Int, _ digits: ScannedDigits, from generator: inout CounterGenerator) -> Scene {
    let digit = digits.ink(index).enlarged(generator.uniform(in: 3...8), smooth: generator.below(3) > 0)
    let isCircle = generator.below(5) == 0
    let (gap, thickness) = (generator.uniform(in: 8...35), generator.uniform(in: 1...8))
    let size = SIMD2(Float(digit.width), Float(digit.height)) / 2
    let reach = isCircle ? SIMD2(repeating: (size * size).sum().squareRoot() + gap) : size + gap
    let turn = generator.uniform(in: -0.04...0.04)
    let side = reach + thickness + generator.uniform(in: 5...45)
    return form(of: [(digit, index)], digits, half: side, from: &generator) { x, y in
      let place = SIMD2(abs(x + turn * y), abs(y - turn * x))
      let distance = isCircle ? (place * place).sum().squareRoot() - reach.x : (place - reach).max()
      return thickness / 2 - abs(distance)
    }
  }

  /// Numbers of 2 to 6 digits, one in each cell of a form; the cells share their lines or stand apart.
  func cells(_ index: Int, _ digits: ScannedDigits, from generator: inout CounterGenerator) -> Scene {
    let count = 2 + generator.below(5)
    let factor = generator.uniform(in: 3...4.5)
    let inks = (0..<count).map { (digits.ink(index * 6 + $0).enlarged(factor, smooth: false), index * 6 + $0) }
    let cell = SIMD2(Float(inks.map(\.0.width).max() ?? 1), Float(inks.map(\.0.height).max() ?? 1)) + 24
    let apart = generator.below(2) == 0 ? 0 : generator.uniform(in: 8...30)
    let thickness = generator.uniform(in: 1...4)
    let step = cell.x + apart
    let half = SIMD2((Float(count) * step - apart) / 2, cell.y / 2)
    let turn = generator.below(2) == 0 ? 0 : generator.uniform(in: -0.03...0.03)
    let side = half + thickness + (generator.below(4) == 0 ? 0 : generator.uniform(in: 5...45))
    return form(of: inks, digits, step: step, half: side, from: &generator) { x, y in
      let place = SIMD2(x + turn * y, y - turn * x)
      // The cell that the place is nearest to, and where in it.
      let left = place.x + half.x
      let number = min(max(((left - cell.x / 2) / step).rounded(), 0), Float(count - 1))
      let inside = SIMD2(abs(left - number * step - cell.x / 2), abs(place.y))
      return thickness / 2 - abs((inside - cell / 2).max())
    }
  }

  /// A digit on paper that ends aslant: beyond is a table, dark or, below dark paper, light.
  func table(_ index: Int, _ digits: ScannedDigits, from generator: inout CounterGenerator) -> Scene {
    let digit = digits.ink(index).enlarged(generator.uniform(in: 4...8), smooth: true)
    let half = SIMD2(Float(digit.width), Float(digit.height)) / 2 + generator.uniform(in: 30...55)
    let slope = generator.uniform(in: 0.03...0.3) * (generator.below(2) == 0 ? 1 : -1)
    let (side, depth) = (generator.below(4), generator.uniform(in: 8...24))
    return form(of: [(digit, index)], digits, half: half, from: &generator) { x, y in
      let place = [SIMD2(x + half.x, y), SIMD2(half.x - x, y), SIMD2(y + half.y, x), SIMD2(half.y - y, x)][side]
      return depth - place.x - slope * place.y
    }
  }

  /// One to eight bars of several widths from edge to edge, one line at any slope, or a soft fold of the paper.
  func bars(from generator: inout CounterGenerator) -> Scene {
    let side = SIMD2(28 + generator.below(272), 28 + generator.below(272))
    var canvas = Canvas(width: side.x, height: side.y, light: generator.uniform(in: 0.8...1))
    let (isUpright, kind) = (generator.below(2) == 0, generator.below(3))
    let across = Float(isUpright ? side.x : side.y)
    let count = kind == 0 ? 1 + generator.below(8) : 1
    let slope = kind == 0 ? 0 : generator.uniform(in: -0.2...0.2)
    let ink = kind == 2 ? canvas.light[0] * generator.uniform(in: 0.5...0.8) : generator.uniform(in: 0...0.3)
    for _ in 0..<count {
      let middle = across * generator.uniform(in: 0.15...0.85)
      let width = max(2, across * generator.uniform(in: 0.01...0.5 / Float(count + 1)))
      canvas.ink(
        (0..<side.x * side.y).map { place in
          let (x, y) = (Float(place % side.x), Float(place / side.x))
          let distance =
            isUpright ? x - middle + slope * (y - Float(side.y) / 2) : y - middle + slope * (x - Float(side.x) / 2)
          if kind == 2 { return max(1 - (distance / width) * (distance / width), 0) }
          return min(max(width / 2 - abs(distance) + 0.5, 0), 1)
        }, light: ink)
    }
    canvas.noise(deviation: generator.uniform(in: 0...0.02), from: &generator)
    if kind < 2, generator.below(3) == 0 { canvas.light = canvas.light.map { 1 - $0 } }
    return Scene(canvas, expected: [])
  }

  /// Digits side by side, `step` apart, in the middle of a picture, and lines around them: `line` says how far inside them a
  /// place is, in pixels from the picture's middle. A quarter are light on dark.
  private func form(
    of inks: [(Plane, Int)], _ digits: ScannedDigits, step: Float = 0, half: SIMD2<Float>,
    from generator: inout CounterGenerator, line: (Float, Float) -> Float
  ) -> Scene {
    let (width, height) = (Int(2 * half.x), Int(2 * half.y))
    var (amounts, lines) = ([Float](repeating: 0, count: width * height), [Float](repeating: 0, count: width * height))
    for (place, (ink, _)) in inks.enumerated() {
      let middle = Float(width) / 2 + (Float(place) - Float(inks.count - 1) / 2) * step
      ink.pasted(
        x: Int(middle) - ink.width / 2, y: height / 2 - ink.height / 2, width: width, height: height, onto: &amounts)
    }
    for y in 0..<height {
      for x in 0..<width {
        let depth = line(Float(x) + 0.5 - Float(width) / 2, Float(y) + 0.5 - Float(height) / 2)
        lines[y * width + x] = min(max(depth + 0.5, 0), 1)
      }
    }
    let isLight = generator.below(4) == 0
    var canvas = Canvas(width: width, height: height, light: generator.uniform(in: 0.8...1))
    canvas.ink(lines, light: generator.uniform(in: 0...0.3))
    canvas.ink(amounts, light: generator.uniform(in: 0...0.25))
    if isLight { canvas.light = canvas.light.map { 1 - $0 } }
    if !isLight, generator.below(2) == 0 { canvas.shadow(from: &generator) }
    if generator.below(2) == 0 { canvas.noise(deviation: generator.uniform(in: 0...0.03), from: &generator) }
    return Scene(canvas, expected: inks.map { digits.label($0.1) })
  }
}
