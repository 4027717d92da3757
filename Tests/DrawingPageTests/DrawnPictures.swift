import InklingDatasets
import InklingImages
import InklingRandomness

/// Pictures as people draw them: sizes, pens, several digits, paper that is not white, ruled lines.
enum DrawnPictures {
  static func all() -> [(name: String, picture: Picture)] {
    var pictures: [(String, Picture)] = []
    for digit in 0..<10 {
      let canvas = sheet(400, 300, [(digit, 90 + 20 * Float(digit % 5), 6 + 2 * Float(digit), 40 + 12 * digit, 20)])
      pictures.append(("digit \(digit)", canvas))
    }
    pictures.append(("tiny", sheet(400, 300, [(3, 24, 3, 200, 120)])))
    pictures.append(("huge", sheet(400, 300, [(8, 280, 34, 40, 5)])))
    pictures.append(("broad", sheet(200, 150, [(5, 120, 30, 20, 10)])))
    pictures.append(("number", sheet(400, 300, [(1, 100, 10, 10, 60), (9, 110, 9, 110, 50), (7, 105, 10, 230, 70)])))
    // What touches is divided where there is another digit beside it.
    let four: [(Int, Float, Float, Int, Int)] = [
      (3, 100, 14, 10, 20), (0, 100, 14, 68, 20), (8, 100, 14, 130, 20), (5, 100, 14, 270, 20),
    ]
    pictures.append(("touching", sheet(400, 160, four)))
    pictures.append(("two lines", sheet(300, 300, [(4, 80, 8, 20, 10), (2, 80, 8, 120, 10), (6, 90, 9, 60, 160)])))
    pictures.append(("size of the model", sheet(28, 28, [(2, 20, 2.5, 2, 2)])))
    var dark = sheet(320, 240, [(6, 140, 12, 60, 30)])
    dark = dark.inverted()
    pictures.append(("chalk", dark))
    pictures.append(("shadow", shaded(sheet(320, 240, [(5, 140, 12, 60, 30)]))))
    pictures.append(("ruled", ruled(sheet(400, 300, [(4, 120, 9, 30, 60), (7, 120, 9, 200, 70)]))))
    pictures.append(("red", colored(sheet(300, 200, [(9, 120, 10, 60, 20)]))))
    pictures.append(("blank", Picture(width: 60, height: 40, gray: 255)))
    return pictures
  }

  /// Black digits on white: (digit, height, pen, x, y), each on a square whose top left is there.
  private static func sheet(_ width: Int, _ height: Int, _ digits: [(Int, Float, Float, Int, Int)]) -> Picture {
    var picture = Picture(width: width, height: height, gray: 255)
    for (place, (digit, size, pen, x, y)) in digits.enumerated() {
      var generator = CounterGenerator(seed: 12, purpose: .drawing, epoch: 21 + place, sample: digit + Int(size))
      let side = Int(size) + 6
      let ink = StrokeCanvas.draw(digit: digit, side: side, height: size, pen: pen, from: &generator)
      for row in 0..<side where y + row < height {
        for column in 0..<side where x + column < width {
          let level = 255 - ink[row * side + column]
          picture[x + column, y + row] = min(picture[x + column, y + row], level)
        }
      }
    }
    return picture
  }

  /// Paper that is darker on the right, with the edge of a shadow.
  private static func shaded(_ picture: Picture) -> Picture {
    var picture = picture
    for y in 0..<picture.height {
      for x in 0..<picture.width {
        let light = 230 - x / 3 - (x + y > 330 ? 40 : 0)
        picture[x, y] = UInt8(Int(picture[x, y]) * light / 255)
      }
    }
    return picture
  }

  private static func ruled(_ picture: Picture) -> Picture {
    var picture = picture
    for y in 0..<picture.height where y % 40 < 2 {
      for x in 0..<picture.width { picture[x, y] = min(picture[x, y], 190) }
    }
    return picture
  }

  private static func colored(_ picture: Picture) -> Picture {
    var picture = picture.colored()
    for place in stride(from: 0, to: picture.samples.count, by: 3) {
      // Red ink on paper that is a little yellow.
      let ink = 255 - Int(picture.samples[place])
      picture.samples[place] = UInt8(250 - ink * 60 / 255)
      picture.samples[place + 1] = UInt8(245 - ink * 210 / 255)
      picture.samples[place + 2] = UInt8(225 - ink * 190 / 255)
    }
    return picture
  }
}
