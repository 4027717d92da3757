import Testing

@testable import InklingTraining

@Suite struct McNemarTestTests {
  /// Sums of binomial coefficients over powers of two.
  static let few: [(Int, Int, Double)] = [
    (0, 0, 1), (1, 0, 1), (0, 6, 2.0 / 64), (1, 5, 14.0 / 64), (5, 15, 43400.0 / 1_048_576), (12, 12, 1),
  ]

  @Test(arguments: few) func fewAreAddedUpExactly(_ first: Int, _ second: Int, _ p: Double) {
    let test = McNemarTest(onlyFirst: first, onlySecond: second)
    #expect(test.statistic == nil)
    #expect(test.pValue == p)
    #expect(McNemarTest(onlyFirst: second, onlySecond: first).pValue == p)
  }

  /// (|121 - 59| - 1)^2 / 180 = 20.672, whose tail is 5.45e-6; (|20 - 10| - 1)^2 / 30 = 2.7, whose tail is 0.10035.
  @Test func manyAreApproximated() throws {
    let large = McNemarTest(onlyFirst: 59, onlySecond: 121)
    #expect(abs(try #require(large.statistic) - 61.0 * 61 / 180) < 1e-12)
    #expect(abs(large.pValue / 5.4502e-6 - 1) < 1e-3)
    #expect(abs(McNemarTest(onlyFirst: 20, onlySecond: 10).pValue - 0.100348) < 1e-6)
  }

  @Test func equalOnesNeverDiffer() {
    #expect(McNemarTest(onlyFirst: 500, onlySecond: 500).pValue == 1)
    #expect(McNemarTest(onlyFirst: 500, onlySecond: 501).pValue == 1)
  }

  @Test func theLargerTheDifferenceTheSmallerTheProbability() {
    for count in [10, 24, 25, 60, 3001] {
      let values = (0...count / 2).map { McNemarTest(onlyFirst: $0, onlySecond: count - $0).pValue }
      #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(values.allSatisfy { $0 >= 0 && $0 <= 1 })
    }
  }

  @Test func answersAreHeldAgainstTheLabels() {
    let test = McNemarTest([0, 1, 2, 0, 1], [0, 2, 2, 1, 2], labels: [0, 1, 1, 1, 1])
    #expect(test.onlyFirst == 2 && test.onlySecond == 1)
  }
}
