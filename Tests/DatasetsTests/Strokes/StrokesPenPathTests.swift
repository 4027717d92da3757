import InklingRandomness
import Testing

@testable import InklingDatasets

struct StrokesPenPathTests {
  private func points(_ text: StaticString) -> [[Glyph.ControlPoint]] { Glyph(1, text).strokes }
  private func distance(_ a: SIMD2<Float>, _ b: SIMD2<Float>) -> Float { ((a - b) * (a - b)).sum().squareRoot() }

  @Test func betweenCornersIsStraight() {
    let path = PenPath(through: points("0,0 50,50! 100,0"))
    #expect(path.pieces.count == 2)
    #expect(path.pieces[0].end == SIMD2(0.5, 0.5))
    #expect(path.low == SIMD2(0, 0) && path.high == SIMD2(1, 0.5))
  }

  @Test func curvePassesThroughItsPointsWithoutGaps() {
    let strokes = points("0,0 30,80 90,60 100,10")
    let path = PenPath(through: strokes)
    for (before, after) in zip(path.pieces, path.pieces.dropFirst()) { #expect(before.end == after.start) }
    for point in strokes[0] {
      let nearest = path.pieces.flatMap { [$0.start, $0.end] }.map { distance($0, point.position) }.min()!
      #expect(nearest < 1e-6)
    }
  }

  /// The middle of a span of a uniform Catmull-Rom curve is (-1, 9, 9, -1) / 16 of the four points around it.
  @Test func curveIsCatmullRom() {
    let strokes = points("0,0 30,80 90,60 100,10")
    let p = strokes[0].map(\.position)
    let expected = (p[1] * 9 + p[2] * 9 - p[0] - p[3]) / 16
    // Five pieces a span: its middle is the middle of the third piece, up to the piece's bow.
    let piece = PenPath(through: strokes).pieces[7]
    #expect(distance((piece.start + piece.end) / 2, expected) < 0.01)
  }

  @Test func strokesAreNotJoined() {
    let path = PenPath(through: points("0,0 100,0 / 0,100 100,100"))
    #expect(path.pieces.count == 2)
    #expect(path.pieces[1].start == SIMD2(0, 1))
  }

  @Test(arguments: UInt64(0)..<5)
  func itsInkFillsTheBox(seed: UInt64) {
    var generator = CounterGenerator(seed: seed, purpose: .drawing)
    let pen = Pen(of: .training, from: &generator)
    var path = PenPath(through: points("55,0 24,10 6,50 24,90 52,100 80,88"))
    path.fit(side: 20, center: SIMD2(14, 15), pen: pen)
    let (low, high) = path.ink
    #expect(abs((high - low).max() - 20) < 1e-2)
    #expect(distance((low + high) / 2, SIMD2(14, 15)) < 1e-4)
    #expect(path.pieces.allSatisfy { $0.startRadius >= pen.radius * 0.49 && $0.endRadius <= pen.radius * 1.61 })
  }
}
