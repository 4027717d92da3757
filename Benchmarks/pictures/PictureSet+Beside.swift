import InklingFraming
import InklingRandomness

extension PictureSet {
  /// A digit and what is no part of it: a short line below it to write on, specks, or two punched holes.
  func beside(_ index: Int, _ digits: ScannedDigits, from generator: inout CounterGenerator) -> Scene {
    let factor = generator.uniform(in: 2...6)
    let digit = digits.ink(index).enlarged(factor, smooth: generator.below(2) == 0)
    let margin = Int(generator.uniform(in: 10...26) * factor)
    let (width, height) = (digit.width + 2 * margin, digit.height + 2 * margin)
    var amounts = [Float](repeating: 0, count: width * height)
    digit.pasted(x: margin, y: margin, width: width, height: height, onto: &amounts)
    var canvas = Canvas(width: width, height: height, light: generator.uniform(in: 0.85...1))
    let ink = generator.uniform(in: 0...0.25)
    canvas.ink(amounts, light: ink)
    if self == .answer_line {
      let gap = Int(generator.uniform(in: 3...9) * factor)
      let (over, thickness) = (Int(generator.uniform(in: 1...8) * factor), Int(generator.uniform(in: 1...4)))
      let top = min(margin + digit.height + gap, height - thickness)
      canvas.block(x: margin - over..<margin + digit.width + over, y: top..<top + thickness, light: ink)
    } else if generator.below(3) == 0 {
      let radius = 0.04 * Float(height)
      for share in [0.2, 0.8] as [Float] {
        canvas.disc(x: 0.03 * Float(width) + radius, y: share * Float(height), radius: radius, light: ink)
      }
    } else {
      for _ in 0..<5 + generator.below(16) {
        let place = SIMD2(generator.uniform(in: 0...Float(width)), generator.uniform(in: 0...Float(height)))
        canvas.disc(x: place.x, y: place.y, radius: generator.uniform(in: 1...4), light: ink)
      }
    }
    return Scene(canvas, expected: [digits.label(index)])
  }

  /// Two to six digits below one another, or two to four side by side with a point, a colon or a dash between two of them.
  func arranged(_ index: Int, _ digits: ScannedDigits, from generator: inout CounterGenerator) -> Scene {
    let factor = generator.uniform(in: 1.5...4)
    let isColumn = self == .column
    let count = 2 + generator.below(isColumn ? 5 : 3)
    let inks = (0..<count).map { digits.ink(index * 6 + $0).enlarged(factor, smooth: false) }
    let (gap, margin) = (Int(generator.uniform(in: isColumn ? 5...14 : 3...6) * factor), Int(12 * factor))
    let side = Int(22 * factor)
    let sign = isColumn ? 0 : Int(10 * factor)
    let length = inks.reduce(sign) { $0 + (isColumn ? $1.height : $1.width) + gap } + 2 * margin
    let (width, height) = isColumn ? (side + 2 * margin, length) : (length, side + 2 * margin)
    var canvas = Canvas(width: width, height: height, light: generator.uniform(in: 0.85...1))
    let light = generator.uniform(in: 0...0.2)
    var amounts = [Float](repeating: 0, count: width * height)
    var place = margin
    let (before, kind) = (1 + generator.below(count - 1), generator.below(3))
    for (number, ink) in inks.enumerated() {
      if !isColumn, number == before {
        let foot = Float(margin + side) - 2 * factor
        let middle = Float(margin) + Float(side) / 2
        if kind == 2 {
          let end = place + Int(7 * factor)
          canvas.block(x: place..<end, y: Int(middle)..<Int(middle + 2 * factor), light: light)
        } else {
          let x = Float(place) + 2 * factor
          canvas.disc(x: x, y: foot, radius: 1.2 * factor, light: light)
          if kind == 1 { canvas.disc(x: x, y: middle - 3 * factor, radius: 1.2 * factor, light: light) }
        }
        place += sign
      }
      let (x, y) =
        isColumn ? (margin + (side - ink.width) / 2, place) : (place, margin + side - ink.height)
      ink.pasted(x: x, y: y, width: width, height: height, onto: &amounts)
      place += (isColumn ? ink.height : ink.width) + gap
    }
    canvas.ink(amounts, light: light)
    return Scene(canvas, expected: (0..<count).map { digits.label(index * 6 + $0) })
  }

  /// Numbers of 2 to 6 digits on a comb, in boxes without a top, or in cells that were cut out at their frame.
  func combs(_ index: Int, _ digits: ScannedDigits, from generator: inout CounterGenerator) -> Scene {
    let factor = generator.uniform(in: 1.5...3)
    let (count, kind) = (2 + generator.below(5), generator.below(3))
    let inks = (0..<count).map { digits.ink(index * 6 + $0).enlarged(0.85 * factor, smooth: false) }
    let cell = SIMD2(Int(28 * factor), Int(30 * factor))
    let line = 1 + generator.below(3)
    let margin = kind == 2 ? generator.below(2) : Int(generator.uniform(in: 10...40))
    let (width, height) = (count * cell.x + line + 2 * margin, cell.y + 2 * margin)
    var canvas = Canvas(width: width, height: height, light: generator.uniform(in: 0.85...1))
    let (ink, dark) = (generator.uniform(in: 0...0.2), generator.uniform(in: 0...0.35))
    let (left, foot) = (margin, margin + cell.y)
    canvas.block(x: left..<left + count * cell.x + line, y: foot - line..<foot, light: dark)
    if kind == 2 { canvas.block(x: left..<left + count * cell.x + line, y: margin..<margin + line, light: dark) }
    for wall in 0...count {
      let top = kind == 0 ? foot - cell.y / 3 : margin
      canvas.block(x: left + wall * cell.x..<left + wall * cell.x + line, y: top..<foot, light: dark)
    }
    var amounts = [Float](repeating: 0, count: width * height)
    for (place, digit) in inks.enumerated() {
      digit.pasted(
        x: left + place * cell.x + (cell.x - digit.width) / 2, y: margin + (cell.y - digit.height) / 2 - 2,
        width: width, height: height, onto: &amounts)
    }
    canvas.ink(amounts, light: ink)
    return Scene(canvas, expected: (0..<count).map { digits.label(index * 6 + $0) })
  }
}

extension Canvas {
  /// A filled rectangle; what lies beyond the picture does not count.
  mutating func block(x: Range<Int>, y: Range<Int>, light: Float) {
    for row in y.clamped(to: 0..<height) {
      for column in x.clamped(to: 0..<width) { self.light[row * width + column] = light }
    }
  }

  /// A filled disc with a soft edge.
  mutating func disc(x: Float, y: Float, radius: Float, light: Float) {
    let (rows, columns) = (Int(y - radius - 1)..<Int(y + radius + 2), Int(x - radius - 1)..<Int(x + radius + 2))
    for row in rows.clamped(to: 0..<height) {
      for column in columns.clamped(to: 0..<width) {
        let (right, down) = (Float(column) + 0.5 - x, Float(row) + 0.5 - y)
        let amount = min(max(radius - (right * right + down * down).squareRoot() + 0.5, 0), 1)
        self.light[row * width + column] += (light - self.light[row * width + column]) * amount
      }
    }
  }
}
