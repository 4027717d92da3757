import InklingRandomness
import Testing

@testable import InklingDatasets

struct StrokeNumberTests {
  @Test func spacingAndLinesStayWithinTheirBounds() {
    let numbers = (0..<400).map { StrokeNumber(index: $0, split: 0, seed: 0) }
    for number in numbers {
      #expect(number.gaps.count == number.digits.count && number.rises.count == number.digits.count)
      #expect((0..<1).contains(number.start))
    }
    #expect(Set(numbers.flatMap(\.gaps)) == Set(0...5))
    #expect(Set(numbers.flatMap(\.rises)) == Set(-2...2))
    #expect(Set(numbers.flatMap(\.digits)) == Set(0...9))
  }

  /// Writers of the two splits, and of two numbers, are not the same ones.
  @Test func everyNumberHasAPenOfItsOwn() {
    let pens = (0..<100).flatMap { index in
      [0, 1].map { StrokeNumber(index: index, split: $0, seed: 0).pen.radius(at: 0.3) }
    }
    #expect(Set(pens).count == 200)
  }

  @Test func everyDigitHasNumbersOfItsOwn() {
    var seen: Set<UInt32> = []
    for index in 0..<50 {
      for split in 0...1 {
        let number = StrokeNumber(index: index, split: split, seed: 3)
        for place in 0..<StrokeSequences.lengths.upperBound {
          var generator = number.generator(ofDigit: place)
          seen.insert(generator.next32())
        }
      }
    }
    #expect(seen.count == 500)
  }
}
