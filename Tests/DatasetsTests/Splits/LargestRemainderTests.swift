import InklingRandomness
import Testing

@testable import InklingDatasets

@Suite struct LargestRemainderTests {
  /// Quotas 4.5, 3.15, 1.35 of 9: whole parts 4, 3, 1, and the one that is left goes to the half.
  @Test func byHand() {
    #expect(LargestRemainder.apportion(9, among: [50, 35, 15]) == [5, 3, 1])
    #expect(LargestRemainder.apportion(1, among: [10, 10]) == [1, 0])
    #expect(LargestRemainder.apportion(0, among: [3, 0]) == [0, 0])
    // Each of the small classes keeps its only image.
    #expect(LargestRemainder.apportion(7, among: [1, 1, 8]) == [0, 0, 7])
  }

  @Test func allAreGivenAndEachKeepsOne() {
    var generator = CounterGenerator(seed: 0, purpose: .search)
    for _ in 0..<500 {
      let sizes = (0..<1 + generator.below(12)).map { _ in generator.below(30) }
      let most = sizes.reduce(0) { $0 + max($1 - 1, 0) }
      let seats = generator.below(most + 1)
      let given = LargestRemainder.apportion(seats, among: sizes)
      #expect(given.reduce(0, +) == seats)
      #expect(zip(given, sizes).allSatisfy { $0 >= 0 && $0 <= max($1 - 1, 0) })
    }
  }
}
