import InklingFraming
import InklingImages
import Testing

/// Ink that stands alone, and the digits that it would be divided.
@Suite struct DivisionTests {
  /// Rings side by side that touch, with nothing beside them.
  private func rings(_ count: Int, width: Int = 70) -> Picture {
    let (height, margin) = (90, 25)
    var plane = Plane(width: count * width + 2 * margin, height: height + 2 * margin, filledWith: 240)
    for ring in 0..<count {
      for y in 0..<height {
        for x in 0..<width {
          let (dx, dy) = (Float(2 * x + 1 - width) / Float(width), Float(2 * y + 1 - height) / Float(height))
          let radius = (dx * dx + dy * dy).squareRoot()
          if radius <= 1.02, radius > 0.75 { plane[margin + ring * width + x, margin + y] = 20 }
        }
      }
    }
    return Picture(width: plane.width, height: plane.height, samples: TestPictures.samples(of: plane))
  }

  @Test(arguments: [2, 3]) func whatTouchesAloneIsOfferedDividedToo(count: Int) throws {
    let framed = PictureFraming().frame(rings(count))
    // One digit, as long as nobody has read it.
    #expect(framed.lines.map(\.count) == [1] && framed.choice.mode == .digit && framed.undivided.isEmpty)
    let division = try #require(framed.lone?.divisions.first)
    #expect(division.count == count)
    for (ring, digit) in division.enumerated() {
      // Where the rings touch, the cut may run along either.
      #expect(abs(digit.box.x - (25 + 70 * ring)) <= 12 && abs(digit.box.width - 70) <= 24, "\(digit.box)")
    }
    let read = framed.read(as: WideReading(division: division))
    #expect(read.lines == [division] && read.lone == nil && read.choice.mode == .line)
    #expect(read.choice.reason == "its ink is \(count) digits side by side")
    #expect(framed.read(as: WideReading()) == framed)
  }

  @Test func narrowInkIsNotOfferedDivided() {
    #expect(PictureFraming().frame(rings(1, width: 70)).lone == nil)
  }

  @Test(arguments: [FramingMode.digit, .line, .none]) func whatWasAskedForIsNotOfferedDivided(mode: FramingMode) {
    #expect(PictureFraming(mode: mode).frame(rings(2)).lone == nil)
  }
}
