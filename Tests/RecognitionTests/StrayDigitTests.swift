import InklingDatasets
import InklingFraming
import InklingImages
import InklingRecognition
import Testing

/// Digits of a number that are low or pale, and what stands beside digits and is none.
@Suite struct StrayDigitTests {
  private let digits = PictureReaderTests.digits

  /// Three drawn digits on black, the second of which is smaller, or paler, than the others.
  private func picture(_ indices: [Int], factor: Int = 5, light: Int = 255) -> Picture {
    var picture = Picture(width: 520, height: 140)
    for (place, index) in indices.enumerated() {
      let own = place == 1 ? factor : 5
      let samples = digits[index].map { place == 1 ? UInt8(Int($0) * light / 255) : $0 }
      let digit = Picture(width: 28, height: 28, samples: samples).magnified(by: own)
      picture.paste(digit, x: 190 * place + (140 - 28 * own) / 2, y: (140 - 28 * own) / 2)
    }
    return picture
  }

  private func expectsNumber(of indices: [Int], in picture: Picture) throws {
    let reader = try EmbeddedModel.reader()
    let answer = try reader.read(picture)
    #expect(answer.number == indices.map { "\(digits.labels[$0])" }.joined() && !answer.isRefused)
    #expect(answer.choice.reason == "its ink is 3 digits side by side")
    #expect(answer.digits.map(\.box.x) == answer.digits.map(\.box.x).sorted())
    // The steps show what was read.
    #expect(try #require(reader.steps(of: picture)?.stages.last).picture.width == 3 * (3 * 29 - 1))
    // Much looks like a digit to a model that knows nothing else.
    #expect(try PictureReader(EmbeddedModel.load()).read(picture).digits.count == 2)
  }

  @Test(arguments: [[0, 2, 1], [1, 5, 0], [0, 8, 1]]) func aLowDigitIsRead(indices: [Int]) throws {
    try expectsNumber(of: indices, in: picture(indices, factor: 2))
  }

  @Test(arguments: [[0, 2, 1], [1, 5, 0], [0, 8, 1]]) func aPaleDigitIsRead(indices: [Int]) throws {
    try expectsNumber(of: indices, in: picture(indices, light: 128))
  }

  /// A plus, an equals sign and a short scribble as high as a low digit.
  @Test(arguments: ["plus", "equals", "corner"]) func aLowSignIsLeftOut(sign: String) throws {
    var picture = picture([0, 1], factor: 5)
    picture.paste(Picture(width: 190, height: 140), x: 190, y: 0)
    picture.paste(Picture(width: 28, height: 28, samples: Array(digits[1])).magnified(by: 5), x: 380, y: 0)
    let bars: [(Int, Int, Int, Int)] =
      switch sign {
      case "plus": [(238, 66, 44, 8), (256, 48, 8, 44)]
      case "equals": [(238, 52, 44, 8), (238, 82, 44, 8)]
      default: [(238, 48, 8, 44), (238, 84, 44, 8)]
      }
    for (x, y, width, height) in bars {
      picture.paste(Picture(width: width, height: height, gray: 255), x: x, y: y)
    }
    let answer = try EmbeddedModel.reader().read(picture)
    #expect(answer.number == "\(digits.labels[0])\(digits.labels[1])" && !answer.isRefused)
  }
}
