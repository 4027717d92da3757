import InklingFraming
import InklingImages
import Testing

@Suite struct PictureFramingTests {
  private func seven(width: Int, height: Int, paper: Float, ink: Float, at places: [Int], size: Int) -> Plane {
    var plane = Plane(width: width, height: height, filledWith: paper)
    for x in places {
      TestPictures.drawSeven(on: &plane, x: x, y: (height - size) / 2, height: size, stroke: max(2, size / 8), ink: ink)
    }
    return plane
  }

  private func frame(_ plane: Plane, mode: FramingMode = .automatic) -> FramedPicture {
    PictureFraming(mode: mode).frame(
      Picture(width: plane.width, height: plane.height, samples: TestPictures.samples(of: plane)))
  }

  @Test func whatLooksLikeTrainingIsTakenAsItIs() throws {
    let plane = TestPictures.block(width: 28, height: 28, paper: 0, ink: 255, x: 12..<16, y: 4..<24)
    let framed = frame(plane)
    #expect(framed.choice.mode == .none && !framed.choice.isInverted)
    #expect(framed.digits.map(\.pixels) == [TestPictures.samples(of: plane)])
  }

  @Test func blackOnWhiteIsTurnedRound() throws {
    let plane = TestPictures.block(width: 28, height: 28, paper: 255, ink: 0, x: 12..<16, y: 4..<24)
    let framed = frame(plane)
    #expect(framed.choice.mode == .none && framed.choice.isInverted)
    #expect(framed.digits.map(\.pixels) == [TestPictures.samples(of: plane).map { 255 - $0 }])
  }

  @Test func aSmallDigitOfTheModelsSizeIsFramed() {
    let framed = frame(seven(width: 28, height: 28, paper: 255, ink: 0, at: [2], size: 10))
    #expect(framed.choice.mode == .digit && framed.digits.count == 1)
  }

  @Test func oneDigitAnywhere() throws {
    let framed = frame(seven(width: 280, height: 200, paper: 240, ink: 30, at: [180], size: 90))
    #expect(framed.choice.mode == .digit && framed.choice.reason == "its ink is one digit")
    let digit = try #require(framed.digits.first)
    #expect(abs(digit.box.x - 180) <= 2 && abs(digit.box.y - 55) <= 2 && abs(digit.box.height - 90) <= 4)
  }

  @Test func digitsSideBySideAreALine() {
    let framed = frame(seven(width: 300, height: 100, paper: 240, ink: 30, at: [20, 90, 160, 230], size: 60))
    #expect(framed.choice.mode == .line && framed.lines.map(\.count) == [4])
    #expect(framed.digits.map(\.box.x) == framed.digits.map(\.box.x).sorted())
  }

  @Test func askedForOneDigitAllInkIsOne() {
    let plane = seven(width: 300, height: 100, paper: 240, ink: 30, at: [20, 90], size: 60)
    #expect(frame(plane, mode: .digit).digits.count == 1)
    #expect(frame(plane, mode: .line).lines.map(\.count) == [2])
    #expect(frame(plane, mode: .none).choice.mode == .none)
  }

  @Test func twoLinesAreReadFromTheTop() {
    var plane = seven(width: 300, height: 240, paper: 240, ink: 30, at: [20, 90], size: 60)
    TestPictures.drawSeven(on: &plane, x: 30, y: 10, height: 60, stroke: 8, ink: 30)
    #expect(frame(plane).lines.map(\.count) == [1, 2])
  }

  @Test func blankPicturesHaveNoDigits() {
    for side in [1, 2, 28, 300] {
      let framed = frame(Plane(width: side, height: side, filledWith: 200))
      #expect(framed.digits.isEmpty && framed.statistics.isBlank && framed.choice.reason == "there is no ink")
    }
  }

  @Test func colourIsReadWhereGreyShowsNothing() {
    // Red and green of one lightness.
    var samples: [UInt8] = []
    let plane = seven(width: 120, height: 120, paper: 0, ink: 1, at: [40], size: 60)
    for value in plane.values { samples += value > 0 ? [200, 40, 60] : [60, 111, 60] }
    let framed = PictureFraming().frame(Picture(width: 120, height: 120, channels: 3, samples: samples))
    #expect(framed.digits.count == 1)
  }

  @Test(arguments: [(1, 3000), (3000, 1), (5, 7), (3000, 40)]) func oddShapesAreNoTrouble(width: Int, height: Int) {
    var plane = Plane(width: width, height: height, filledWith: 220)
    plane[width / 2, height / 2] = 10
    for mode in FramingMode.allCases { _ = frame(plane, mode: mode) }
  }
}
