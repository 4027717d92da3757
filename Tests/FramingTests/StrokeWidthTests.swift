import InklingFraming
import Testing

@Suite struct StrokeWidthTests {
  private func bar(_ width: Int) -> Plane {
    TestPictures.block(width: 60, height: 220, paper: 0, ink: 1, x: 20..<20 + width, y: 10..<210)
  }

  @Test(arguments: [3, 6, 10]) func aBarsWidthIsFound(width: Int) {
    #expect(abs(StrokeWidth.estimate(of: bar(width)) - Float(width)) < 0.08 * Float(width) + 0.1)
  }

  @Test func withoutInkThereIsNone() { #expect(StrokeWidth.estimate(of: Plane(width: 5, height: 5)) == 0) }

  @Test(arguments: [2, 1.5, -1, -1.5] as [Float]) func growthIsOnBothSides(radius: Float) {
    let grown = StrokeWidth.grown(bar(8), by: radius)
    #expect(abs(StrokeWidth.estimate(of: grown) - (8 + 2 * radius)) < 0.7)
  }

  @Test func growthBeyondThePictureIsCutOff() {
    #expect(StrokeWidth.grown(Plane(width: 2, height: 1, values: [1, 0]), by: 9).values == [1, 1])
  }

  /// Every pixel of the disc looked at.
  private func naive(_ ink: Plane, _ radius: Int) -> Plane {
    var result = ink
    let reach = Float(radius) + 0.3
    for y in 0..<ink.height {
      for x in 0..<ink.width {
        for dy in -radius...radius where (0..<ink.height).contains(y + dy) {
          for dx in -radius...radius where (0..<ink.width).contains(x + dx) && Float(dx * dx + dy * dy) <= reach * reach
          {
            result[x, y] = max(result[x, y], ink[x + dx, y + dy])
          }
        }
      }
    }
    return result
  }

  @Test(arguments: 1...6) func growthIsTheLargestWithinADisc(radius: Int) {
    var ink = Plane(width: 13, height: 9)
    for place in ink.values.indices { ink.values[place] = Float(place * 7919 % 101) / 100 }
    #expect(StrokeWidth.grown(ink, by: Float(radius)) == naive(ink, radius))
  }
}
