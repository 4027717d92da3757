import InklingFraming
import InklingImages
import Testing

@Suite struct EnlargedImageTests {
  /// A stroke with soft edges, 20 pixels high, in the middle.
  private static let small: [UInt8] = (0..<784).map { index in
    let (x, y) = (index % 28, index / 28)
    guard 4..<24 ~= y else { return 0 }
    return switch x {
    case 12, 15: 120
    case 13, 14: 250
    default: 0
    }
  }

  private func repeated(_ factor: Int, inverted: Bool = false) -> Picture {
    let side = 28 * factor
    let samples = (0..<side * side).map { Self.small[$0 / side / factor * 28 + $0 % side / factor] }
    return Picture(width: side, height: side, samples: inverted ? samples.map { 255 - $0 } : samples)
  }

  @Test(arguments: [2, 3, 10]) func repeatedPixelsAreHadBack(factor: Int) {
    for inverted in [false, true] {
      let framed = PictureFraming().frame(repeated(factor, inverted: inverted))
      #expect(framed.choice.mode == .none && framed.choice.isInverted == inverted)
      #expect(framed.choice.reason.hasPrefix("it is an enlarged image"))
      #expect(framed.digits.map(\.pixels) == [Self.small])
      #expect(framed.digits.map(\.box) == [PixelBox(x: 0, y: 0, width: 28 * factor, height: 28 * factor)])
    }
  }

  @Test(arguments: [56, 84, 100, 280, 301]) func interpolatedPixelsAreHadBack(side: Int) throws {
    let picture = Picture(width: 28, height: 28, samples: Self.small).resized(width: side, height: side)
    let framed = PictureFraming().frame(picture)
    #expect(framed.choice.mode == .none)
    let pixels = try #require(framed.digits.first?.pixels)
    // Where a centre lies between two pixels of the picture, a corner of the line between them is cut.
    let tolerance = 255 * 14 / side + 1
    #expect(zip(pixels, Self.small).allSatisfy { abs(Int($0) - Int($1)) <= tolerance })
  }

  @Test func otherSizesAndFilesWithLossAreHadBack() throws {
    let side = 300
    let samples = (0..<side * side).map { index in
      Self.small[(2 * (index / side) + 1) * 28 / (2 * side) * 28 + (2 * (index % side) + 1) * 28 / (2 * side)]
    }
    let picture = Picture(width: side, height: side, samples: samples)
    #expect(PictureFraming().frame(picture).digits.map(\.pixels) == [Self.small])
    let lossy = try PictureFile.decode(PictureFile.encode(picture, as: .jpeg, quality: 60))
    let framed = PictureFraming().frame(lossy)
    #expect(framed.choice.mode == .none)
    let pixels = try #require(framed.digits.first?.pixels)
    #expect(zip(pixels, Self.small).allSatisfy { abs(Int($0) - Int($1)) <= 24 })
  }

  @Test func otherShapesAndSmallerOnesAreNot() {
    for (width, height) in [(280, 300), (55, 55), (28, 28)] {
      let picture = Picture(width: width, height: height, samples: [UInt8](repeating: 0, count: width * height))
      #expect(EnlargedImage.original(of: picture, width: 28, height: 28) == nil)
    }
  }

  @Test func whatAPenDrewIsFramed() {
    // Two bars in the middle of a canvas, whose box is that of a digit: a number.
    var canvas = Plane(width: 280, height: 280, filledWith: 0)
    for y in 43..<237 {
      for x in [Int](73..<93) + [Int](187..<207) { canvas[x, y] = 255 }
    }
    let picture = Picture(width: 280, height: 280, samples: TestPictures.samples(of: canvas))
    #expect(EnlargedImage.original(of: picture, width: 28, height: 28) == nil)
    let framed = PictureFraming().frame(picture)
    #expect(framed.choice.mode == .line && framed.digits.count == 2)
  }

  @Test func theStepsEndInWhatIsRead() {
    #expect(PictureFraming().analysis(of: repeated(10)).framed == PictureFraming().frame(repeated(10)))
  }
}
