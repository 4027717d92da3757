import InklingRandomness
import Testing

@testable import InklingDatasets

struct StrokesGlyphTests {
  @Test func readsPointsCornersAndStrokes() {
    let glyph = Glyph(3, "0,50 100,25! 120,-10 / 5,6 7,8")
    #expect(glyph.weight == 3)
    #expect(glyph.strokes.map(\.count) == [3, 2])
    #expect(glyph.strokes[0].map(\.position) == [SIMD2(0, 0.5), SIMD2(1, 0.25), SIMD2(1.2, -0.1)])
    #expect(glyph.strokes[0].map(\.isCorner) == [false, true, false])
  }

  @Test(arguments: 0..<10)
  func everyDigitHasSeveralGlyphsThatFillTheSquare(digit: Int) {
    let glyphs = DigitGlyphs.all[digit]
    #expect(glyphs.count >= 4)
    for glyph in glyphs {
      let heights = glyph.strokes.joined().map(\.position.y)
      #expect(glyph.weight > 0)
      #expect(heights.max()! - heights.min()! > 0.8)
    }
  }

  @Test func drawsGlyphsByTheirWeight() {
    var generator = CounterGenerator(seed: 5, purpose: .drawing)
    let total = DigitGlyphs.all[1].reduce(0) { $0 + $1.weight }
    var plain = 0
    for _ in 0..<4000 where DigitGlyphs.glyph(of: 1, from: &generator).strokes[0].count == 2 { plain += 1 }
    let expected = 4000 * DigitGlyphs.all[1][0].weight / total
    #expect(abs(plain - expected) < 130, "\(plain) plain ones of 4000, expected about \(expected)")
  }
}
