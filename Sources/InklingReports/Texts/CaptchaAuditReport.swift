public import InklingCharts
import InklingFiles
public import InklingTraining

/// An audit as one page: how strong the CAPTCHA is, in a sentence, curves of whole texts against labels and minutes, and all
/// figures with their intervals.
///
///     try CaptchaAuditReport(result, of: "our sign-up form").page.write(to: "audit.html")
public struct CaptchaAuditReport {
  /// The page.
  public let page: Page

  /// Shows an audit.
  ///
  /// - Parameters:
  ///   - result: what was found.
  ///   - title: whose pictures they are, in prose.
  public init(_ result: CaptchaAuditResult, of title: String) {
    let facts = AuditFacts(result: result)
    let name = ReportText.name(title)
    page = Page(
      title: "\(name): how strong is it?",
      introduction: [Markup("p", ["class": "soft"], text: facts.introduction)],
      sections: [facts.verdict(), facts.curves(), facts.figures()],
      footer: "Made by Inkling \(Release.version). The page needs no network and no script.")
  }
}

/// What the sections of an audit's page are made from.
struct AuditFacts {
  let result: CaptchaAuditResult

  var introduction: String {
    let drawn =
      result.style.map { " The network that is started from was trained on drawn pictures, style \($0)." } ?? ""
    return "\(NumberText.grouped(result.pictures)) labelled pictures to train on, \(NumberText.grouped(result.tested)) "
      + "others to read, on which nothing was chosen. Network: \(ReportText.name(result.network)).\(drawn)"
  }

  func verdict() -> PageSection {
    var cards = Cards()
    if let best = result.best, let end = best.end {
      cards.append(NumberText.percent(end.accuracy), "whole texts at most, \(interval(end)) with 95 % confidence")
      cards.append(NumberText.grouped(best.labels), "labels for that, \(best.start.title)")
    }
    cards.append(Self.minutes(result.seconds), "minutes in all")
    var paragraphs = [PageSection.Part.markup(cards.markup), .paragraph(result.verdict)]
    if let note = result.stopNote { paragraphs.append(.paragraph(note)) }
    return PageSection("Verdict", paragraphs)
  }

  func curves() -> PageSection {
    let percent = Axis("whole texts (%)", range: 0...100)
    let trainings = result.trainings
    let labels = [CaptchaAuditResult.Start.nothing, .network].compactMap { start -> LineChart.Series? in
      let ends = trainings.filter { $0.start == start && $0.labels > 0 }.compactMap { training in
        training.end.map { (Double(training.labels), $0) }
      }
      return ends.isEmpty ? nil : Self.series(start.title, ends)
    }
    let minutes = trainings.filter { !$0.points.isEmpty }.map { training in
      Self.series(training.title, training.points.map { ($0.seconds / 60, $0) })
    }
    let charts = [
      LineChart(
        "Whole texts against labels", x: Axis("labelled pictures", scale: .logarithmic), y: percent, series: labels),
      LineChart("Whole texts against minutes", x: Axis("minutes of training"), y: percent, series: minutes),
    ].filter { !$0.series.isEmpty }
    guard !charts.isEmpty else { return PageSection("Curves", [.paragraph("Nothing was read.")]) }
    let caption = "Strokes are 95 % intervals (Wilson)."
    return PageSection("Curves", [.figures(charts.map { Figure($0.plot, caption: caption, table: $0.table) })])
  }

  private static func series(_ name: String, _ points: [(Double, CaptchaAuditResult.Point)]) -> LineChart.Series {
    LineChart.Series(
      name, points.map { ($0.0, $0.1.accuracy * 100) },
      intervals: points.map { ($0.0, $0.1.interval.lower * 100...max($0.1.interval.lower, $0.1.interval.upper) * 100) })
  }

  func figures() -> PageSection {
    var table = DataTable(
      "Each network at the end of its training",
      [
        .text("labels"), .text("started from"), .number("whole texts"), .number("95 % interval"), .number("right"),
        .number("characters"), .number("steps"), .number("minutes"), .text("stopped"),
      ])
    for training in result.trainings {
      let end = training.end
      table.append([
        training.labels == 0 ? "none" : NumberText.grouped(training.labels), training.start.title,
        end.map { NumberText.percent($0.accuracy) } ?? "", end.map(interval) ?? "",
        end.map { "\(NumberText.grouped($0.correct)) of \(NumberText.grouped($0.texts))" } ?? "",
        end.map { NumberText.percent($0.characterAccuracy) } ?? "",
        "\(NumberText.grouped(end?.steps ?? 0)) of \(NumberText.grouped(training.plannedSteps))",
        Self.minutes(end?.seconds ?? 0), training.stop?.title ?? "no",
      ])
    }
    return PageSection(
      "Figures",
      [
        .table(table),
        .paragraph(
          "The same pictures, seed and \(NumberText.grouped(result.steps)) steps in all give the same texts. Minutes are "
            + "this machine's."),
      ])
  }

  private func interval(_ point: CaptchaAuditResult.Point) -> String {
    "\(NumberText.percent(point.interval.lower)) to \(NumberText.percent(point.interval.upper))"
  }

  private static func minutes(_ seconds: Double) -> String { NumberText.fixed(seconds / 60, 1) }
}
