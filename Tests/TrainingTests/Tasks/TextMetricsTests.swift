import InklingFiles
import Testing

@testable import InklingTraining

@Suite struct TextMetricsTests {
  private static let names = ["blank", "0", "O", "1", "I"]

  /// Truth and answer: right, one confused, one lost, one added.
  private static func counted() -> TextMetrics {
    var metrics = TextMetrics(classNames: names)
    metrics.add(truth: [1, 3], answer: [1, 3])
    metrics.add(truth: [2, 2, 3], answer: [1, 2, 3])
    metrics.add(truth: [3, 3, 4], answer: [3, 4])
    metrics.add(truth: [4], answer: [4, 2])
    metrics.add(truth: [2], answer: [1])
    return metrics
  }

  @Test func everythingIsCounted() {
    let metrics = Self.counted()
    #expect((metrics.texts.correct, metrics.texts.count) == (1, 5))
    #expect((metrics.characters, metrics.readCharacters, metrics.edits) == (10, 7, 4))
    #expect(metrics.characterErrorRate == 0.4 && metrics.characterAccuracy == 0.7)
    #expect(metrics.byPosition.map(\.count) == [5, 3, 2])
    // Of two equal characters the first is the lost one.
    #expect(metrics.byPosition.map(\.correct) == [2, 3, 2])
    #expect(metrics.byLength.map(\.count) == [0, 2, 1, 2] && metrics.byLength.map(\.correct) == [0, 0, 1, 0])
    #expect((metrics.withRepeats.count, metrics.withoutRepeats.count) == (2, 3))
    #expect((metrics.withRepeats.correct, metrics.withoutRepeats.correct) == (0, 1))
    let pairs = metrics.frequentConfusions.map { "\($0.confusion.truth)>\($0.confusion.answer) \($0.count)" }
    #expect(pairs == ["O>0 2", ">O 1", "1> 1"])
    #expect(metrics.texts.interval == WilsonInterval(successes: 1, trials: 5))
    #expect(TextMetrics().characterErrorRate == 0 && TextMetrics().characterAccuracy == 0)
  }

  @Test func jsonIsReadBack() throws {
    let metrics = Self.counted()
    let text = try JSONText.encode(metrics)
    #expect(try JSONText.decode(TextMetrics.self, from: Array(text.utf8), path: "x") == metrics)
    #expect(text.contains("\"character_error_rate\":0.4") && text.contains("\"truth\":\"O\""))
    let old = try JSONText.decode(TextMetrics.self, from: Array("{\"characters\":9,\"edits\":3}".utf8), path: "x")
    #expect(old.characters == 9 && old.edits == 3 && old.texts.count == 0)
    let result = EvaluationResult(correct: 1, count: 5, loss: 0.5, details: .text(metrics))
    let whole = try JSONText.encode(result)
    for words in ["\"texts\":5", "\"character_accuracy\":0.7", "\"cer\":0.4", "\"accuracy\":0.2"] {
      #expect(whole.contains(words), "\(words)")
    }
    let back = try JSONText.decode(EvaluationResult.self, from: Array(whole.utf8), path: "x")
    #expect(back == result)
  }

  @Test func wholeTextsAreCompared() {
    let test = McNemarTest(right: [true, true, false, false, true], [true, false, true, false, false])
    #expect((test.onlyFirst, test.onlySecond) == (2, 1))
  }
}
