import InklingDatasets
import InklingFiles
import InklingFraming
import InklingImages
import InklingRandomness
import InklingRecognition
import Testing

/// Zeros wider than high, and zeros that touch, between two drawn digits and alone.
@Suite struct WideDigitTests {
  private let digits = PictureReaderTests.digits

  /// A drawn digit, rings from the left, and a drawn digit.
  private func picture(_ first: Int, ringsOfWidth width: Int, _ count: Int, _ last: Int) -> Picture {
    var picture = Picture(width: 360 + width * count, height: 140)
    for (index, x) in [(first, 0), (last, 220 + width * count)] {
      picture.paste(Picture(width: 28, height: 28, samples: Array(digits[index])).magnified(by: 5), x: x, y: 0)
    }
    Self.drawRings(ofWidth: width, count, on: &picture, x: 180)
    return picture
  }

  /// Rings from the left, with nothing beside them.
  private func alone(ringsOfWidth width: Int, _ count: Int) -> Picture {
    var picture = Picture(width: 60 + width * count, height: 140)
    Self.drawRings(ofWidth: width, count, on: &picture, x: 30)
    return picture
  }

  private static func drawRings(ofWidth width: Int, _ count: Int, on picture: inout Picture, x left: Int) {
    let height = 100
    for ring in 0..<count {
      for y in 0..<height {
        for x in 0..<width {
          let place = SIMD2(Float(2 * x + 1 - width), Float(2 * y + 1 - height)) / 2
          let radius = SIMD2(Float(width), Float(height)) / 2
          let (outer, inner) = (place / radius, place / (radius - 12))
          if (outer * outer).sum() <= 1, (inner * inner).sum() > 1 {
            picture[left + ring * (width - 1) + x, 20 + y] = 255
          }
        }
      }
    }
  }

  @Test(arguments: [130, 150, 170]) func aWideZeroIsOneDigit(width: Int) throws {
    let wide = picture(0, ringsOfWidth: width, 1, 1)
    let expected = "\(digits.labels[0])0\(digits.labels[1])"
    for reader in [try EmbeddedModel.reader(), try PictureReader(EmbeddedModel.load())] {
      let answer = try reader.read(wide)
      #expect(answer.number == expected && answer.choice.reason == "its ink is 3 digits side by side")
      #expect(answer.digits.count == 3 && abs((answer.digits.dropFirst().first?.box.width ?? 0) - width) <= 4)
      // The steps show what was read.
      #expect(try #require(reader.steps(of: wide)?.stages.last).picture.width == 3 * (3 * 29 - 1))
    }
  }

  @Test func zerosThatTouchAreTwo() throws {
    let answer = try EmbeddedModel.reader().read(picture(0, ringsOfWidth: 75, 2, 1))
    #expect(answer.number == "\(digits.labels[0])00\(digits.labels[1])")
    #expect(answer.choice.reason == "its ink is 4 digits side by side")
  }

  @Test func zerosThatTouchAloneAreTwo() throws {
    let picture = alone(ringsOfWidth: 75, 2)
    let reader = try EmbeddedModel.reader()
    let answer = try reader.read(picture)
    #expect(answer.number == "00" && !answer.isRefused && answer.choice.mode == .line)
    #expect(answer.choice.reason == "its ink is 2 digits side by side")
    #expect(answer.digits.allSatisfy { abs($0.box.width - 75) <= 8 })
    // The steps show what was read.
    #expect(try #require(reader.steps(of: picture)?.stages.last).picture.width == 4 * (2 * 29 - 1))
    // Parts of digits look like digits to a model that knows nothing else.
    #expect(try PictureReader(EmbeddedModel.load()).read(picture).digits.count == 1)
  }

  @Test(arguments: [90, 110, 130, 150]) func aWideZeroAloneIsOne(width: Int) throws {
    let answer = try EmbeddedModel.reader().read(alone(ringsOfWidth: width, 1))
    #expect(answer.number == "0" && !answer.isRefused && answer.choice.reason == "its ink is one digit")
  }

  @Test func picturesReadTogetherKeepTheirAnswers() throws {
    let pictures = [alone(ringsOfWidth: 75, 2), alone(ringsOfWidth: 60, 1), picture(0, ringsOfWidth: 150, 1, 1)]
    let reader = try EmbeddedModel.reader()
    let together = try reader.read(3) { number throws(InputError) in pictures[number] }.map { try $0.get() }
    #expect(together.map(\.number) == ["00", "0", "\(digits.labels[0])0\(digits.labels[1])"])
    for (picture, answer) in zip(pictures, together) {
      let alone = try reader.read(picture)
      #expect(alone.digits.map(\.pixels) == answer.digits.map(\.pixels))
      #expect(alone.digits.map(\.outlierScore) == answer.digits.map(\.outlierScore))
    }
  }

  /// Wide letters, whose halves are much like ones and other digits.
  @Test(arguments: [
    "10,100 10,0! 50,56! 90,0! 90,100", "2,0 26,100! 50,30! 74,100! 98,0", "14,0 14,100 / 84,0 16,56! 88,100",
  ])
  func aWideLetterIsNoNumber(strokes: String) throws {
    let strokes = strokes.split(separator: "/").map { stroke in
      stroke.split(separator: " ").map { point in
        let numbers = point.filter { $0 != "!" }.split(separator: ",").compactMap { Float($0) }
        return Glyph.ControlPoint(position: SIMD2(numbers[0], numbers[1]) / 100, isCorner: point.hasSuffix("!"))
      }
    }
    let reader = try EmbeddedModel.reader()
    let numbers = try (0..<20).compactMap { sample in
      var generator = CounterGenerator(seed: 15, purpose: .drawing, epoch: 0, sample: sample)
      let ink = StrokeCanvas.draw(Glyph(strokes: strokes), side: 200, height: 150, pen: 16, from: &generator)
      let answer = try reader.read(Picture(width: 200, height: 200, samples: ink))
      return answer.digits.count > 1 && !answer.isRefused ? answer.number : nil
    }
    #expect(numbers.isEmpty, "\(numbers)")
  }
}
