package import InklingRandomness

/// Drawings as on a canvas: a felt pen of some width, anywhere, at any size; for measuring how well pictures are framed.
package enum StrokeCanvas {
  /// Ink of a digit on a square of `side` pixels, 0 for none and 255 for all.
  ///
  /// - Parameters:
  ///   - height: the drawing's longer side with its pen, in pixels.
  ///   - pen: the line's width in pixels.
  /// - Precondition: the drawing fits the square.
  package static func draw(
    digit: Int, side: Int, height: Float, pen: Float, from generator: inout CounterGenerator
  ) -> [UInt8] {
    let glyph = DigitGlyphs.glyph(of: digit, from: &generator)
    return draw(glyph, side: side, height: height, pen: pen, from: &generator)
  }

  /// Ink of any glyph, such as a letter's; as `draw(digit:side:height:pen:from:)`.
  ///
  /// - Parameter writers: whose hands; by default those of the test set.
  package static func draw(
    _ glyph: Glyph, by writers: Writers = .test, side: Int, height: Float, pen: Float,
    from generator: inout CounterGenerator
  ) -> [UInt8] {
    precondition(height > pen && height <= Float(side), "a drawing of \(height) pixels on \(side)")
    let hand = Handwriting(of: writers, from: &generator)
    var path = PenPath(through: hand.strokes(of: glyph, from: &generator))
    let pen = Pen(radius: pen / 2)
    path.fit(side: height, center: .zero, pen: pen)
    let reach = (path.ink.high - path.ink.low) / 2
    let room = SIMD2(repeating: Float(side)) - reach * 2
    let place = SIMD2(generator.uniform(), generator.uniform()) * pointwiseMax(room, .zero) + reach
    path.move(by: place)
    var field = InkField(side: side)
    for piece in path.pieces { field.draw(piece) }
    return field.coverages
  }

  /// The pen's way for a digit: strokes of points in a square of side 1, the drawing in its middle.
  ///
  /// - Parameter height: the drawing's longer side, as a share of the square's.
  package static func way(
    ofDigit digit: Int, height: Float, from generator: inout CounterGenerator
  ) -> [[SIMD2<Float>]] {
    let glyph = DigitGlyphs.glyph(of: digit, from: &generator)
    let hand = Handwriting(of: .test, from: &generator)
    var path = PenPath(through: hand.strokes(of: glyph, from: &generator))
    path.fit(side: height, center: SIMD2(repeating: 0.5), pen: Pen(radius: 0.001))
    var strokes: [[SIMD2<Float>]] = []
    for piece in path.pieces {
      if strokes.last?.last != piece.start { strokes.append([piece.start]) }
      strokes[strokes.count - 1].append(piece.end)
    }
    return strokes
  }
}
