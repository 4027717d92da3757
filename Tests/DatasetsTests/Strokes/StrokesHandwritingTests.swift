import InklingRandomness
import Testing

@testable import InklingDatasets

struct StrokesHandwritingTests {
  private let glyph = DigitGlyphs.all[5][0]

  private func hand(_ sample: Int) -> Handwriting {
    var generator = CounterGenerator(seed: 0, purpose: .drawing, sample: sample)
    return Handwriting(of: .training, from: &generator)
  }

  private func strokes(_ hand: Handwriting) -> [SIMD2<Float>] {
    var generator = CounterGenerator(seed: 1, purpose: .drawing)
    return hand.strokes(of: glyph, from: &generator).flatMap { $0.map(\.position) }
  }

  private func distance(_ a: [SIMD2<Float>], _ b: [SIMD2<Float>]) -> Float {
    zip(a, b).reduce(0) { $0 + (($1.0 - $1.1) * ($1.0 - $1.1)).sum().squareRoot() }
  }

  @Test func nothingOfTheWayIsTheHandAndAllOfItTheOther() {
    let (one, other) = (hand(1), hand(2))
    #expect(strokes(one.moved(towards: other, by: 0)) == strokes(one))
    #expect(distance(strokes(one.moved(towards: other, by: 1)), strokes(other)) < 1e-4)
    #expect(distance(strokes(one), strokes(other)) > 0.5)
  }

  @Test func aPartOfTheWayIsNearerToTheHand() {
    for sample in 0..<20 {
      let (one, other) = (hand(2 * sample), hand(2 * sample + 1))
      let moved = strokes(one.moved(towards: other, by: 0.3))
      #expect(distance(moved, strokes(one)) < distance(moved, strokes(other)))
    }
  }
}
