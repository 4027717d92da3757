import InklingFraming
import Testing

@Suite struct TouchingDigitsTests {
  /// Rings side by side that touch in the middle of their height.
  private func rings(_ count: Int) -> Plane {
    var plane = Plane(width: 30 * count, height: 40)
    for ring in 0..<count {
      for y in 0..<40 {
        for x in 0..<30 {
          let (dx, dy) = ((Float(x) - 14.5) / 15, (Float(y) - 19.5) / 20)
          let radius = (dx * dx + dy * dy).squareRoot()
          if radius <= 1.02, radius > 0.65 { plane[30 * ring + x, y] = 1 }
        }
      }
    }
    return plane
  }

  @Test(arguments: [2, 3, 4]) func ringsAreDividedWhereTheyTouch(count: Int) {
    let parts = TouchingDigits.divided(InkCutout(x: 7, y: 3, ink: rings(count)), lineHeight: 40)
    #expect(parts.count == count)
    for (place, part) in parts.enumerated() {
      #expect(abs(part.x - (7 + 30 * place)) <= 4 && part.y == 3)
      #expect(abs(part.ink.width - 30) <= 8)
    }
    let ink = parts.reduce(Float(0)) { $0 + $1.ink.values.reduce(0, +) }
    #expect(ink == rings(count).values.reduce(0, +))
  }

  @Test func oneDigitIsLeftWhole() {
    #expect(TouchingDigits.divided(InkCutout(x: 0, y: 0, ink: rings(1)), lineHeight: 40).count == 1)
  }

  @Test func aSolidBlockHasNoValley() {
    let block = Plane(width: 80, height: 40, filledWith: 1)
    #expect(TouchingDigits.divided(InkCutout(x: 0, y: 0, ink: block), lineHeight: 40).count == 1)
  }

  @Test(arguments: 1...4) func aFewPixelsAreNotDivided(width: Int) {
    let specks = Plane(width: width, height: 1, filledWith: 1)
    #expect(TouchingDigits.divided(InkCutout(x: 0, y: 0, ink: specks), lineHeight: 1).count == 1)
  }
}
