import Testing

@testable import InklingImages

struct PictureResizedTests {
  @Test func shrinkingTakesTheMeanOfTheArea() {
    let image = Picture(width: 5, height: 2, samples: [0, 10, 20, 30, 40, 100, 110, 120, 130, 140])
    // Two and a half columns each, both rows: (0 + 10 + 20 / 2) / 2.5 and so on.
    #expect(image.resized(width: 2, height: 1).samples == [58, 82])
    #expect(image.resized(width: 5, height: 1).samples == [50, 60, 70, 80, 90])
    #expect(image.resized(width: 1, height: 2).samples == [20, 120])
    #expect(image.resized(width: 5, height: 2) == image)
  }

  @Test func channelsStayApart() {
    let image = Picture(width: 2, height: 1, channels: 3, samples: [0, 100, 200, 10, 120, 240])
    #expect(image.resized(width: 1, height: 1).samples == [5, 110, 220])
    #expect(image.resized(width: 2, height: 3).samples == [0, 100, 200, 10, 120, 240].repeated(3))
  }

  /// As Pillow's `BILINEAR` enlarges.
  @Test func growingIsLinearBetweenCentres() {
    let image = Picture(width: 2, height: 1, samples: [0, 200])
    #expect(image.resized(width: 4, height: 1).samples == [0, 50, 150, 200])
    #expect(image.resized(width: 6, height: 1).samples == [0, 0, 67, 133, 200, 200])
    #expect(image.resized(width: 6, height: 2).samples == [0, 0, 67, 133, 200, 200, 0, 0, 67, 133, 200, 200])
  }

  @Test func oneLevelStaysItself() {
    for (width, height) in [(1, 1), (3, 7), (28, 28), (100, 41)] {
      for level in [UInt8(0), 1, 127, 255] {
        let image = Picture(width: width, height: height, gray: level)
        for (columns, rows) in [(1, 1), (20, 13), (28, 300), (99, 40)] {
          let resized = image.resized(width: columns, height: rows)
          #expect(resized == Picture(width: columns, height: rows, gray: level))
        }
      }
    }
  }

  /// Against the definition in `Double`, on odd sizes.
  @Test(arguments: [(7, 5, 3, 4), (5, 7, 11, 3), (640, 3, 28, 2), (3, 29, 9, 28), (31, 17, 40, 90)])
  func agreesWithTheDefinition(width: Int, height: Int, columns: Int, rows: Int) {
    let samples = (0..<width * height).map { UInt8(truncatingIfNeeded: $0 &* 0x9E37_79B9 >> 7) }
    let resized = Picture(width: width, height: height, samples: samples).resized(width: columns, height: rows)
    let (x, y) = (Self.weights(width, columns), Self.weights(height, rows))
    for row in 0..<rows {
      for column in 0..<columns {
        var sum = 0.0
        for (line, weight) in y[row].enumerated() where weight > 0 {
          for (place, share) in x[column].enumerated() { sum += weight * share * Double(samples[line * width + place]) }
        }
        #expect(abs(sum - Double(resized[column, row])) <= 0.51)
      }
    }
  }

  private static func weights(_ sources: Int, _ count: Int) -> [[Double]] {
    let scale = Double(sources) / Double(count)
    return (0..<count).map { place in
      if count < sources {
        return (0..<sources).map { source in
          let (begin, end) = (max(Double(source), Double(place) * scale), Double(place + 1) * scale)
          return max(0, min(Double(source + 1), end) - begin) / scale
        }
      }
      let center = min(max((Double(place) + 0.5) * scale - 0.5, 0), Double(sources - 1))
      return (0..<sources).map { max(0, 1 - abs(center - Double($0))) }
    }
  }

  @Test func reducingKeepsTheAspect() {
    let image = Picture(width: 900, height: 300, gray: 7)
    #expect(image.reduced(toFit: 900) == image)
    #expect(image.reduced(toFit: 30) == Picture(width: 30, height: 10, gray: 7))
    #expect(Picture(width: 900, height: 1, gray: 7).reduced(toFit: 3) == Picture(width: 3, height: 1, gray: 7))
  }
}

extension [UInt8] {
  fileprivate func repeated(_ count: Int) -> [UInt8] { (0..<count).flatMap { _ in self } }
}
