import InklingDatasets
import InklingFiles
import InklingTraining

/// A finished training for people: what it reached, where it is, and what to do with it.
struct TrainingReportText {
  let report: TrainingReport
  let run: PreparedRun
  let showsConfusion: Bool

  init(_ report: TrainingReport, of run: PreparedRun, showsConfusion: Bool) {
    self.report = report
    self.run = run
    self.showsConfusion = showsConfusion
  }

  /// The lines, without a last line feed.
  var text: String {
    [
      report.validation.map(validationLine),
      report.selection.map(selectionLine),
      report.test.map(testLines),
      viewsLine,
      "time      \(report.secondsTotal.fixed(2)) s",
      "weights   sha256 \(report.weightsSHA256)",
      "saved in  \(report.run)",
      evaluation.map { "evaluate  \($0)" },
    ].compactMap(\.self).joined(separator: "\n")
  }

  private var families: [EvaluationView.Family] { run.folder.configuration.recipe.evaluation?.views ?? [] }

  private var viewsLine: String? {
    guard !families.isEmpty, report.test != nil else { return nil }
    let names = families.map(\.rawValue).joined(separator: ", ")
    return "views     \(EvaluationView.views(of: families).count) of each test image: as it is, \(names)"
  }

  /// Behind a matrix there is a blank line.
  private func testLines(_ result: EvaluationResult) -> String {
    let isLong = showsConfusion && result.confusion != nil
    return EvaluationText(result, showsConfusion: showsConfusion).text + (isLong ? "\n" : "")
  }

  private func validationLine(_ result: EvaluationResult) -> String {
    "held out  \(result.accuracy.percent): \(result.correct.grouped) of "
      + "\(result.count.of(SplitChoice.validation.noun)), loss \(result.loss.fixed(4))"
  }

  private func selectionLine(_ selection: WeightsSelection) -> String {
    let reason =
      selection.weights == .best ? "the best by the held-out \(selection.monitor.shortName)" : "the last"
    return "selected  epoch \(selection.epoch) of \(report.epochs.count), \(reason)"
      + (selection.stoppedEarly ? "; stopped early" : "")
  }

  /// The run's own images are what it is evaluated on when nobody names others: of a set without a test part those that it
  /// held out; nil where it held out none.
  private var evaluation: ShellCommand? {
    let hasTest = run.dataset.test.count > 0
    guard hasTest || report.validation != nil else { return nil }
    return ShellCommand(
      ["evaluate", ShellCommand.path(report.run)] + (hasTest ? [] : ["--split", "validation"])
        + ViewsChoice.options(families) + ShellCommand.data(run.dataFolder))
  }
}
