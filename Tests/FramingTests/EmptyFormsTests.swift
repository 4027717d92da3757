import InklingFraming
import Testing

/// Lines, bars and shapes on which nothing is written.
@Suite struct EmptyFormsTests {
  private func lattice(cell: Int, line: Int, paper: Float = 240, ink: Float = 150, margin: Int = 0) -> Plane {
    var plane = Plane(width: 300, height: 240, filledWith: paper)
    let (width, height) = (300 - 2 * margin, 240 - 2 * margin)
    for y in 0..<height {
      for x in 0..<width where x % cell < line || y % cell < line { plane[x + margin, y + margin] = ink }
    }
    return plane
  }

  private func isRefused(_ plane: Plane) -> Bool {
    let statistics = Ink(in: plane).statistics
    return statistics.isSurface || statistics.isBlank
  }

  @Test(arguments: [18, 25, 47], [1, 2, 4]) func squaredPaperIsNoDigit(cell: Int, line: Int) {
    #expect(isRefused(lattice(cell: cell, line: line)))
    #expect(isRefused(lattice(cell: cell, line: line, paper: 110, ink: 210)))
  }

  /// A wall of bricks whose first line the picture's edge has cut, with grain that breaks what is left of it.
  @Test(arguments: [24, 28, 34]) func bricksWithGrainAreNoDigits(row: Int) {
    var state: UInt64 = 5
    var plane = Plane(width: 284, height: 284)
    for y in 0..<284 {
      for x in 0..<284 {
        let grain = (0..<3).reduce(Float(0)) { sum, _ in
          state ^= state << 13
          state ^= state >> 7
          state ^= state << 17
          return sum + Float(state >> 40) / Float(1 << 24) - 0.5
        }
        let isLine = y % row < 3 || (x + y / row % 2 * row) % (2 * row) < 3
        plane[x, y] = (isLine ? 90 : 190) + 16 * grain
      }
    }
    #expect(isRefused(plane))
  }

  @Test(arguments: [2, 3]) func anEmptyTableIsNoDigit(line: Int) {
    // Its last lines are at its ends.
    #expect(isRefused(lattice(cell: 50 - line / 2, line: line, margin: 20)))
  }

  @Test func aDigitOnSquaredPaperIsOne() {
    var plane = lattice(cell: 30, line: 2, ink: 190)
    TestPictures.drawSeven(on: &plane, x: 110, y: 60, height: 110, stroke: 12, ink: 20)
    #expect(!isRefused(plane))
  }

  @Test func aCodeOfBarsIsNoNumber() {
    var plane = Plane(width: 200, height: 120, filledWith: 240)
    for (x, width) in [(20, 2), (30, 5), (44, 3), (60, 6), (75, 2), (90, 4)] {
      for y in 20..<100 { for column in x..<x + width { plane[column, y] = 20 } }
    }
    #expect(isRefused(plane))
  }

  @Test(arguments: [(40, 40), (30, 42), (25, 25)]) func aFilledShapeIsNoDigit(width: Int, height: Int) {
    var disc = Plane(width: 160, height: 160, filledWith: 240)
    var block = disc
    for y in 0..<160 {
      for x in 0..<160 {
        let (right, down) = (Float(x - 80) / Float(width), Float(y - 80) / Float(height))
        if right * right + down * down <= 1 { disc[x, y] = 30 }
        if abs(right) <= 1, abs(down) <= 1 { block[x, y] = 30 }
      }
    }
    #expect(isRefused(disc) && isRefused(block))
  }

  @Test func ringsInOneAnotherAreNoDigit() {
    var plane = Plane(width: 240, height: 240, filledWith: 240)
    for y in 0..<240 {
      for x in 0..<240 {
        let distance = Int(Float((x - 120) * (x - 120) + (y - 120) * (y - 120)).squareRoot())
        if distance < 110, distance % 24 < 4, distance > 10 { plane[x, y] = 30 }
      }
    }
    #expect(isRefused(plane))
  }
}
