import InklingTraining

/// A model before and after it was quantised, for people.
struct QuantizationText {
  private let report: QuantizationReport
  private let threads: Int
  private let noun: String

  /// - Parameter noun: what one of the images is: "test image".
  init(_ report: QuantizationReport, threads: Int, noun: String) {
    self.report = report
    self.threads = threads
    self.noun = noun
  }

  /// The lines, without a last line feed.
  var text: String {
    let forms = [report.float32, report.int8]
    var table = TextTable(header: ["", "float32", "int8"])
    func row(_ title: String, _ cell: (QuantizationReport.Form) -> String) { table.append([title] + forms.map(cell)) }
    let texts = forms.compactMap(\.textMetrics)
    row(texts.isEmpty ? "accuracy" : "accuracy, whole texts") { $0.result.accuracy.percent }
    row("95 % interval from") { $0.result.interval.lower.percent }
    row("to") { $0.result.interval.upper.percent }
    if !texts.isEmpty {
      row("characters read") { $0.textMetrics?.characterAccuracy.percent ?? "" }
      row("character errors") { $0.textMetrics?.characterErrorRate.percent ?? "" }
    }
    row("loss") { $0.result.loss.fixed(4) }
    row("the file, bytes") { $0.bytes.grouped }
    row("an image, microseconds, \(threads.of("thread"))") { $0.microseconds?.fixed(2) ?? "" }
    let share = report.count == 0 ? 0 : Double(report.sameAnswers) / Double(report.count)
    let answer = texts.isEmpty ? "class" : "text"
    return table.text + "\n\n"
      + "the same \(answer) for \(report.sameAnswers.grouped) of \(report.count.of(noun)), \(share.percent)"
  }
}

extension QuantizationReport.Form {
  /// Of a model that reads texts.
  fileprivate var textMetrics: TextMetrics? {
    if case .text(let metrics)? = result.details { metrics } else { nil }
  }
}
