import Testing

@testable import InklingTraining

/// Classes that occur neither in the truth nor in the answers are no part of a macro mean. The figures are those of
/// scikit-learn 1.7, `precision_recall_fscore_support(truth, answers, average="macro", zero_division=0)`.
@Suite struct AbsentClassesTests {
  struct Case: Sendable {
    let truth: [Int32]
    let answers: [Int]
    let precision: Double
    let recall: Double
    let f1: Double
    /// Of seven classes.
    let absent: [String]
  }

  static let cases = [
    Case(truth: [0, 1, 2, 3, 4], answers: [0, 1, 2, 3, 4], precision: 1, recall: 1, f1: 1, absent: ["5", "6"]),
    Case(
      truth: [0, 0, 1, 1, 3, 3, 3], answers: [0, 1, 1, 1, 3, 5, 0], precision: 0.5416666666666666,
      recall: 0.4583333333333333, f1: 0.45, absent: ["2", "4", "6"]),
    Case(
      truth: [2, 2, 2], answers: [2, 2, 2], precision: 1, recall: 1, f1: 1, absent: ["0", "1", "3", "4", "5", "6"]),
    Case(
      truth: [1, 1, 4], answers: [4, 1, 6], precision: 0.3333333333333333, recall: 0.16666666666666666,
      f1: 0.2222222222222222, absent: ["0", "2", "3", "5"]),
  ]

  private static func metrics(_ truth: [Int32], _ answers: [Int]) throws -> ClassificationMetrics {
    let probabilities = answers.flatMap { answer in (0..<7).map { $0 == answer ? 0.7 : 0.05 } }
    let result = Answers(
      ClassProbabilities(probabilities, labels: truth, classes: 7), classNames: (0..<7).map(String.init)
    ).result(withMetrics: true)
    return try #require(result.metrics)
  }

  @Test(arguments: cases) func theyAreLeftOutAndNamed(_ expected: Case) throws {
    let metrics = try Self.metrics(expected.truth, expected.answers)
    #expect(abs(metrics.macroPrecision - expected.precision) < 1e-15)
    #expect(abs(metrics.macroRecall - expected.recall) < 1e-15)
    #expect(abs(metrics.macroF1 - expected.f1) < 1e-15)
    #expect(metrics.absentClasses == expected.absent)
    #expect(metrics.perClass.count == 7)
  }

  @Test func withoutImagesAllAre() throws {
    let metrics = try Self.metrics([], [])
    #expect(metrics.macroF1 == 0 && metrics.absentClasses.count == 7)
  }
}
