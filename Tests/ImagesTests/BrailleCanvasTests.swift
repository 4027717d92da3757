import Testing

@testable import InklingImages

@Suite struct BrailleCanvasTests {
  /// The dots of a letter are numbered down the left column, then the right one; the lowest row came later.
  @Test(arguments: [
    (0, 0, "⠁"), (0, 1, "⠂"), (0, 2, "⠄"), (1, 0, "⠈"), (1, 1, "⠐"), (1, 2, "⠠"), (0, 3, "⡀"), (1, 3, "⢀"),
  ])
  func aDotHasItsPlace(x: Int, y: Int, letter: String) {
    var canvas = BrailleCanvas(columns: 1, rows: 1)
    canvas.dot(x, y)
    #expect(String(canvas.character(0, 0)) == letter)
  }

  @Test func aColumnIsDrawnEitherWay() {
    var canvas = BrailleCanvas(columns: 1, rows: 1)
    canvas.column(0, from: 3, to: 0)
    canvas.column(1, from: -7, to: 90)
    #expect(canvas.character(0, 0) == "⣿")
  }

  @Test func outsideNothingIsDrawn() {
    var canvas = BrailleCanvas(columns: 2, rows: 1)
    for (x, y) in [(-1, 0), (4, 0), (0, -1), (0, 4)] { canvas.dot(x, y) }
    #expect(canvas.character(0, 0) == " " && canvas.character(1, 0) == " ")
  }
}
