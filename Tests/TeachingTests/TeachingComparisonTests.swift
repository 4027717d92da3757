import InklingFiles
import InklingTraining
import Testing

@testable import InklingTeaching

@Suite struct TeachingComparisonTests {
  private let comparison = TeachingComparison(
    "some", before: [true, true, false, false, false], after: [true, false, true, true, true])

  @Test func countsWhatEachAloneCallsRight() {
    #expect(comparison.count == 5 && comparison.before == 2 && comparison.after == 4)
    #expect(comparison.onlyBefore == 1 && comparison.onlyAfter == 3)
    #expect(comparison.mcnemar == McNemarTest(onlyFirst: 1, onlySecond: 3))
    #expect(comparison.intervalAfter == WilsonInterval(successes: 4, trials: 5))
  }

  @Test func goesThroughJSONWithWhatFollowsFromIt() throws {
    let text = try JSONText.encode(comparison)
    #expect(text.contains("\"accuracy_after\":0.8") && text.contains("\"p_value\":0.625"))
    let back = try JSONText.decode(TeachingComparison.self, from: Array(text.utf8), path: "report")
    #expect(back == comparison)
  }

  @Test func countsThatCannotBeAreRefused() {
    let text = #"{"name":"a","count":5,"before":2,"after":4,"only_before":2,"only_after":3}"#
    #expect(throws: InputError.self) {
      try JSONText.decode(TeachingComparison.self, from: Array(text.utf8), path: "report")
    }
  }
}
