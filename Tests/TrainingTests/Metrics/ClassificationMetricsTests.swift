import InklingFiles
import Testing

@testable import InklingTraining

@Suite struct ClassificationMetricsTests {
  private static let result = Answers(
    ClassProbabilities([0.9, 0.1, 0.6, 0.4, 0.2, 0.8, 0.7, 0.3], labels: [0, 1, 1, 0], classes: 2),
    classNames: ["a", "b"]
  ).result(withMetrics: true)

  @Test func meansByHand() throws {
    let metrics = try #require(Self.result.metrics)
    // a: 2 of 3 called so, 2 of 2 found. b: 1 of 1, 1 of 2.
    #expect(metrics.macroPrecision == (2.0 / 3 + 1) / 2 && metrics.macroRecall == 0.75)
    #expect(abs(metrics.macroF1 - (0.8 + 2.0 / 3) / 2) < 1e-15)
    #expect(abs(metrics.weightedF1 - metrics.macroF1) < 1e-15)
    #expect(metrics.confusionMatrix == [[2, 0], [1, 1]])
    #expect(metrics.topAccuracy == ["1": 0.75, "2": 1])
  }

  @Test func weightsAreTheClassesNumbers() throws {
    let answers = Answers(
      ClassProbabilities([0.9, 0.1, 0.6, 0.4, 0.2, 0.8], labels: [0, 0, 0], classes: 2), classNames: ["a", "b"])
    let metrics = try #require(answers.result(withMetrics: true).metrics)
    #expect(metrics.weightedRecall == 2.0 / 3 && metrics.macroRecall == 1.0 / 3)
    #expect(metrics.weightedPrecision == 1 && metrics.macroPrecision == 0.5)
  }

  @Test func theyAreAKeyOfTheResultsJSON() throws {
    let json = try JSONText.encode(Self.result, pretty: false)
    for key in [
      "top_k_accuracy", "per_class", "macro_f1", "weighted_f1", "log_loss", "brier_score", "roc_auc", "cohen_kappa",
      "expected_calibration_error", "confusion_matrix", "support",
    ] { #expect(json.contains("\"\(key)\":"), "\(key)") }
    let back = try JSONText.decode(EvaluationResult.self, from: Array(json.utf8), path: "x")
    #expect(back.metrics == Self.result.metrics)
  }

  @Test func answersThatAreNotFiniteHaveNone() {
    let answers = Answers(ClassProbabilities([.nan, .nan], labels: [0], classes: 2), classNames: ["a", "b"])
    #expect(answers.result(withMetrics: true).metrics == nil)
    #expect(Self.result.metrics != nil)
  }
}
