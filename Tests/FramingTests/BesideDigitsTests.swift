import InklingFraming
import InklingImages
import Testing

/// What lies beside digits in a picture and is no part of them.
@Suite struct BesideDigitsTests {
  private func frame(_ plane: Plane) -> FramedPicture {
    PictureFraming().frame(
      Picture(width: plane.width, height: plane.height, samples: TestPictures.samples(of: plane)))
  }

  private func seven(at places: [Int] = [100], width: Int = 300, height: Int = 300) -> Plane {
    var plane = Plane(width: width, height: height, filledWith: 245)
    for x in places { TestPictures.drawSeven(on: &plane, x: x, y: 80, height: 90, stroke: 10, ink: 30) }
    return plane
  }

  private func fill(_ x: Range<Int>, _ y: Range<Int>, on plane: inout Plane, ink: Float = 30) {
    for row in y { for column in x { plane[column, row] = ink } }
  }

  private func disc(_ x: Int, _ y: Int, radius: Int, on plane: inout Plane) {
    for row in y - radius...y + radius {
      for column in x - radius...x + radius
      where (row - y) * (row - y) + (column - x) * (column - x) <= radius * radius { plane[column, row] = 30 }
    }
  }

  /// The one digit that is found has the seven's box.
  private func expectsSeven(_ plane: Plane, _ note: Comment) {
    let framed = frame(plane)
    #expect(framed.digits.count == 1 && framed.choice.mode == .digit, note)
    guard let box = framed.digits.first?.box else { return }
    #expect(abs(box.x - 99) <= 2 && abs(box.y - 79) <= 2 && abs(box.height - 92) <= 4 && abs(box.width - 62) <= 4, note)
  }

  @Test(arguments: [6, 20, 45], [70, 110, 170]) func aLineBelowADigitIsNoPartOfIt(gap: Int, width: Int) {
    var plane = seven()
    fill(130 - width / 2..<130 + width / 2, 170 + gap..<173 + gap, on: &plane)
    expectsSeven(plane, "a line \(width) wide, \(gap) below")
  }

  @Test func punchedHolesAreNoPartOfADigit() {
    var plane = seven()
    for y in [60, 240] { disc(25, y, radius: 13, on: &plane) }
    expectsSeven(plane, "two holes")
  }

  @Test(arguments: [2, 4]) func specksAreNoPartOfADigit(radius: Int) {
    var plane = seven()
    for (x, y) in [(30, 40), (80, 120), (200, 90), (150, 200), (110, 190), (250, 260), (130, 60), (60, 250)] {
      disc(x, y, radius: radius, on: &plane)
    }
    expectsSeven(plane, "specks of \(radius)")
  }

  /// A five's bar apart from what is below it belongs to it.
  @Test func aBarAboveADigitIsPartOfIt() {
    var plane = seven()
    fill(100..<175, 60..<72, on: &plane)
    #expect(frame(plane).digits.map(\.box.y) == [59])
  }

  @Test(arguments: ["point", "colon", "dash"]) func aSignBetweenDigitsIsNoPartOfThem(sign: String) {
    var plane = seven(at: [30, 140], width: 260)
    if sign == "dash" {
      fill(100..<130, 120..<129, on: &plane)
    } else {
      disc(115, 164, radius: 5, on: &plane)
      if sign == "colon" { disc(115, 120, radius: 5, on: &plane) }
    }
    let framed = frame(plane)
    #expect(framed.digits.count == 2)
    for (digit, x) in zip(framed.digits, [30, 140]) {
      #expect(abs(digit.box.x - x) <= 2 && abs(digit.box.width - 62) <= 4 && abs(digit.box.height - 92) <= 4)
    }
  }

  /// A wide digit alone in its line is measured by the others' height.
  @Test func aWideDigitInAColumnIsOne() {
    var plane = seven(width: 280, height: 460)
    TestPictures.drawSeven(on: &plane, x: 100, y: 340, height: 90, stroke: 10, ink: 30)
    // Two arcs side by side that touch, 90 wide and 60 high.
    for y in 230..<290 {
      for x in 85..<175 {
        let across = Float((x - 85) % 45) - 22
        let down = Float(y - 260) * 22 / 30
        let radius = (across * across + down * down).squareRoot()
        if radius <= 23.5, radius > 15 { plane[x, y] = 30 }
      }
    }
    #expect(frame(plane).lines.map(\.count) == [1, 1, 1])
  }

  /// More pieces than are looked at: nothing is read, rather than some of it.
  @Test(arguments: [(18, true), (40, false)]) func tooManyPiecesAreNotRead(side: Int, isRead: Bool) {
    var plane = Plane(width: side * 25, height: side * 25, filledWith: 245)
    for row in 0..<side {
      for column in 0..<side {
        TestPictures.drawSeven(on: &plane, x: column * 25 + 4, y: row * 25 + 4, height: 16, stroke: 3, ink: 30)
      }
    }
    let framed = frame(plane)
    #expect(framed.statistics.isCrowded != isRead && framed.digits.count == (isRead ? side * side : 0))
  }
}
