import Testing

@testable import InklingImages

@Suite struct CurveDrawingTests {
  private func chart(_ curve: [(Double, Double)], marks: [(Double, Double)] = []) -> CurveDrawing {
    CurveDrawing(
      "loss 0.5", curve: curve.map { CurveDrawing.Point($0.0, $0.1) },
      marks: marks.map { CurveDrawing.Point($0.0, $0.1) }, x: CurveDrawing.Axis(0...10, "0", "epoch 10"),
      y: CurveDrawing.Axis(0...2, "0", "2.00"))
  }

  @Test func aCurveStandsBetweenItsAxes() {
    #expect(
      chart([(0, 2), (10, 0)]).lines(width: 20, height: 6) == [
        "loss 0.5            ",
        "2.00 ┤⠉⠓⠦⢤⣀         ",
        "     │    ⠈⠉⠓⠦⣄⣀    ",
        "   0 ┤         ⠈⠙⠒⠦⣄",
        "     └──────────────",
        "     0      epoch 10",
      ])
  }

  @Test func everyLineHasTheWidth() {
    for width in [20, 37, 79, 119] {
      for height in [5, 11, 30] {
        let lines = chart([(0, 2), (3, 1), (10, 0.1)], marks: [(5, 1)]).lines(width: width, height: height)
        #expect(lines.count == height)
        #expect(lines.allSatisfy { $0.count == width }, "\(width)x\(height): \(lines.map(\.count))")
      }
    }
  }

  @Test func colorsTakeNoRoom() {
    let chart = chart([(0, 2), (3, 1), (10, 0.1)], marks: [(5, 1)])
    let plain = chart.lines(width: 40, height: 9)
    let colored = chart.lines(width: 40, height: 9, hasColors: true)
    #expect(colored.contains { $0.contains("\u{1B}[36m") } && colored.contains { $0.contains("\u{1B}[33m") })
    #expect(colored.map { $0.replacing(/\u{1B}\[[0-9]+m/, with: "") } == plain)
    #expect(colored.allSatisfy { !$0.contains("\u{1B}") || $0.hasSuffix("\u{1B}[0m") })
  }

  @Test func marksStandWhereTheyBelong() {
    let lines = chart([], marks: [(0, 2), (10, 0)]).lines(width: 20, height: 6)
    #expect(lines[1] == "2.00 ┤●             ".prefix(20))
    #expect(lines[3].last == "●")
  }

  @Test func whatIsNotFiniteOrOutsideIsNotDrawn() {
    let lines = chart([(.nan, 1), (1, .infinity), (-1, 1), (11, 1)]).lines(width: 20, height: 6)
    #expect(lines[1...3].allSatisfy { $0.dropFirst(6).allSatisfy { $0 == " " } })
  }

  @Test func aFlatAxisDrawsBelow() {
    let chart = CurveDrawing(
      "", curve: [CurveDrawing.Point(0, 0)], x: CurveDrawing.Axis(0...0, "0", "0"),
      y: CurveDrawing.Axis(0...0, "0", "0"))
    #expect(chart.lines(width: 20, height: 5).count == 5)
  }

  @Test func severalPointsOfAColumnAreDrawnAsTheirMean() {
    let apart = chart([(5, 0), (5, 2)]).lines(width: 20, height: 6)
    #expect(apart == chart([(5, 1)]).lines(width: 20, height: 6))
  }
}
