import InklingImages
import InklingMathematics
import InklingTraining

/// An audit for people: a table, a curve, and what it means.
struct CaptchaAuditText {
  let result: CaptchaAuditResult

  init(_ result: CaptchaAuditResult) { self.result = result }

  /// The text, without a last line feed.
  func text(on terminal: Terminal) -> String {
    let style = result.style.map { ", drawn pictures of the style \($0)" } ?? ""
    let heading =
      "\(result.pictures.of("labelled picture")) to train on, \(result.tested.of("other")) to read; "
      + "network \(result.network)\(style)"
    let curve = curve(terminal).joined(separator: "\n")
    return [heading, table, curve, result.stopNote, "\(result.verdict)\n\(again)"].compactMap {
      $0?.isEmpty == true ? nil : $0
    }
    .joined(separator: "\n\n")
  }

  private var again: String {
    "The same pictures and seed with --steps \(result.steps) give these texts again"
      + (result.stop == nil ? "." : ", where nothing is stopped.")
  }

  private var table: String {
    var table = TextTable(
      header: ["labels", "started from", "whole texts", "95 % interval", "characters", "steps", "minutes", "stopped"],
      leftColumns: 2)
    for training in result.trainings {
      let end = training.end
      table.append([
        training.labels == 0 ? "none" : training.labels.grouped,
        training.labels == 0 ? "drawn pictures" : training.start.title,
        end?.accuracy.percent ?? "", end.map { "\($0.interval.lower.percent) to \($0.interval.upper.percent)" } ?? "",
        end?.characterAccuracy.percent ?? "", "\((end?.steps ?? 0).grouped) of \(training.plannedSteps.grouped)",
        ((end?.seconds ?? 0) / 60).fixed(1), training.stop?.title ?? "no",
      ])
    }
    return table.text
  }

  /// The best accuracy for each number of labels, as a curve over their logarithm.
  private func curve(_ terminal: Terminal) -> [String] {
    func points(_ start: CaptchaAuditResult.Start) -> [CurveDrawing.Point] {
      result.trainings.filter { $0.start == start && $0.labels > 0 }.compactMap { training in
        training.end.map { CurveDrawing.Point(Elementary.logarithm(Double(training.labels)), $0.accuracy) }
      }
    }
    let (nothing, network) = (points(.nothing), points(.network))
    let labels = result.trainings.map(\.labels).filter { $0 > 0 }
    guard let least = labels.min(), let most = labels.max(), least < most else { return [] }
    let title = "whole texts from nothing" + (network.isEmpty ? "" : ", \(CurveDrawing.mark) from a network")
    let x = CurveDrawing.Axis(
      Elementary.logarithm(Double(least))...Elementary.logarithm(Double(most)), "\(least.grouped)",
      "\(most.grouped) labels")
    return CurveDrawing(title, curve: nothing, marks: network, x: x, y: CurveDrawing.Axis(0...1, "0 %", "100 %")).lines(
      width: 60, height: 11, hasColors: terminal.isTerminal)
  }
}
