import InklingDatasets
import InklingFraming
import InklingImages
import InklingRecognition
import Testing

/// Zeros wider than high, and zeros that touch, between two drawn digits.
@Suite struct WideDigitTests {
  private let digits = PictureReaderTests.digits

  /// A drawn digit, rings from the left, and a drawn digit.
  private func picture(_ first: Int, ringsOfWidth width: Int, _ count: Int, _ last: Int) -> Picture {
    let height = 100
    var picture = Picture(width: 360 + width * count, height: 140)
    for (index, x) in [(first, 0), (last, 220 + width * count)] {
      picture.paste(Picture(width: 28, height: 28, samples: Array(digits[index])).magnified(by: 5), x: x, y: 0)
    }
    for ring in 0..<count {
      for y in 0..<height {
        for x in 0..<width {
          let place = SIMD2(Float(2 * x + 1 - width), Float(2 * y + 1 - height)) / 2
          let radius = SIMD2(Float(width), Float(height)) / 2
          let (outer, inner) = (place / radius, place / (radius - 12))
          if (outer * outer).sum() <= 1, (inner * inner).sum() > 1 {
            picture[180 + ring * (width - 1) + x, 20 + y] = 255
          }
        }
      }
    }
    return picture
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
}
