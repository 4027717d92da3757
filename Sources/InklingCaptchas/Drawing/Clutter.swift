import InklingMathematics
import InklingRandomness

/// Lines, arcs and dots over the text.
struct Clutter {
  private var outline: [SIMD2<Float>] = []
  private var way: [SIMD2<Float>] = []

  /// Draws them all; those of one colour together.
  mutating func draw(
    _ style: CaptchaStyle, _ inks: Inks, isJagged: Bool, on coverage: inout Coverage, _ canvas: inout [Float],
    from generator: inout CounterGenerator
  ) {
    let size = SIMD2(Float(coverage.width), Float(coverage.height))
    let unit = size.y / 60
    let dots = generator.count(style.dots, spread: style.clutterSpread)
    let arcs = generator.count(style.arcs, spread: style.clutterSpread)
    let lines = generator.count(style.lines, spread: style.clutterSpread)
    for place in 0..<dots + arcs + lines {
      if place < dots {
        setDot(style, size, unit, from: &generator)
      } else {
        if place < dots + arcs { setArc(size, from: &generator) } else { setLine(size, from: &generator) }
        setStroke(width: generator.between(style.lineWidth / 2, style.lineWidth) * unit)
      }
      outline.withUnsafeBufferPointer { coverage.add($0) }
      let other = inks.another(style, from: &generator)
      // Large numbers of dots share a few colours.
      let isLast = place % 8 == 7 || place >= dots
      if inks.mixesClutter, isLast {
        coverage.paint(other, opacity: inks.clutterOpacity, isJagged: isJagged, on: &canvas)
      }
    }
    coverage.paint(inks.text, opacity: inks.clutterOpacity, isJagged: isJagged, on: &canvas)
  }

  private static let octagon: [SIMD2<Float>] = (0..<8).map { place in
    let turn = Elementary.sineAndCosine(degrees: Double(45 * place))
    return SIMD2(Float(turn.cosine), Float(turn.sine))
  }

  private mutating func setDot(
    _ style: CaptchaStyle, _ size: SIMD2<Float>, _ unit: Float, from generator: inout CounterGenerator
  ) {
    let center = SIMD2(generator.uniform(), generator.uniform()) * size
    let radius = generator.between(style.dotSize / 4, style.dotSize / 2) * unit
    outline.removeAll(keepingCapacity: true)
    for corner in Self.octagon { outline.append(center + corner * radius) }
  }

  /// Half an ellipse, or nearly, that lies across much of the picture.
  private mutating func setArc(_ size: SIMD2<Float>, from generator: inout CounterGenerator) {
    let left = generator.uniform() * size.x / 5
    let right = size.x / 5 + generator.uniform() * size.x * 4 / 5
    let top = size.y / 5 + generator.uniform() * size.y * 3 / 5
    let bottom = top + generator.uniform() * (size.y * 4 / 5 - top)
    let center = SIMD2(left + right, top + bottom) / 2
    let radii = SIMD2(right - left, bottom - top) / 2
    let isUpper = generator.chance(0.4)
    let (start, end) = (generator.between(0, 20), generator.between(160, 200))
    way.removeAll(keepingCapacity: true)
    let steps = 32
    for step in 0...steps {
      let degrees = start + (end - start) * Float(step) / Float(steps) + (isUpper ? 180 : 0)
      let turn = Elementary.sineAndCosine(degrees: Double(degrees))
      way.append(center + SIMD2(Float(turn.cosine), Float(turn.sine)) * radii)
    }
  }

  /// From one side to the other, or from top to bottom, as far as it goes.
  private mutating func setLine(_ size: SIMD2<Float>, from generator: inout CounterGenerator) {
    let start = SIMD2(generator.uniform() * 0.4, generator.uniform()) * size
    let end = SIMD2(0.6 + generator.uniform() * 0.4, generator.uniform()) * size
    way.removeAll(keepingCapacity: true)
    way.append(start)
    way.append(end)
  }

  /// The outline of the way, so wide: along one side and back along the other.
  private mutating func setStroke(width: Float) {
    outline.removeAll(keepingCapacity: true)
    for side in [Float(1), -1] {
      for step in way.indices {
        let place = side > 0 ? step : way.count - 1 - step
        let along = way[min(place + 1, way.count - 1)] - way[max(place - 1, 0)]
        let normal = SIMD2(-along.y, along.x) / max((along * along).sum().squareRoot(), 1e-3)
        outline.append(way[place] + normal * (side * width / 2))
      }
    }
    // One direction for all, so that what two cover counts once.
    if Self.area(outline) < 0 { outline.reverse() }
  }

  private static func area(_ polygon: [SIMD2<Float>]) -> Float {
    var sum: Float = 0
    var last = polygon[polygon.count - 1]
    for point in polygon {
      sum += last.x * point.y - last.y * point.x
      last = point
    }
    return sum
  }
}
