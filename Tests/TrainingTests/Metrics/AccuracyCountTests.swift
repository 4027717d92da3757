import InklingFiles
import Testing

@testable import InklingTraining

@Suite struct AccuracyCountTests {
  @Test func itsFormIsWhatFollowsFromTheCounts() throws {
    let counted = AccuracyCount(correct: 3, count: 4)
    let interval = WilsonInterval(successes: 3, trials: 4)
    #expect(
      try JSONText.encode(counted)
        == "{\"accuracy\":0.75,\"correct\":3,\"interval\":[\(interval.lower),\(interval.upper)]}")
    #expect(AccuracyCount(correct: 0, count: 0).accuracy == 0)
  }

  /// Every result that has it says of how many in a word of its own.
  @Test func resultsHaveItAmongTheirs() throws {
    let result = try JSONText.encode(EvaluationResult(correct: 3, count: 4, loss: 0.5))
    let point = try JSONText.encode(
      CaptchaAuditResult.Point(steps: 5, seconds: 0.5, correct: 3, texts: 4, characterAccuracy: 0.5))
    let part = try JSONText.encode(AccuracyCount(correct: 3, count: 4)).dropFirst().dropLast()
    for part in part.split(separator: ",", maxSplits: 2) {
      #expect(result.contains(part) && point.contains(part))
    }
    #expect(result.contains("\"count\":4") && point.contains("\"texts\":4"))
  }
}
