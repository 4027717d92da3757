import InklingDatasets
import InklingFraming
import InklingRandomness

extension PictureSet {
  /// A number whose digits are of about one height, scanned or drawn, on plain or ruled paper: `one_height` of 2 to 8; `stretched`
  /// of 2 to 4, one of which is 1 to 1.7 times as wide as high; `joined` of 3 or 4, all of which but the last touch; `wide` of a wide one
  /// alone.
  func evenNumber(
    _ index: Int, _ digits: ScannedDigits, by writers: Writers, from generator: inout CounterGenerator
  ) -> Scene {
    let most = self == .one_height ? 7 : self == .stretched ? 3 : 2
    let count = self == .wide ? 1 : (self == .joined ? 3 : 2) + generator.below(most)
    let height = generator.uniform(in: 24...120)
    let isDrawn = generator.below(2) == 0
    let pen = height * generator.uniform(in: 0.07...0.14)
    let wide = self == .stretched || self == .wide ? generator.below(count) : -1
    var expected: [Int] = []
    let inks = (0..<count).map { place in
      let own = height * generator.uniform(in: 0.93...1)
      let label = isDrawn ? generator.below(10) : digits.label(index * 8 + place)
      expected.append(label)
      let ink =
        isDrawn
        ? Self.drawn(label, height: own, pen: pen, by: writers, from: &generator) : digits.ink(index * 8 + place)
      // A one that is stretched is a bar, and no one.
      let isWide = place == wide && label != 1
      let width = isWide ? own * generator.uniform(in: 1...1.7) : Float(ink.width) * own / Float(ink.height)
      return ink.resized(columns: max(1, Int(width)), rows: max(1, Int(own)))
    }
    let gaps = (0..<count).map { _ in
      self == .joined
        ? -max(1, Int(height * generator.uniform(in: 0.01...0.06)))
        : max(2, Int(height * generator.uniform(in: 0.1...0.5)))
    }
    let margin = Int(height * generator.uniform(in: 0.2...0.8)) + 2
    // A piece of ink alone in its picture is one digit: the last stands apart.
    let last = self == .joined ? Int(0.3 * height) : 0
    let width = inks.reduce(0) { $0 + $1.width } + gaps.reduce(0, +) + 2 * margin + last
    let rows = Int(height) + 2 * margin
    var amounts = [Float](repeating: 0, count: width * rows)
    var x = margin
    for (place, (ink, gap)) in zip(inks, gaps).enumerated() {
      if place == count - 1 { x += last }
      ink.pasted(x: x, y: margin + (Int(height) - ink.height) / 2, width: width, height: rows, onto: &amounts)
      x += ink.width + gap
    }
    let canvas = Self.paper(amounts, width: width, digits: height, from: &generator)
    return Scene(canvas, expected: expected)
  }

  /// Ink on plain or ruled paper.
  ///
  /// - Parameter height: of its digits.
  private static func paper(
    _ amounts: [Float], width: Int, digits height: Float, from generator: inout CounterGenerator
  ) -> Canvas {
    var canvas = Canvas(width: width, height: amounts.count / width, light: 1)
    if generator.below(2) == 0 {
      canvas.rule(
        spacing: height * generator.uniform(in: 0.9...1.5), start: generator.uniform(in: 0...height),
        thickness: max(1, height / 40), slope: 0, darkness: generator.uniform(in: 0.1...0.35), upright: false)
    }
    canvas.ink(amounts, light: generator.uniform(in: 0...0.2))
    return canvas
  }

