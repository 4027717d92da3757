import Testing

@testable import InklingCaptchas

@Suite struct OutlineTests {
  private func distance(_ point: SIMD2<Float>) -> Float { (point * point).sum().squareRoot() }

  /// Four cubic curves that are a circle to 0.03 %.
  private let circle: Outline = {
    let k: Float = 0.552_285
    let corners: [SIMD2<Float>] = [SIMD2(1, 0), SIMD2(0, 1), SIMD2(-1, 0), SIMD2(0, -1)]
    var contour = Outline.Contour(start: corners[0])
    for place in 0..<4 {
      let (a, b) = (corners[place], corners[(place + 1) % 4])
      contour.pieces.append(.cubic(a + b * k, b + a * k, to: b))
    }
    return Outline(contours: [contour])
  }()

  @Test(arguments: [Float(0.1), 0.01, 0.001]) func polygonsAreAsNearAsAsked(tolerance: Float) {
    let polygon = circle.polygons(tolerance: tolerance, longest: 10)[0]
    for (place, point) in polygon.enumerated() {
      let middle = (point + polygon[(place + 1) % polygon.count]) / 2
      #expect(distance(point) - 1 < 0.001 && 1 - distance(middle) < tolerance + 0.001)
    }
    #expect(polygon.count < 100)
  }

  @Test func linesAreDivided() {
    var contour = Outline.Contour(start: SIMD2(0, 0))
    contour.pieces = [.line(to: SIMD2(1, 0)), .line(to: SIMD2(1, 1))]
    let polygon = Outline(contours: [contour]).polygons(tolerance: 0.01, longest: 0.25)[0]
    #expect(polygon.count == 4 + 4 + 6)
    #expect(polygon[2] == SIMD2(0.5, 0))
  }

  @Test func quadraticCurvesGoThroughTheirMiddle() {
    var contour = Outline.Contour(start: SIMD2(0, 0))
    contour.pieces = [.quadratic(SIMD2(1, 2), to: SIMD2(2, 0))]
    let polygon = Outline(contours: [contour]).polygons(tolerance: 0.25, longest: 10)[0]
    #expect(polygon.contains(SIMD2(1, 1)))
  }
}
