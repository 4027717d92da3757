import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTargets
import Testing

@testable import InklingTraining

/// What stands in a model's file is read whole, or refused: no key is left aside.
@Suite struct RecordKeysTests {
  /// Puts an unknown key into each object of a record's JSON in turn.
  ///
  /// - Parameter free: keys whose objects have keys of anybody's.
  private func refuses<Value: Codable & Equatable>(_ value: Value, free: [String] = []) throws {
    let text = try JSONText.encode(value)
    #expect(try JSONText.decode(Value.self, from: Array(text.utf8), path: "a") == value, "\(text)")
    var place = text.startIndex
    while let brace = text[place...].firstIndex(of: "{") {
      place = text.index(after: brace)
      if free.contains(where: { text[..<brace].hasSuffix("\"\($0)\":") }) { continue }
      let rest = text[place...].first == "}" ? "" : ","
      let wrong = text[..<place] + "\"more\":1" + rest + text[place...]
      #expect(throws: InputError.self, "\(wrong.prefix(2000))") {
        try JSONText.decode(Value.self, from: Array(wrong.utf8), path: "a")
      }
    }
  }

  @Test func recordsOfAFileRefuseWhatNobodyReads() throws {
    try refuses(QuantizationRecord(method: "percentile 0.9999", images: 100, dataset: "mnist"))
    try refuses(ModelCard(name: "a", limitations: "b"))
    try refuses(PictureDescription(ink: .darkOnLight, isInherited: true))
    try refuses(RefusalThreshold(threshold: 1, share: 0.5, images: 10))
    let images = StrokeDigits.dataset(train: 8, test: 4, seed: 1)
    try refuses(images.fingerprint)
    try refuses(try ModelSpecification.lenet.graph(input: [1, 28, 28], classes: 10))
  }

  @Test func figuresOfAFileRefuseWhatNobodyReads() throws {
    let several = SeveralLabelsMetrics(names: ["a", "b"])
    let numbers = RegressionMetrics(
      truths: TargetRows([1, 2], width: 1), answers: TargetRows([1, 3], width: 1))
    for details in [TaskMetrics.severalLabels(several), .regression(numbers), .text(TextMetrics())] {
      try refuses(EvaluationResult(correct: 1, count: 2, loss: 0.5, details: details))
    }
    try refuses(EvaluationResult(correct: 1, count: 2, loss: 0.5))
  }

  @Test(arguments: [
    #"{"method": "extremes"}"#, #"{"method": "", "images": 1}"#, #"{"method": "guess", "images": 1}"#,
    #"{"method": "percentile", "images": 1}"#, #"{"method": "percentile 0", "images": 1}"#,
    #"{"method": "percentile 2", "images": 1}"#, #"{"method": "percentile nan", "images": 1}"#,
    #"{"method": "extremes", "images": -1}"#, #"{"method": "extremes", "images": 1.5}"#,
    #"{"method": "extremes", "images": "1"}"#, #"{"method": "extremes", "images": 1, "dataset": ""}"#,
    #"{"method": "extremes", "images": 1, "dataset": 3}"#, #"{"method": "extremes", "images": 1, "note": "x"}"#,
  ])
  func whatNoCalibrationSaysIsRefused(json: String) {
    let error = #expect(throws: InputError.self) {
      try JSONText.decode(QuantizationRecord.self, from: Array(json.utf8), path: "a")
    }
    #expect(error?.kind == .malformed)
  }

  @Test(arguments: [
    #"{"correct": 3, "count": 2, "loss": 0}"#, #"{"correct": 0, "count": -1, "loss": 0}"#,
    #"{"correct": 0, "count": 9223372036854775807, "loss": 0}"#,
    #"{"correct": 0, "count": 1, "loss": 0, "several_labels": {"count": 1, "labels": [{"name": "a", "hits": 9223372036854775807, "misses": 0, "false_alarms": 0}]}}"#,
    #"{"correct": 0, "count": 1, "loss": 0, "text": {"characters": 1, "edits": 0, "by_length": [{"correct": 2, "count": 1}]}}"#,
    #"{"correct": 0, "count": 1, "loss": 0, "text": {"characters": 1, "edits": -1}}"#,
  ])
  func countsThatNoEvaluationGivesAreRefused(json: String) {
    #expect(throws: InputError.self) {
      try JSONText.decode(EvaluationResult.self, from: Array(json.utf8), path: "a")
    }
  }
}
