package import InklingRandomness

/// One way to write a digit: strokes through control points in a unit square, y downwards.
package struct Glyph: Sendable {
  /// A point that the pen passes; at a corner it changes direction at once.
  package struct ControlPoint: Sendable, Equatable {
    package var position: SIMD2<Float>
    package var isCorner: Bool

    package init(position: SIMD2<Float>, isCorner: Bool) {
      self.position = position
      self.isCorner = isCorner
    }
  }

  package let strokes: [[ControlPoint]]
  /// How often people write it this way, relative to the digit's other glyphs.
  let weight: Int

  /// Reads "x,y x,y! x,y / x,y x,y": points in hundredths of the square, `!` after a corner, `/` between strokes.
  ///
  /// - Precondition: the text has this form, and every stroke at least two points.
  package init(_ weight: Int, _ text: StaticString) {
    self.weight = weight
    strokes = text.description.split(separator: "/").map { stroke in
      let points = stroke.split(separator: " ").map(Self.point)
      precondition(points.count > 1, "a stroke of \(points.count) points in glyph \"\(text)\"")
      return points
    }
  }

  /// A glyph of these strokes.
  ///
  /// - Precondition: there is a stroke, and each has at least two points.
  package init(strokes: [[ControlPoint]]) {
    precondition(!strokes.isEmpty && strokes.allSatisfy { $0.count > 1 }, "a glyph of strokes \(strokes.map(\.count))")
    weight = 1
    self.strokes = strokes
  }

  /// One of the ways in which people write a digit.
  package static func digit(_ digit: Int, from generator: inout CounterGenerator) -> Glyph {
    DigitGlyphs.glyph(of: digit, from: &generator)
  }

  private static func point(_ text: Substring) -> ControlPoint {
    let isCorner = text.last == "!"
    let numbers = text.dropLast(isCorner ? 1 : 0).split(separator: ",").compactMap { Float($0) }
    precondition(numbers.count == 2, "\"\(text)\" in a glyph is not a point")
    return ControlPoint(position: SIMD2(numbers[0], numbers[1]) / 100, isCorner: isCorner)
  }
}
