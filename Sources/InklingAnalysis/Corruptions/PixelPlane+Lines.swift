import InklingMathematics
import InklingRandomness

extension PixelPlane {
  private typealias Point = (column: Double, row: Double)

  /// A straight line, brightest in its middle: `log(1 - d / 2.3) + 1` at a vertical distance of d pixels, added to what is
  /// there.
  private mutating func addLine(_ from: Point, _ to: Point, where isDrawn: (Int) -> Bool = { _ in true }) {
    guard to.column != from.column else { return }
    let slope = (to.row - from.row) / (to.column - from.column)
    let first = max(Int(from.column.rounded(.down)), 0)
    let last = min(Int(to.column.rounded(.up)), width)
    for column in first..<max(last, first) where isDrawn(column) {
      let middle = slope * (Double(column) - from.column) + from.row
      for row in max(Int(middle) - 2, 0)..<max(min(Int(middle) + 4, height), max(Int(middle) - 2, 0)) {
        let distance = (Double(row) - middle).magnitude
        // The logarithm is below -1 from 2.3 (1 - 1 / e) on.
        guard distance < 1.4538 else { continue }
        let light = Float(Elementary.logarithm(1 - distance / 2.3) + 1)
        let place = row * width + column
        values[place] = min(values[place] + max(light, 0), 1)
      }
    }
  }

  /// From the left edge to the right, two columns drawn and two not.
  mutating func addDottedLine(_ generator: inout CounterGenerator) {
    let rows = (Double(generator.below(height - 1)), Double(generator.below(height - 1)))
    addLine((0, rows.0), (Double(width - 1), rows.1)) { $0 / 2 % 2 == 1 }
  }

  /// Teeth of two pixels along a line that is nearly level.
  mutating func addZigzag(_ generator: inout CounterGenerator) {
    let (length, depth) = (2.0, 2.0)
    let across = max(Double(width - 5), 1)
    let start: Point = (2, Double(generator.below(height - 1)))
    let rise = Double(generator.below(10) - 5)
    let distance = (across * across + rise * rise).squareRoot()
    var points: [Point] = [(0, 0)]
    let teeth = max(Int(((distance - length) / (2 * length)).rounded(.down)) + 1, 1)
    for tooth in 0..<teeth {
      points.append((Double(2 * tooth + 1) * length, tooth.isMultiple(of: 2) ? depth : -depth))
    }
    let whole = 2 * length * (distance / (2 * length)).rounded(.down)
    if distance != whole {
      points.append((distance, (teeth.isMultiple(of: 2) ? -depth : depth) / (2 * (distance - whole))))
    }
    let (sine, cosine) = (rise / distance, across / distance)
    let turned = points.map { point -> Point in
      (
        point.column * cosine - point.row * sine + start.column,
        point.column * sine + point.row * cosine + start.row
      )
    }
    for (one, next) in zip(turned, turned.dropFirst()) { addLine(one, next) }
  }
}
