import InklingFraming
import InklingImages
import Testing

/// Ink beside digits that may be a digit all the same.
@Suite struct StrayInkTests {
  private func frame(_ plane: Plane, mode: FramingMode = .automatic) -> FramedPicture {
    PictureFraming(mode: mode).frame(
      Picture(width: plane.width, height: plane.height, samples: TestPictures.samples(of: plane)))
  }

  /// Two sevens of 90 pixels with room between them and beside them.
  private func sevens() -> Plane {
    var plane = Plane(width: 480, height: 220, filledWith: 245)
    for x in [30, 280] { TestPictures.drawSeven(on: &plane, x: x, y: 60, height: 90, stroke: 10, ink: 30) }
    return plane
  }

  private func fill(_ x: Range<Int>, _ y: Range<Int>, on plane: inout Plane, ink: Float = 30) {
    for row in y { for column in x { plane[column, row] = ink } }
  }

  /// Offers one digit between the two, or right of them, and is that where it is taken.
  private func expectsOffer(_ plane: Plane, _ box: PixelBox, at place: Int) throws {
    let framed = frame(plane)
    #expect(framed.lines.map(\.count) == [2] && framed.choice.reason == "its ink is 2 digits side by side")
    #expect(framed.strays.count == 1)
    let stray = try #require(framed.strays.first)
    let digit = try #require(stray.digit)
    #expect(stray.line == 0 && stray.place == place)
    #expect(abs(digit.box.x - box.x) <= 3 && abs(digit.box.y - box.y) <= 3, "\(digit.box)")
    #expect(abs(digit.box.width - box.width) <= 6 && abs(digit.box.height - box.height) <= 6, "\(digit.box)")
    let read = framed.read(as: WideReading(added: [0]))
    var line = framed.digits
    line.insert(digit, at: place)
    #expect(read.lines == [line] && read.choice.reason == "its ink is 3 digits side by side" && read.strays.isEmpty)
    #expect(framed.read(as: WideReading()) == framed)
  }

  @Test(arguments: [(150, 1), (400, 2)]) func aLowDigitFarFromOthersIsOffered(x: Int, place: Int) throws {
    var plane = sevens()
    TestPictures.drawSeven(on: &plane, x: x, y: 100, height: 42, stroke: 6, ink: 30)
    try expectsOffer(plane, PixelBox(x: x, y: 100, width: 28, height: 42), at: place)
  }

  @Test func aDigitInSeveralLowPiecesIsOffered() throws {
    var plane = sevens()
    fill(150..<200, 64..<74, on: &plane)
    fill(150..<160, 78..<104, on: &plane)
    fill(154..<200, 108..<118, on: &plane)
    fill(188..<198, 122..<148, on: &plane)
    try expectsOffer(plane, PixelBox(x: 150, y: 64, width: 50, height: 84), at: 1)
  }

  @Test func aPaleDigitIsOffered() throws {
    var plane = sevens()
    TestPictures.drawSeven(on: &plane, x: 150, y: 62, height: 86, stroke: 9, ink: 130)
    try expectsOffer(plane, PixelBox(x: 150, y: 62, width: 57, height: 86), at: 1)
    #expect(frame(plane, mode: .line).strays.count == 1)
    #expect(frame(plane, mode: .digit).strays.isEmpty && frame(plane, mode: .none).strays.isEmpty)
  }

  /// A point, a colon, a dash, a comma, and the pale sides of cells, leaning as a form does.
  @Test(arguments: ["point", "colon", "dash", "comma", "side", "sides"]) func signsAndLinesAreNotOffered(sign: String) {
    var plane = sevens()
    switch sign {
    case "point": fill(170..<182, 138..<150, on: &plane)
    case "colon": for y in [90, 138] { fill(170..<182, y..<y + 12, on: &plane) }
    case "dash": fill(150..<190, 100..<110, on: &plane)
    case "comma": for row in 0..<30 { fill(180 - row / 3..<188 - row / 3, 136 + row..<137 + row, on: &plane) }
    default:
      for x in sign == "side" ? [180] : [140, 230] {
        for row in 0..<100 {
          let left = x + row / (sign == "side" ? 20 : 6)
          fill(left..<left + 6, 55 + row..<56 + row, on: &plane, ink: 130)
        }
      }
    }
    let framed = frame(plane)
    #expect(framed.strays.isEmpty && framed.digits.count == 2)
  }

  /// Two zeros that touch are divided, or one wide one: a digit right of them moves with them.
  @Test func addedDigitsStandInTheirPlaces() throws {
    var plane = sevens()
    TestPictures.drawSeven(on: &plane, x: 400, y: 100, height: 42, stroke: 6, ink: 30)
    let stray = try #require(frame(plane).strays.first)
    let digit = FramedDigit(pixels: [], box: PixelBox(x: 0, y: 0, width: 1, height: 1), strokeWidth: 1)
    let wide = UndividedDigit(line: 0, parts: 0..<2, digit: digit)
    #expect(stray.place == 2)
    #expect(StrayInk.added([(stray, "8")], to: [["7", "7"]], joined: []) == [["7", "7", "8"]])
    #expect(StrayInk.added([(stray, "8")], to: [["0", "7"]], joined: [wide]) == [["0", "8", "7"]])
    let right = UndividedDigit(line: 0, parts: 2..<4, digit: digit)
    #expect(StrayInk.added([(stray, "8")], to: [["7", "7", "0"]], joined: [right]) == [["7", "7", "8", "0"]])
  }
}