  /// Two digits of about one height that touch and have nothing beside them, scanned or drawn, on plain or ruled paper.
  func pair(
    _ index: Int, _ digits: ScannedDigits, by writers: Writers, from generator: inout CounterGenerator
  ) -> Scene {
    let height = generator.uniform(in: 24...120)
    let isDrawn = generator.below(2) == 0
    let pen = height * generator.uniform(in: 0.07...0.14)
    let margin = Int(height * generator.uniform(in: 0.2...0.8)) + 2
    var (expected, inks, tops): ([Int], [Plane], [Int]) = ([], [], [])
    for place in 2 * index..<2 * index + 2 {
      let own = height * generator.uniform(in: 0.85...1)
      expected.append(isDrawn ? generator.below(10) : digits.label(place))
      let ink =
        isDrawn
        ? Self.drawn(expected[expected.count - 1], height: own, pen: pen, by: writers, from: &generator)
        : digits.ink(place)
      let width = Float(ink.width) * own / Float(ink.height)
      inks.append(ink.resized(columns: max(1, Int(width)), rows: max(1, Int(own))))
      tops.append(margin + generator.below(max(1, Int(height) - Int(own))))
    }
    let shift = Self.contact(inks[0], tops[0], inks[1], tops[1]) - Int(height * generator.uniform(in: 0...0.03))
    let (first, second) = (margin + max(0, -shift), margin + max(0, shift))
    let width = max(first + inks[0].width, second + inks[1].width) + margin
    let rows = Int(height) + 2 * margin
    var amounts = [Float](repeating: 0, count: width * rows)
    inks[0].pasted(x: first, y: tops[0], width: width, height: rows, onto: &amounts)
    inks[1].pasted(x: second, y: tops[1], width: width, height: rows, onto: &amounts)
    return Scene(Self.paper(amounts, width: width, digits: height, from: &generator), expected: expected)
  }

  /// How far to the right of one ink's left edge that of another lies where the two just touch, corners included.
  private static func contact(_ left: Plane, _ top: Int, _ right: Plane, _ other: Int) -> Int {
    let full: Float = 0.5
    let ends = (0..<left.height).map { y in (0..<left.width).last { left[$0, y] >= full } }
    let starts = (0..<right.height).map { y in (0..<right.width).first { right[$0, y] >= full } }
    let shifts = ends.indices.flatMap { y in
      (y - 1...y + 1).compactMap { row in
        let place = row + top - other
        guard let end = ends[y], starts.indices.contains(place), let start = starts[place] else { return nil as Int? }
        return end + 1 - start
      }
    }
    return shifts.max() ?? left.width
  }

  /// A digit as it was drawn, cut out.
  private static func drawn(
    _ digit: Int, height: Float, pen: Float, by writers: Writers, from generator: inout CounterGenerator
  ) -> Plane {
    let side = Int(height.rounded(.up)) + 2
    let glyph = Glyph.digit(digit, from: &generator)
    let ink = StrokeCanvas.draw(glyph, by: writers, side: side, height: height, pen: pen, from: &generator)
    let plane = Plane(width: side, height: side, values: ink.map { Float($0) / 255 })
    let inked = plane.values.indices.filter { plane.values[$0] > 0.1 }
    let (columns, rows) = (inked.map { $0 % side }, inked.map { $0 / side })
    guard let left = columns.min(), let right = columns.max(), let top = rows.min(), let bottom = rows.max() else {
      return plane
    }
    return plane.resampled(
      x: Float(left), y: Float(top), step: SIMD2(repeating: 1), columns: right - left + 1, rows: bottom - top + 1)
  }

  /// A digit as large as the paper, drawn with a pen of one to four pixels, its edges soft or hard.
  func fine(_ index: Int, by writers: Writers, from generator: inout CounterGenerator) -> Scene {
    let side = 640
    let (height, pen) = (generator.uniform(in: 100...600), generator.uniform(in: 1...4))
    let isHard = generator.below(2) == 0
    let glyph = Glyph.digit(index % 10, from: &generator)
    let ink = StrokeCanvas.draw(glyph, by: writers, side: side, height: height, pen: pen, from: &generator)
    var canvas = Canvas(width: side, height: side, light: 1)
    canvas.ink(ink.map { isHard ? ($0 >= 96 ? 1 : 0) : Float($0) / 255 }, light: 0)
    return Scene(canvas, expected: [index % 10])
  }
}
