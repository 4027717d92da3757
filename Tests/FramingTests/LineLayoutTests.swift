import InklingFraming
import Testing

@Suite struct LineLayoutTests {
  private func piece(_ label: Int32, x: Int, y: Int, width: Int, height: Int) -> Component {
    Component(label: label, box: PixelBox(x: x, y: y, width: width, height: height), area: width * height / 3)
  }

  private func labels(_ pieces: [Component]) -> [[[Int32]]] {
    LineLayout.lines(of: pieces).map { $0.map { $0.labels.sorted() } }
  }

  @Test func digitsGoFromTheLeftAndLinesFromTheTop() {
    let pieces = [
      piece(1, x: 60, y: 5, width: 20, height: 30), piece(2, x: 10, y: 0, width: 20, height: 30),
      piece(3, x: 12, y: 60, width: 20, height: 30), piece(4, x: 70, y: 64, width: 4, height: 28),
    ]
    #expect(labels(pieces) == [[[2], [1]], [[3], [4]]])
  }

  @Test func partsAboveOneAnotherAreOneDigit() {
    // A five with its bar apart, and a four beside it.
    let pieces = [
      piece(1, x: 10, y: 0, width: 20, height: 6), piece(2, x: 8, y: 8, width: 18, height: 24),
      piece(3, x: 40, y: 2, width: 20, height: 30),
    ]
    #expect(labels(pieces) == [[[1, 2], [3]]])
  }

  @Test func aBrokenStrokeIsOneDigit() {
    let pieces = [piece(1, x: 10, y: 0, width: 20, height: 40), piece(2, x: 14, y: 41, width: 10, height: 22)]
    #expect(labels(pieces) == [[[1, 2]]])
    // With paper between them they are two lines.
    let apart = [piece(1, x: 10, y: 0, width: 20, height: 40), piece(2, x: 14, y: 50, width: 10, height: 22)]
    #expect(labels(apart) == [[[1]], [[2]]])
  }

  @Test func aFourWhoseStemStandsApartIsOneDigit() {
    let pieces = [piece(1, x: 0, y: 3, width: 18, height: 18), piece(2, x: 20, y: 0, width: 5, height: 32)]
    #expect(labels(pieces) == [[[1, 2]]])
    // A small zero before a one is as high as it, or further away.
    let number = [piece(1, x: 0, y: 3, width: 18, height: 27), piece(2, x: 20, y: 0, width: 5, height: 32)]
    #expect(labels(number) == [[[1], [2]]])
    let apart = [piece(1, x: 0, y: 3, width: 18, height: 18), piece(2, x: 26, y: 0, width: 5, height: 32)]
    #expect(labels(apart) == [[[1], [2]]])
  }

  @Test func whatIsLeftOfALineDoesNotChangeTheOrder() {
    let pieces = [
      piece(1, x: 26, y: 0, width: 18, height: 2), piece(2, x: 28, y: 4, width: 10, height: 24),
      piece(3, x: 45, y: 0, width: 16, height: 26),
    ]
    #expect(labels(pieces) == [[[2], [1, 3]]])
  }

  @Test func neighboursThatOverhangStayApart() {
    let pieces = [piece(1, x: 10, y: 0, width: 20, height: 30), piece(2, x: 26, y: 0, width: 20, height: 30)]
    #expect(labels(pieces) == [[[1], [2]]])
  }

  @Test func smallThingsFarAwayAreNotRead() {
    let pieces = [piece(1, x: 10, y: 0, width: 20, height: 30), piece(2, x: 90, y: 20, width: 5, height: 5)]
    #expect(labels(pieces) == [[[1]]])
  }

  @Test func remainsOfRuledLinesAreNotRead() {
    let pieces = [
      piece(1, x: 10, y: 0, width: 20, height: 30), piece(2, x: 40, y: 0, width: 20, height: 30),
      piece(3, x: 0, y: 40, width: 300, height: 3),
    ]
    #expect(labels(pieces) == [[[1], [2]]])
  }

  @Test func aClimbingLineIsOneLine() {
    let pieces = (0..<6).map { piece(Int32($0 + 1), x: 30 * $0, y: 80 - 12 * $0, width: 20, height: 30) }
    #expect(labels(pieces).map(\.count) == [6])
  }

  @Test func nothingIsNoLine() { #expect(LineLayout.lines(of: []).isEmpty) }
}
