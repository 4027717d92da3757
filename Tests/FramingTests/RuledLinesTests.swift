import InklingFraming
import Testing

@Suite struct RuledLinesTests {
  /// Strengths of lines with a tilt, 20 rows apart, and an upright stroke.
  private func paper(tilt: Float, darkness: Float) -> Plane {
    var plane = Plane(width: 160, height: 120)
    for y in 0..<120 {
      for x in 0..<160 {
        let place = Float(y) - tilt * Float(x) - 10
        let distance = abs(place - (place / 20).rounded() * 20)
        plane[x, y] = min(max(1.25 - distance, 0), 1) * darkness
        if (70..<78).contains(x), (25..<95).contains(y) { plane[x, y] = 1 }
      }
    }
    return plane
  }

  @Test(arguments: [(0, 0.2), (0.03, 0.3), (-0.05, 0.5), (0, 1)] as [(Float, Float)])
  func linesGoAndStrokesStay(tilt: Float, darkness: Float) {
    var plane = paper(tilt: tilt, darkness: darkness)
    let count = RuledLines.remove(from: &plane, noise: 0.01)
    #expect(count >= 5)
    // Lines that enter by the upper or lower edge may stay for a few pixels.
    let left = plane.values.indices.count { !(68..<80).contains($0 % 160) && plane.values[$0] > 0.25 }
    #expect(left < plane.values.count / 50, "\(left) pixels")
    for y in 28..<92 { #expect(plane[74, y] > 0.7, "row \(y)") }
  }

  @Test func aLineUnderManyStrokesGoes() {
    // Two columns of five are stroke, in three strips of four.
    var plane = Plane(width: 160, height: 60)
    for x in 0..<160 {
      plane[x, 40] = 0.4
      if (20..<140).contains(x), x % 5 < 2 { for y in 20..<55 { plane[x, y] = 1 } }
    }
    #expect(RuledLines.remove(from: &plane, noise: 0.01) == 1)
    #expect(plane[4, 40] < 0.1 && plane[63, 40] < 0.1 && plane[61, 40] > 0.7)
  }

  @Test func uprightLinesGoToo() {
    var plane = paper(tilt: 0, darkness: 0.3).transposed
    #expect(RuledLines.remove(from: &plane, noise: 0.01) >= 5)
    #expect(plane[10, 5] < 0.1)
  }

  @Test func aDigitIsNoLine() {
    var plane = Plane(width: 160, height: 120)
    TestPictures.drawSeven(on: &plane, x: 30, y: 20, height: 90, stroke: 3, ink: 1)
    let before = plane
    #expect(RuledLines.remove(from: &plane, noise: 0.01) == 0)
    #expect(plane == before)
  }

  /// As long as the picture is high, but too thick for a line.
  @Test(arguments: [(60, 4), (60, 5), (160, 7)] as [(Int, Int)]) func anUprightStrokeIsNoLine(height: Int, stroke: Int)
  {
    var plane = Plane(width: 2 * height, height: height)
    for y in 0..<height { for x in 0..<stroke { plane[height + x, y] = 1 } }
    TestPictures.drawSeven(on: &plane, x: 5, y: 0, height: height, stroke: stroke, ink: 1)
    let before = plane
    #expect(RuledLines.remove(from: &plane, noise: 0.01) == 0)
    #expect(plane == before)
  }
}
