import InklingRandomness

/// One way to write one digit, for drawings of that way alone: such as somebody's whom a model misreads.
package struct StrokeStyle: Sendable {
  /// What it is called: "barred-seven".
  package let name: String
  /// Which digit it is.
  package let digit: Int
  let glyphs: [Glyph]

  /// All of them.
  package static let all = [barredSeven, closedFour]

  /// A seven with a serif, and with a bar that lies high, near its head.
  package static let barredSeven = StrokeStyle(
    name: "barred-seven", digit: 7,
    glyphs: [
      Glyph(1, "6,30 10,4! 84,4! 50,60 44,100 / 6,34 84,30"),
      Glyph(1, "8,26 10,4! 86,4! 52,58 42,100 / 4,42 84,36"),
      Glyph(1, "4,24 8,6! 80,2! 54,56 46,100 / 2,36 88,32"),
      Glyph(1, "10,28 12,6! 88,4! 54,60 50,100 / 8,38 80,32"),
    ])

  /// A four closed at its top, whose bar ends at the stem.
  package static let closedFour = StrokeStyle(
    name: "closed-four", digit: 4,
    glyphs: [
      Glyph(1, "50,0 18,36! 60,42 / 56,0! 56,100"),
      Glyph(1, "46,2 20,26 18,44! 62,46 / 58,4! 60,100"),
      Glyph(1, "54,0 14,44! 60,52 / 58,0! 60,100"),
      Glyph(1, "58,2 20,40 12,56! 60,58 / 60,2! 56,100"),
    ])

  /// Drawings 0 ..< count by the test set's writers, framed as the data set "strokes" is; each follows from the seed, the
  /// digit and its number alone.
  package func images(_ count: Int, seed: UInt64) -> LabeledImages {
    let size = StrokeDigits.side * StrokeDigits.side
    var pixels = [UInt8](repeating: 0, count: count * size)
    pixels.withUnsafeMutableBufferPointer { pixels in
      var board = StrokeDigits.DrawingBoard()
      for index in 0..<count {
        var generator = CounterGenerator(seed: seed, purpose: .drawing, epoch: 16 + digit, sample: index)
        let glyph = glyphs[generator.below(glyphs.count)]
        let hand = Handwriting(of: .test, from: &generator)
        let pen = Pen(of: .test, from: &generator)
        board.draw(
          glyph, hand: hand, pen: pen, extent: Float(InkField.boxSide), from: &generator,
          into: UnsafeMutableBufferPointer(rebasing: pixels[index * size..<(index + 1) * size]))
      }
    }
    return LabeledImages(
      images: pixels, labels: [Int32](repeating: Int32(digit), count: count), channels: 1, height: StrokeDigits.side,
      width: StrokeDigits.side, classNames: (0...9).map(String.init))
  }
}
