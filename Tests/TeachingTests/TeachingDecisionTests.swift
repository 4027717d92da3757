import Testing

@testable import InklingTeaching

@Suite struct TeachingDecisionTests {
  private static func test(before: Int, after: Int) -> TeachingComparison {
    TeachingComparison(
      "test set", before: (0..<10_000).map { $0 < before }, after: (0..<10_000).map { $0 < after })
  }

  @Test func theMarginIsAllowedAndNoImageMore() {
    let within = TeachingDecision(Self.test(before: 9_960, after: 9_950), margin: 0.001, isForced: false)
    #expect(within.isAccepted)
    #expect(within.reason == "the accuracy on the test set fell by 0.10 points, and may fall by 0.10 points")
    let beyond = TeachingDecision(Self.test(before: 9_960, after: 9_949), margin: 0.001, isForced: false)
    #expect(!beyond.isAccepted)
    #expect(beyond.reason.hasSuffix("more than the 0.10 points that it may: it is kept, and not used"))
    let forced = TeachingDecision(Self.test(before: 9_960, after: 9_949), margin: 0.001, isForced: true)
    #expect(forced.isAccepted)
    #expect(forced.reason.hasSuffix("it is used all the same, as was asked for"))
    let risen = TeachingDecision(Self.test(before: 9_949, after: 9_960), margin: 0, isForced: false)
    #expect(risen.isAccepted && risen.reason == "the accuracy on the test set rose by 0.11 points")
  }
}
