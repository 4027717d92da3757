import InklingFraming
import InklingImages
import Testing

/// Sheets, cards and cells that lie wholly within a picture.
@Suite struct SheetCutTests {
  /// Paper, ink, and what the sheet lies on.
  private static let grays: [(Float, Float, Float)] = [
    (240, 30, 10), (240, 30, 90), (235, 40, 130), (255, 20, 30), (30, 235, 255), (60, 230, 200),
  ]

  /// Sevens on a sheet with its top left at (90, 70).
  private func picture(_ grays: (Float, Float, Float), turn: Float = 0, count: Int = 2) -> Plane {
    let (width, height) = (80 * count + 60, 180)
    var sheet = Plane(width: width, height: height, filledWith: grays.0)
    for place in 0..<count {
      TestPictures.drawSeven(on: &sheet, x: 30 + 80 * place, y: 40, height: 90, stroke: 10, ink: grays.1)
    }
    var plane = Plane(width: width + 180, height: height + 140, filledWith: grays.2)
    for y in 0..<plane.height {
      for x in 0..<plane.width {
        let (right, down) = (Float(x - plane.width / 2), Float(y - plane.height / 2))
        let column = Int((right + turn * down + Float(width) / 2).rounded())
        let row = Int((down - turn * right + Float(height) / 2).rounded())
        if (0..<width).contains(column), (0..<height).contains(row) { plane[x, y] = sheet[column, row] }
      }
    }
    return plane
  }

  private func frame(_ plane: Plane) -> FramedPicture {
    PictureFraming().frame(
      Picture(width: plane.width, height: plane.height, samples: TestPictures.samples(of: plane)))
  }

  @Test(arguments: grays, [0, 0.03, -0.05] as [Float])
  func whatIsOnASheetIsRead(grays: (Float, Float, Float), turn: Float) {
    for count in [1, 2, 4] {
      let framed = frame(picture(grays, turn: turn, count: count))
      #expect(framed.digits.count == count && framed.statistics.inkIsLight == (grays.1 > grays.0))
      guard turn == 0 else { continue }
      for (place, digit) in framed.digits.enumerated() {
        #expect(abs(digit.box.x - 120 - 80 * place) <= 3 && abs(digit.box.y - 110) <= 3)
        #expect(abs(digit.box.width - 60) <= 6 && abs(digit.box.height - 90) <= 6)
      }
    }
  }

  @Test func itsStepsAreInTheSheet() {
    let plane = picture((240, 30, 90))
    let picture = Picture(width: plane.width, height: plane.height, samples: TestPictures.samples(of: plane))
    #expect(PictureFraming().steps(of: picture).stages.map(\.name).prefix(3) == ["picture", "sheet", "paper"])
  }

  /// A picture of digits has none: bold ones, boxes, a number that touches.
  @Test func digitsAreNoSheets() {
    var plane = Plane(width: 300, height: 200, filledWith: 250)
    TestPictures.drawSeven(on: &plane, x: 90, y: 40, height: 120, stroke: 40, ink: 20)
    #expect(SheetCut(in: plane) == nil)
    var ring = Plane(width: 200, height: 200, filledWith: 250)
    for y in 0..<200 {
      for x in 0..<200 {
        let distance = (x - 100) * (x - 100) + (y - 100) * (y - 100)
        if distance <= 8100, distance > 900 { ring[x, y] = 20 }
      }
    }
    #expect(SheetCut(in: ring) == nil)
    var box = Plane(width: 200, height: 200, filledWith: 250)
    for y in 30..<170 {
      for x in 30..<170 where min(x - 30, 169 - x, y - 30, 169 - y) < 5 { box[x, y] = 20 }
    }
    TestPictures.drawSeven(on: &box, x: 70, y: 60, height: 80, stroke: 9, ink: 20)
    #expect(SheetCut(in: box) == nil)
  }
}
