import InklingFraming
import InklingImages
import Testing

@Suite struct UndividedDigitTests {
  /// A seven, a ring 140 pixels wide and 90 high, and a seven.
  private func picture() -> Picture {
    var plane = Plane(width: 420, height: 150, filledWith: 240)
    for y in 0..<150 {
      for x in 0..<420 {
        let (dx, dy) = ((Float(x) - 184.5) / 70, (Float(y) - 74.5) / 45)
        let radius = (dx * dx + dy * dy).squareRoot()
        if radius <= 1, radius > 0.82 { plane[x, y] = 20 }
      }
    }
    for x in [20, 300] { TestPictures.drawSeven(on: &plane, x: x, y: 30, height: 90, stroke: 10, ink: 20) }
    return Picture(width: 420, height: 150, samples: TestPictures.samples(of: plane))
  }

  @Test func wideInkIsOfferedUndividedToo() throws {
    let framed = PictureFraming().frame(picture())
    #expect(framed.lines.map(\.count) == [4])
    // The number that the answer has, not that of the pieces before they were divided.
    #expect(framed.choice.reason == "its ink is 4 digits side by side")
    let undivided = try #require(framed.undivided.first)
    #expect(framed.undivided.count == 1 && undivided.line == 0 && undivided.parts == 1..<3)
    #expect(abs(undivided.digit.box.x - 114) <= 2 && abs(undivided.digit.box.width - 140) <= 4)
    let joined = framed.read(as: WideReading(joined: [0]))
    #expect(joined.lines == [[framed.digits[0], undivided.digit, framed.digits[3]]])
    #expect(joined.choice.reason == "its ink is 3 digits side by side" && joined.undivided.isEmpty)
    #expect(framed.read(as: WideReading()) == framed)
  }

  /// Of three lines of two it said "6 digits side by side".
  @Test func digitsInLinesAreToldOfAsSuch() {
    var plane = Plane(width: 300, height: 460, filledWith: 240)
    for (x, y) in [(40, 20), (170, 20), (40, 170), (170, 170), (40, 320), (170, 320)] {
      TestPictures.drawSeven(on: &plane, x: x, y: y, height: 90, stroke: 10, ink: 20)
    }
    let picture = Picture(width: 300, height: 460, samples: TestPictures.samples(of: plane))
    let framed = PictureFraming().frame(picture)
    #expect(framed.lines.map(\.count) == [2, 2, 2] && framed.choice.reason == "its ink is 6 digits in 3 lines")
  }

  @Test func whatWasAskedForKeepsItsReason() {
    let framed = PictureFraming(mode: .line).frame(picture())
    #expect(framed.choice.reason == "it was asked for")
    #expect(framed.read(as: WideReading(joined: [0])).choice == framed.choice)
    #expect(PictureFraming(mode: .digit).frame(picture()).undivided.isEmpty)
  }

  @Test func severalAreJoinedInTheirPlaces() {
    let digit = FramedDigit(pixels: [], box: PixelBox(x: 0, y: 0, width: 1, height: 1), strokeWidth: 1)
    let wholes = [(0, 0..<2), (0, 3..<6), (1, 1..<3)].map { UndividedDigit(line: $0, parts: $1, digit: digit) }
    let lines = [["a", "b", "c", "d", "e", "f", "g"], ["h", "i", "j"]]
    #expect(
      UndividedDigit.joined(lines, Array(zip(wholes, ["1", "2", "3"])).map { ($0, $1) })
        == [["1", "c", "2", "g"], ["h", "3"]])
    #expect(Array(wholes[1].parts(of: lines)) == ["d", "e", "f"])
  }
}
