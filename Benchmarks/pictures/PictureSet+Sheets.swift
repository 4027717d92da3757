import InklingFraming
import InklingRandomness

extension PictureSet {
  /// A digit or a number on a sheet, turned by up to two degrees, that lies wholly within the picture: on a table, a screen or a
  /// page, lighter or darker than itself.
  func sheet(_ index: Int, _ digits: ScannedDigits, from generator: inout CounterGenerator) -> Scene {
    let factor = generator.uniform(in: 2...5)
    let count = index % 3 == 0 ? 1 : 2 + generator.below(5)
    let inks = (0..<count).map { digits.ink(index * 6 + $0).enlarged(factor, smooth: false) }
    let (gap, margin) = (Int(generator.uniform(in: 2...8) * factor), Int(generator.uniform(in: 6...24) * factor))
    let size = SIMD2(
      inks.reduce(2 * margin - gap) { $0 + $1.width + gap }, (inks.map(\.height).max() ?? 1) + 2 * margin)
    let border = Int(generator.uniform(in: 0.1...0.4) * Float(min(size.x, size.y))) + 8
    let (width, height) = (size.x + 2 * border, size.y + 2 * border)
    let turn = generator.below(2) == 0 ? 0 : generator.uniform(in: -0.035...0.035)
    let isDark = generator.below(4) == 0
    let paper = isDark ? generator.uniform(in: 0.1...0.25) : generator.uniform(in: 0.8...1)
    let ink: Float = isDark ? 0.9 : 0.1
    let table = isDark ? generator.uniform(in: 0.5...1) : generator.uniform(in: 0...0.6)
    var canvas = Canvas(width: width, height: height, light: table)
    let half = SIMD2(Float(size.x), Float(size.y)) / 2
    canvas.ink(
      (0..<width * height).map { place in
        let (x, y) = (Float(place % width - width / 2), Float(place / width - height / 2))
        let inside = half - SIMD2(abs(x + turn * y), abs(y - turn * x))
        return min(max(inside.min() + 0.5, 0), 1)
      }, light: paper)
    var amounts = [Float](repeating: 0, count: width * height)
    var x = border + margin
    for digit in inks {
      digit.pasted(x: x, y: (height - digit.height) / 2, width: width, height: height, onto: &amounts)
      x += digit.width + gap
    }
    canvas.ink(amounts, light: ink)
    canvas.noise(deviation: generator.uniform(in: 0...0.025), from: &generator)
    return Scene(canvas, expected: (0..<count).map { digits.label(index * 6 + $0) })
  }

  /// Lines, bars and shapes that are no writing: squared paper, an empty table, tiles, bricks, a code of bars, a disc, a block.
  func emptyForm(from generator: inout CounterGenerator) -> Scene {
    let side = SIMD2(120 + generator.below(280), 120 + generator.below(280))
    let paper = generator.uniform(in: 0.75...1)
    let kind = generator.below(7)
    let (ink, thickness) = (paper * generator.uniform(in: 0.2...0.8), 1 + generator.below(4))
    let cell = (kind == 3 ? 20 : 18) + generator.below(36)
    var canvas = Canvas(width: side.x, height: side.y, light: paper)
    switch kind {
    case 0, 2:
      for x in stride(from: generator.below(cell), to: side.x, by: cell) {
        canvas.block(x: x..<x + thickness, y: 0..<side.y, light: ink)
      }
      for y in stride(from: generator.below(cell), to: side.y, by: cell) {
        canvas.block(x: 0..<side.x, y: y..<y + thickness, light: ink)
      }
      if kind == 2 { canvas.light = canvas.light.map { 1.1 * ink + paper - $0 } }
    case 1:
      let (columns, rows, margin) = (2 + generator.below(4), 2 + generator.below(5), 8 + generator.below(20))
      let size = side &- 2 * margin &- thickness
      for number in 0...columns {
        let x = margin + size.x * number / columns
        canvas.block(x: x..<x + thickness, y: margin..<margin + size.y + thickness, light: ink)
      }
      for number in 0...rows {
        let y = margin + size.y * number / rows
        canvas.block(x: margin..<margin + size.x + thickness, y: y..<y + thickness, light: ink)
      }
    case 3:
      for y in stride(from: 0, to: side.y, by: cell) {
        canvas.block(x: 0..<side.x, y: y..<y + thickness, light: ink)
        for x in stride(from: y / cell % 2 * cell, to: side.x, by: 2 * cell) {
          canvas.block(x: x..<x + thickness, y: y..<y + cell, light: ink)
        }
      }
    default: Self.shape(kind, on: &canvas, ink, from: &generator)
    }
    canvas.noise(deviation: generator.below(2) == 0 ? 0 : generator.uniform(in: 0...0.02), from: &generator)
    return Scene(canvas, expected: [])
  }

  /// A code of bars (4), a filled disc (5), or a block (6).
  private static func shape(
    _ kind: Int, on canvas: inout Canvas, _ ink: Float, from generator: inout CounterGenerator
  ) {
    guard kind > 4 else {
      var x = 20
      while x < canvas.width - 26 {
        let width = 1 + generator.below(6)
        canvas.block(x: x..<x + width, y: 20..<canvas.height - 20, light: ink)
        x += width + 1 + generator.below(6)
      }
      return
    }
    let reach = generator.uniform(in: 0.1...0.35) * Float(min(canvas.width, canvas.height))
    let (x, y) = (canvas.width / 2, canvas.height / 2)
    guard kind > 5 else { return canvas.disc(x: Float(x), y: Float(y), radius: reach, light: ink) }
    let width = Int(reach * generator.uniform(in: 0.7...1.4))
    canvas.block(x: x - width..<x + width, y: y - Int(reach)..<y + Int(reach), light: ink)
  }
}
