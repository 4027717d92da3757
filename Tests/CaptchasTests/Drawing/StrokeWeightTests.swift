import InklingImages
import InklingTestSupport
import Testing

@testable import InklingCaptchas

@Suite struct StrokeWeightTests {
  private static let outside: [SIMD2<Float>] = [SIMD2(0, 0), SIMD2(8, 0), SIMD2(8, 8), SIMD2(0, 8)]
  private static let hole: [SIMD2<Float>] = [SIMD2(2, 2), SIMD2(2, 6), SIMD2(6, 6), SIMD2(6, 2)]

  /// Ink grows and its hole shrinks, whichever way round a font turns its outlines.
  @Test(arguments: [false, true]) func inkGrowsAndHolesShrink(isReversed: Bool) {
    let polygons = [Self.outside, Self.hole].map { isReversed ? $0.reversed() : $0 }
    let before = SIMD2<Float>(-100, 50)
    var points = [before] + polygons.joined()
    let box = StrokeWeight.add(1, to: &points, from: 1, ends: [4, 8])
    #expect(box.low == SIMD2(-1, -1) && box.high == SIMD2(9, 9))
    #expect(points[0] == before)
    let moved =
      isReversed ? [points[1...4].reversed(), points[5...8].reversed()] : [Array(points[1...4]), Array(points[5...8])]
    #expect(moved[0] == [SIMD2(-1, -1), SIMD2(9, -1), SIMD2(9, 9), SIMD2(-1, 9)])
    #expect(moved[1] == [SIMD2(3, 3), SIMD2(3, 5), SIMD2(5, 5), SIMD2(5, 3)])
  }

  /// A corner that is there twice stays near itself, and a needle's point not beyond all measure.
  @Test func oddCornersStayNear() {
    var points: [SIMD2<Float>] = [SIMD2(0, 0), SIMD2(0, 0), SIMD2(100, 1), SIMD2(0, 2)]
    let box = StrokeWeight.add(1, to: &points, from: 0, ends: [4])
    #expect(all(box.low .> SIMD2(-4, -4)) && all(box.high .< SIMD2(104, 6)))
    #expect(points.allSatisfy { $0.x.isFinite && $0.y.isFinite })
    var nothing: [SIMD2<Float>] = []
    _ = StrokeWeight.add(1, to: &nothing, from: 0, ends: [])
    #expect(nothing.isEmpty)
  }

  /// Heavier text is darker, and a style without a weight draws what it drew before there was one.
  @Test func aStyleHasAWeight() throws {
    let text = try CaptchaText(alphabet: TestFonts.usual.alphabet, lengths: 4...4)
    func generator(_ weight: Double) throws -> CaptchaGenerator {
      var style = CaptchaStyle.clean
      style.weight = weight
      return try CaptchaGenerator(
        style: style, text: text, fonts: TestFonts.usual, channels: 1, height: 60, width: 160, seed: 0)
    }
    let (light, heavy) = (try generator(0), try generator(0.15))
    #expect(!light.identity.contains("weight") && heavy.identity.contains("weight=0.15"))
    func ink(_ generator: CaptchaGenerator) -> Int {
      (0..<20).reduce(0) { $0 + generator.picture($1).samples.count { $0 < 128 } }
    }
    #expect(Double(ink(heavy)) > 1.1 * Double(ink(light)))
  }
}
