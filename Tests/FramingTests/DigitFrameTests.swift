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

  @Test func thinStrokesAreThickenedAndThickOnesThinned() throws {
    for (stroke, range) in [(3, 1.5...2.3), (40, 3.0...4.8)] as [(Int, ClosedRange<Float>)] {
      var plane = Plane(width: 240, height: 240)
      TestPictures.drawSeven(on: &plane, x: 20, y: 20, height: 200, stroke: stroke, ink: 1)
      let frame = try #require(DigitFrame(of: plane, as: .mnist))
      #expect(!range.contains(frame.strokeWidth))
      #expect(range.contains(StrokeWidth.estimate(of: frame.image)), "stroke \(stroke)")
    }
  }

  @Test func anotherFramingHasAnotherSize() throws {
    var plane = Plane(width: 100, height: 100)
    TestPictures.drawSeven(on: &plane, x: 20, y: 20, height: 60, stroke: 8, ink: 1)
    let frame = try #require(DigitFrame(of: plane, as: InputFraming(width: 40, height: 36, box: 32)))
    #expect(frame.image.width == 40 && frame.image.height == 36)
    let rows = (0..<36).filter { row in (0..<40).contains { frame.image[$0, row] > 0.5 } }
    #expect(rows.count == 32)
  }

  @Test func withoutInkThereIsNoFrame() { #expect(DigitFrame(of: Plane(width: 9, height: 9), as: .mnist) == nil) }
}
