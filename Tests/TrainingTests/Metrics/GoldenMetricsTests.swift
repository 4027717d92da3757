import InklingEngine
import InklingTestSupport
import Testing

@testable import InklingTraining

/// The metrics against scikit-learn's values in the goldens.
@Suite struct GoldenMetricsTests {
  private static func figure(_ name: String, of golden: GoldenCase) throws -> Double {
    try #require(golden.figures[name]?.double, "golden \(golden) has no figure \(name)")
  }

  private func expect(_ value: Double?, _ expected: Double, _ name: String) {
    guard let value else {
      Issue.record("\(name) has no value")
      return
    }
    #expect(abs(value - expected) <= 1e-5 * max(abs(expected), 1e-12), "\(name): \(value), not \(expected)")
  }

  @Test(arguments: try Goldens.cases(kind: "metrics")) func agreesWithScikitLearn(_ golden: GoldenCase) throws {
    let tensors = try golden.tensors()
    let logits = try #require(tensors["logits"])
    let target = try #require(tensors["target"])
    let classes = try #require(logits.shape.last)
    let probabilities = ClassProbabilities(
      softmaxRows(logits.values, classes: classes), labels: target.values.map { Int32($0) }, classes: classes)
    let answers = Answers(probabilities, classNames: (0..<classes).map(String.init))
    let result = answers.result(withMetrics: true)
    let metrics = try #require(result.metrics)
    expect(result.accuracy, try Self.figure("accuracy", of: golden), "accuracy")
    expect(metrics.topAccuracy["3"], try Self.figure("top3_accuracy", of: golden), "top-3 accuracy")
    expect(metrics.macroF1, try Self.figure("macro_f1", of: golden), "macro F1")
    expect(metrics.logLoss, try Self.figure("log_loss", of: golden), "log loss")
    expect(metrics.rocAUC, try Self.figure("roc_auc_ovr_macro", of: golden), "ROC AUC")
    expect(metrics.cohenKappa, try Self.figure("cohen_kappa", of: golden), "kappa")
    expect(
      metrics.expectedCalibrationError, try Self.figure("expected_calibration_error_15_bins", of: golden), "ECE")
    for (name, value) in [
      ("precision", \ClassScores.precision), ("recall", \.recall), ("f1", \.f1), ("support", \.doubleSupport),
    ] {
      let expected = try golden.numbers(name)
      #expect(expected.count == metrics.perClass.count)
      for (row, figure) in zip(metrics.perClass, expected) {
        expect(row[keyPath: value], figure, "\(name) \(row.name)")
      }
    }
    let rows = try #require(golden.figures["confusion_matrix"]?.array)
    #expect(rows.map { $0.doubles?.map { Int($0) } } == metrics.confusionMatrix)
  }
}

extension ClassScores {
  fileprivate var doubleSupport: Double { Double(support) }
}
