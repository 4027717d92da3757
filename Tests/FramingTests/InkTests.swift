import InklingFraming
import Testing

@Suite struct InkTests {
  @Test(arguments: [(230, 20), (20, 230), (120, 60), (60, 120)] as [(Float, Float)])
  func polarityIsFound(paper: Float, ink: Float) {
    var picture = Plane(width: 90, height: 80, filledWith: paper)
    TestPictures.drawSeven(on: &picture, x: 30, y: 20, height: 40, stroke: 5, ink: ink)
    let found = Ink(in: picture)
    #expect(found.paper.inkIsLight == (ink > paper))
    #expect(found.components.all.count == 1)
    #expect(found.components.all.first?.box == PixelBox(x: 30, y: 20, width: 26, height: 40))
  }

  @Test func blankPaperHasNoInk() {
    for gray: Float in [0, 128, 255] {
      #expect(Ink(in: Plane(width: 50, height: 30, filledWith: gray)).statistics.isBlank)
    }
    #expect(Ink(in: Plane(width: 1, height: 1, filledWith: 7)).statistics.isBlank)
  }

  @Test func aSlopeOfLightIsPaper() {
    var picture = Plane(width: 120, height: 100)
    for y in 0..<100 { for x in 0..<120 { picture[x, y] = 100 + Float(x) } }
    #expect(Ink(in: picture).statistics.isBlank)
    for y in 30..<70 { for x in 50..<56 { picture[x, y] *= 0.3 } }
    #expect(Ink(in: picture).components.all.map(\.box) == [PixelBox(x: 50, y: 30, width: 6, height: 40)])
  }

  @Test func aShadowsEdgeIsNoInk() {
    var picture = Plane(width: 120, height: 100, filledWith: 230)
    TestPictures.drawSeven(on: &picture, x: 20, y: 20, height: 50, stroke: 6, ink: 40)
    for y in 0..<100 { for x in 70..<120 { picture[x, y] *= 0.6 } }
    let found = Ink(in: picture)
    #expect(found.components.all.count == 1)
    #expect(found.components.all.first?.box.x == 20)
  }

  @Test func dustIsDropped() {
    var picture = Plane(width: 120, height: 100, filledWith: 230)
    TestPictures.drawSeven(on: &picture, x: 30, y: 20, height: 50, stroke: 6, ink: 40)
    picture[100, 90] = 40
    picture[5, 5] = 60
    let found = Ink(in: picture)
    #expect(found.components.all.count == 1 && found.statistics.specks == 2)
  }
}

extension InkTests {
  @Test func aShadowsCornerIsDroppedAndADigitCutByTheEdgeIsNot() {
    var picture = Plane(width: 160, height: 120, filledWith: 220)
    for y in 0..<120 { for x in 0..<160 where x - y > 145 { picture[x, y] = 60 } }
    #expect(Ink(in: picture).statistics.isBlank)
    TestPictures.drawSeven(on: &picture, x: 20, y: 60, height: 60, stroke: 7, ink: 40)
    let found = Ink(in: picture)
    #expect(found.components.all.count == 1 && found.components.all.first?.box.x == 20)
  }

  @Test func noiseIsBoundedInPieces() {
    var state: UInt32 = 7
    var picture = Plane(width: 400, height: 400)
    for index in picture.values.indices {
      state = state &* 1_664_525 &+ 1_013_904_223
      picture.values[index] = state >> 31 == 0 ? 20 : 235
    }
    let found = Ink(in: picture)
    #expect(found.components.all.count <= 256)
  }

  /// A page of 1,024 pixels with noise.
  private func page(deviation: Float) -> Plane {
    var state: UInt64 = 11
    var plane = Plane(width: 1024, height: 768)
    for index in plane.values.indices {
      // The sum of three even numbers has the deviation a half.
      let sum = (0..<3).reduce(Float(0)) { sum, _ in
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return sum + Float(state >> 40) / Float(1 << 24) - 0.5
      }
      plane.values[index] = 215 + 2 * deviation * sum
    }
    return plane
  }

  @Test(arguments: [1, 2.5, 4] as [Float]) func aSmallDigitOnALargePageIsInk(deviation: Float) {
    var picture = page(deviation: deviation)
    TestPictures.drawSeven(on: &picture, x: 400, y: 300, height: 22, stroke: 3, ink: 40)
    let found = Ink(in: picture)
    #expect(found.components.all.count == 1 && found.statistics.contrast > 150)
    guard let box = found.components.all.first?.box else { return }
    #expect(abs(box.x - 400) <= 2 && abs(box.y - 300) <= 2 && abs(box.height - 22) <= 4)
  }

  @Test func dustOnALargePageIsNoInk() {
    var picture = page(deviation: 2)
    #expect(Ink(in: picture).statistics.isBlank)
    for (x, y, size) in [(100, 90, 1), (700, 400, 3), (300, 600, 4)] {
      for row in y..<y + size { for column in x..<x + size { picture[column, row] = 30 } }
    }
    #expect(Ink(in: picture).statistics.isBlank)
  }
}
