import InklingFiles
import InklingTraining

/// An evaluation's metrics for people.
struct MetricsText {
  let metrics: ClassificationMetrics

  /// The lines, without a last line feed.
  var text: String {
    let top = metrics.topAccuracy.sorted { $0.key < $1.key }.map { "top \($0.key) \($0.value.percent)" }
    let scores = [
      ("log loss", metrics.logLoss.fixed(4)), ("Brier score", metrics.brierScore.fixed(4)),
      ("calibration", "\(metrics.expectedCalibrationError.fixed(4)) expected error in 15 bins"),
      ("ROC AUC", metrics.rocAUC?.fixed(5) ?? "-"), ("Cohen's kappa", metrics.cohenKappa?.fixed(4) ?? "-"),
    ]
    let width = scores.map(\.0.count).max() ?? 0
    let lines = scores.map { name, value in name + String(repeating: " ", count: width - name.count + 2) + value }
    return ([top.joined(separator: "  ")] + lines + ["", table] + absence).joined(separator: "\n")
  }

  /// Which classes the macro means leave out.
  private var absence: [String] {
    let names = metrics.absentClasses.map(PrintableText.escaped)
    guard !names.isEmpty else { return [] }
    let more = names.count > Self.shown ? " and \((names.count - Self.shown).grouped) more" : ""
    return [
      "absent from truth and answers, so not in the macro mean: " + NameList.classes(names.prefix(Self.shown)) + more
    ]
  }

  /// Absent classes that are named at most.
  private static let shown = 10

  private var table: String {
    var table = TextTable(header: ["class", "precision", "recall", "F1", "images"])
    for row in metrics.perClass {
      table.append([row.name, row.precision.fixed(4), row.recall.fixed(4), row.f1.fixed(4), row.support.grouped])
    }
    let total = metrics.perClass.reduce(0) { $0 + $1.support }.grouped
    table.append([
      "macro mean", metrics.macroPrecision.fixed(4), metrics.macroRecall.fixed(4), metrics.macroF1.fixed(4), total,
    ])
    table.append([
      "weighted mean", metrics.weightedPrecision.fixed(4), metrics.weightedRecall.fixed(4),
      metrics.weightedF1.fixed(4), total,
    ])
    return table.text
  }
}
