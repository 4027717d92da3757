import InklingDatasets
import InklingFiles
import Testing

@testable import InklingTraining

@Suite struct EvaluationResultTests {
  private static func split(_ labels: [UInt8]) -> LabeledImages {
    LabeledImages(
      images: labels, labels: labels, channels: 1, height: 1, width: 1, classNames: ["a", "b", "c"])
  }

  @Test func predictionsAreHeldAgainstTheLabels() {
    let result = EvaluationResult(predictions: [2, 0, 0, 1], on: Self.split([2, 1, 0, 1]), lossSum: 3)
    #expect(result.correct == 3)
    #expect(result.count == 4)
    #expect(result.loss == 0.75)
    #expect(result.accuracy == 0.75)
    #expect(result.interval == WilsonInterval(successes: 3, trials: 4))
    #expect(result.confusion?[truth: 1, prediction: 0] == 1)
    #expect(result.confusion?[truth: 0, prediction: 1] == 0)
  }

  @Test func nothingEvaluatedIsNothingKnown() {
    let result = EvaluationResult(predictions: [], on: Self.split([]), lossSum: 0)
    #expect(result.accuracy == 0 && result.loss == 0 && result.interval.upper == 1)
  }

  @Test func jsonHasTheFiveKeys() throws {
    let result = EvaluationResult(
      correct: 1, count: 2, loss: 0.25, confusion: ConfusionMatrix(classNames: ["a"]))
    let json = try JSONText.encode(result, pretty: false)
    let interval = result.interval
    #expect(
      json == """
        {"accuracy":0.5,"correct":1,"count":2,"interval":[\(interval.lower),\(interval.upper)],"loss":0.25}
        """)
    let back = try JSONText.decode(EvaluationResult.self, from: Array(json.utf8), path: "x")
    #expect(back == EvaluationResult(correct: 1, count: 2, loss: 0.25))
  }

  @Test(arguments: [#"{"correct":3,"count":2,"loss":0}"#, #"{"correct":-1,"count":2,"loss":0}"#])
  func impossibleCountsAreRefused(_ json: String) {
    let error = inputError { () throws(InputError) in
      _ = try JSONText.decode(EvaluationResult.self, from: Array(json.utf8), path: "x")
    }
    #expect(error?.found?.hasPrefix("an impossible value for \"correct\": ") == true)
  }
}
