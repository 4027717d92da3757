import InklingFraming
import InklingRandomness

extension PictureSet {
  /// What was cut out to the box of its ink: numbers of 3 to 5 digits, or one digit with a broad pen; black on white or white
  /// on black, in three sizes. `bold_margin` has 2 to 40 pixels around the broad pen's.
  func cutOutScene(_ index: Int, _ digits: ScannedDigits, from generator: inout CounterGenerator) -> Scene {
    let factor = [1, 3, 8][index % 3]
    let isSmooth = generator.below(2) == 0
    let isBold = self != .cropped
    let count = isBold ? 1 : 3 + generator.below(3)
    let first = index * 5
    let inks = (0..<count).map { digits.ink(first + $0) }
    let gaps = (0..<count).map { _ in 2 + generator.below(4) }
    let width = inks.reduce(0) { $0 + $1.width } + gaps.reduce(0, +)
    let height = inks.map(\.height).max() ?? 1
    var amounts = [Float](repeating: 0, count: width * height)
    var x = 0
    for (ink, gap) in zip(inks, gaps) {
      ink.pasted(x: x, y: generator.below(height - ink.height + 1), width: width, height: height, onto: &amounts)
      x += ink.width + gap
    }
    var plane = Plane(width: width, height: height, values: amounts)
    if isBold {
      plane = StrokeWidth.grown(plane.enlarged(4, smooth: true).widened(by: 8), by: generator.uniform(in: 3...7))
    } else {
      plane = plane.enlarged(Float(factor), smooth: isSmooth && factor > 1)
    }
    let isDark = generator.below(2) == 0
    let margin = self == .bold_margin ? 2 + generator.below(39) : 0
    return Self.cut(plane, margin, isDark: isDark, expected: (0..<count).map { digits.label(first + $0) })
  }

  /// The ink's box alone, and so many pixels around it.
  private static func cut(_ plane: Plane, _ margin: Int, isDark: Bool, expected: [Int]) -> Scene {
    let inked = plane.values.indices.filter { plane.values[$0] > 0.05 }
    let (columns, rows) = (inked.map { $0 % plane.width }, inked.map { $0 / plane.width })
    let (left, right) = (columns.min() ?? 0, columns.max() ?? 0)
    let (top, bottom) = (rows.min() ?? 0, rows.max() ?? 0)
    let (width, height) = (right - left + 1 + 2 * margin, bottom - top + 1 + 2 * margin)
    var canvas = Canvas(width: width, height: height, light: isDark ? 0 : 1)
    var amounts = [Float](repeating: 0, count: width * height)
    for y in top...bottom {
      for x in left...right { amounts[(y - top + margin) * width + x - left + margin] = plane[x, y] }
    }
    canvas.ink(amounts, light: isDark ? 1 : 0)
    return Scene(canvas, expected: expected)
  }

  /// Upright or level stripes, sharp, from three to twenty of them, beginning anywhere.
  func stripes(from generator: inout CounterGenerator) -> Scene {
    let side = [28, 100, 280][generator.below(3)]
    let period = Float(side) * generator.uniform(in: 0.05...0.3)
    let (phase, duty) = (generator.uniform(), generator.uniform(in: 0.4...0.6))
    let (paper, ink) = (generator.uniform(in: 0.6...1), generator.uniform(in: 0...0.35))
    let isUpright = generator.below(2) == 0
    var canvas = Canvas(width: side, height: side, light: paper)
    for y in 0..<side {
      for x in 0..<side {
        let place = Float(isUpright ? x : y) / period + phase
        if place - place.rounded(.down) < duty { canvas.light[y * side + x] = ink }
      }
    }
    canvas.noise(deviation: generator.uniform(in: 0...0.03), from: &generator)
    return Scene(canvas, expected: [])
  }
}

extension Plane {
  /// With nothing around it.
  fileprivate func widened(by margin: Int) -> Plane {
    var result = Plane(width: width + 2 * margin, height: height + 2 * margin)
    for y in 0..<height { for x in 0..<width { result[x + margin, y + margin] = self[x, y] } }
    return result
  }
}
