import InklingTargets
import Testing

@testable import InklingTraining

/// Against scikit-learn's numbers.
@Suite struct TaskMetricsTests {
  @Test func severalLabels() {
    let truths: [[Float]] = [[1, 0, 1], [0, 0, 1], [1, 1, 0], [0, 1, 0], [1, 0, 0]]
    let answers: [[Float]] = [[1, 0, 0], [0, 0, 1], [1, 0, 0], [1, 1, 0], [0, 0, 0]]
    var metrics = SeveralLabelsMetrics(names: ["a", "b", "c"])
    let right = zip(truths, answers).count { metrics.add(truth: $0[...], logits: $1.map { $0 - 0.5 }[...]) }
    #expect(right == 1)
    #expect(abs(metrics.hammingLoss - 0.26666666666666666) < 1e-15)
    #expect(abs(metrics.microF1 - 0.6666666666666666) < 1e-15 && abs(metrics.macroF1 - 0.6666666666666666) < 1e-15)
    #expect(metrics.labels.map(\.hits) == [2, 1, 1])
  }

  @Test func regression() throws {
    let metrics = RegressionMetrics(
      truths: TargetRows([1, 2, 3, 4, -1, 0.5, 2, 2], width: 2),
      answers: TargetRows([1.5, 2, 2, 5, 0, 0.25, 2.25, 1], width: 2))
    #expect(abs(metrics.meanSquaredError - 0.546875) < 1e-15 && abs(metrics.meanAbsoluteError - 0.625) < 1e-15)
    #expect(abs(try #require(metrics.determination) - 0.7011904761904763) < 1e-14)
    let constant = RegressionMetrics(truths: TargetRows([1, 1], width: 1), answers: TargetRows([1, 2], width: 1))
    #expect(constant.determination == nil)
  }

  @Test func texts() {
    var metrics = TextMetrics()
    metrics.add(truth: [1, 2, 3], answer: [1, 2, 3])
    metrics.add(truth: [1, 2, 3, 4], answer: [1, 3, 4, 5])
    metrics.add(truth: [5], answer: [])
    #expect(metrics.characters == 8 && metrics.edits == 3 && metrics.characterErrorRate == 3.0 / 8)
  }
}
