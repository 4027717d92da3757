import InklingRandomness

/// What one thread draws numbers on.
struct StrokeNumberBoard {
  private var board = StrokeDigits.DrawingBoard()
  private var digits = [UInt8](repeating: 0, count: StrokeSequences.lengths.upperBound * size)

  /// Bytes of one digit.
  private static let size = StrokeSequences.height * StrokeSequences.height
  /// How far a digit's hand is from the number's hand, on the way to another one.
  private static let handChange: Float = 0.3
  /// Height and width of the square into which a digit is fitted.
  private static let extents: ClosedRange<Float> = 18...20

  /// One number, on a zeroed `image`.
  mutating func draw(_ number: StrokeNumber, into image: UnsafeMutableBufferPointer<UInt8>) {
    var columns: [Range<Int>] = []
    digits.withUnsafeMutableBufferPointer { digits in
      for place in number.digits.indices {
        let pixels = UnsafeMutableBufferPointer(rebasing: digits[place * Self.size..<(place + 1) * Self.size])
        pixels.update(repeating: 0)
        var generator = number.generator(ofDigit: place)
        let glyph = DigitGlyphs.glyph(of: number.digits[place], from: &generator)
        let other = Handwriting(of: .ofNumbers, from: &generator)
        let extent = generator.uniform(in: Self.extents)
        board.draw(
          glyph, hand: number.hand.moved(towards: other, by: Self.handChange), pen: number.pen, extent: extent,
          from: &generator, into: pixels)
        columns.append(Self.inkedColumns(pixels))
      }
    }
    put(number, columns, into: image)
  }

  /// The digits one behind the other. The widest and farthest apart leave eight pixels.
  private func put(_ number: StrokeNumber, _ columns: [Range<Int>], into image: UnsafeMutableBufferPointer<UInt8>) {
    let (side, width) = (StrokeSequences.height, StrokeSequences.width)
    let breadth = columns.reduce(0) { $0 + $1.count } + number.gaps.dropLast().reduce(0, +)
    var left = Int(number.start * Float(width - breadth + 1))
    for (place, inked) in columns.enumerated() {
      for row in 0..<side where (0..<side).contains(row + number.rises[place]) {
        for column in inked {
          image[(row + number.rises[place]) * width + left + column - inked.lowerBound] =
            digits[(place * side + row) * side + column]
        }
      }
      left += inked.count + number.gaps[place]
    }
  }

  /// The columns from the first to the last with ink.
  private static func inkedColumns(_ pixels: UnsafeMutableBufferPointer<UInt8>) -> Range<Int> {
    let side = StrokeSequences.height
    let inked = (0..<side).filter { column in (0..<side).contains { pixels[$0 * side + column] > 0 } }
    guard let first = inked.first, let last = inked.last else { return 0..<0 }
    return first..<last + 1
  }
}
