import InklingFraming
import Testing

@Suite struct DigitFrameTests {
  @Test func theLongerSideFillsTheBoxAndTheMassIsCentred() throws {
    var plane = Plane(width: 200, height: 150)
    TestPictures.drawSeven(on: &plane, x: 90, y: 20, height: 120, stroke: 15, ink: 1)
    let frame = try #require(DigitFrame(of: plane, as: .mnist))
    let rows = (0..<28).filter { row in (0..<28).contains { frame.image[$0, row] > 0.5 } }
    #expect(rows.count == 20)
    let center = Plane.centreOfMass(of: frame.image)
    #expect(abs(center.x - 14) <= 0.5 && abs(center.y - 14) <= 0.5)
    #expect(frame.image.values.max() == 1)
    #expect(abs(frame.strokeWidth - 2.5) < 0.4)
  }

  @Test func thinStrokesAreThickened() throws {
    var plane = Plane(width: 240, height: 240)
    TestPictures.drawSeven(on: &plane, x: 20, y: 20, height: 200, stroke: 3, ink: 1)
    let frame = try #require(DigitFrame(of: plane, as: .mnist))
    #expect(frame.strokeWidth < 0.5)
    #expect((1.4...2.4).contains(StrokeWidth.estimate(of: frame.image)))
  }

  @Test(arguments: [100, 300, 450, 700]) func aPenOfOnePixelIsInkHoweverLargeTheDrawing(height: Int) throws {
    var plane = Plane(width: height, height: height + 40)
    TestPictures.drawSeven(on: &plane, x: 20, y: 20, height: height, stroke: 1, ink: 1)
    let frame = try #require(DigitFrame(of: plane, as: .mnist))
    #expect((1.2...2.4).contains(StrokeWidth.estimate(of: frame.image)))
    let rows = (0..<28).filter { row in (0..<28).contains { frame.image[$0, row] > 0.5 } }
    #expect((19...21).contains(rows.count) && frame.image.values.max() == 1)
  }

  @Test func noiseDoesNotBecomeABlock() throws {
    var plane = Plane(width: 282, height: 282)
    var state: UInt32 = 1
    for y in 1...280 {
      for x in 1...280 {
        state = state &* 1_664_525 &+ 1_013_904_223
        plane[x, y] = state >> 31 == 1 ? 1 : 0
      }
    }
    let image = try #require(DigitFrame(of: plane, as: .mnist)).image
    let inside = (6..<22).flatMap { y in (6..<22).map { image[$0, y] } }
    #expect(inside.contains { $0 < 0.97 })
  }

  @Test func thickStrokesAreThinned() throws {
    let block = TestPictures.block(width: 240, height: 240, paper: 0, ink: 1, x: 80..<150, y: 20..<220)
    let frame = try #require(DigitFrame(of: block, as: .mnist))
    #expect(frame.strokeWidth > 4)
    #expect(StrokeWidth.estimate(of: frame.image) < frame.strokeWidth - 0.3)
  }

  @Test func anotherFramingHasAnotherSize() throws {
    var plane = Plane(width: 100, height: 100)
    TestPictures.drawSeven(on: &plane, x: 20, y: 20, height: 60, stroke: 8, ink: 1)
    let frame = try #require(DigitFrame(of: plane, as: InputFraming(width: 52, height: 48, box: 32)))
    #expect(frame.image.width == 52 && frame.image.height == 48)
    let rows = (0..<48).filter { row in (0..<52).contains { frame.image[$0, row] > 0.5 } }
    #expect(rows.count == 32)
  }

  @Test func withoutInkThereIsNoFrame() { #expect(DigitFrame(of: Plane(width: 9, height: 9), as: .mnist) == nil) }
}
