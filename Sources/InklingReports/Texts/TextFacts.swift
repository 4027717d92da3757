import InklingCharts
import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTraining

/// What the sections of reports about models that read texts are made from.
struct TextFacts {
  /// One model with its answers.
  struct Entry {
    /// Short, and no other's.
    let name: String
    let model: TrainedModel
    let answers: TextAnswers

    var metrics: TextMetrics {
      if case .text(let metrics)? = answers.result.details { metrics } else { TextMetrics() }
    }
  }

  let models: [Entry]
  let images: LabeledImages
  let title: String
  let mistakes: Int

  /// Confused pairs that are shown.
  private static let shownPairs = 40

  var text: String {
    "\(NumberText.grouped(models[0].answers.truths.count)) images of \(PrintableText.shortened(title, to: 120))"
  }

  private func heading(_ text: String, _ entry: Entry) -> String { models.count == 1 ? text : "\(text): \(entry.name)" }

  func overview() -> PageSection {
    var cards = Cards()
    var table = DataTable(
      "What each model reads on \(text)",
      [
        .text("model"), .number("whole texts"), .number("95 % interval"), .number("right"), .number("characters"),
        .number("CER"), .number("with repeats"), .number("without"), .number("loss (nats)"), .number("parameters"),
      ])
    for entry in models {
      let (result, metrics) = (entry.answers.result, entry.metrics)
      let interval =
        "\(NumberText.percent(result.interval.lower)) to \(NumberText.percent(result.interval.upper))"
      let parameters = NumberText.grouped(GraphSummary(of: entry.model.graph).parameters)
      table.append([
        entry.name, NumberText.percent(result.accuracy), interval,
        "\(NumberText.grouped(result.correct)) of \(NumberText.grouped(result.count))",
        NumberText.percent(metrics.characterAccuracy), NumberText.percent(metrics.characterErrorRate),
        share(metrics.withRepeats), share(metrics.withoutRepeats), NumberText.fixed(result.loss, 4), parameters,
      ])
      guard models.count == 1 else { continue }
      cards.append(NumberText.percent(result.accuracy), "whole texts, \(interval) with 95 % confidence")
      cards.append(NumberText.percent(metrics.characterAccuracy), "of the characters")
      cards.append(NumberText.percent(metrics.characterErrorRate), "character error rate")
      cards.append(parameters, "parameters")
    }
    let note = "Repeats are texts with two equal characters side by side."
    return PageSection(
      "Accuracy", (models.count == 1 ? [.markup(cards.markup)] : []) + [.table(table), .paragraph(note)])
  }

  private func share(_ share: TextMetrics.Share) -> String {
    share.count == 0 ? "none" : "\(NumberText.percent(share.accuracy)) of \(NumberText.grouped(share.count))"
  }

  func positions() -> PageSection {
    let count = models.map(\.metrics.byPosition.count).max() ?? 0
    return columns(
      "Positions", "Characters that are read, by their position in the true text", "position",
      (0..<count).map { "\($0 + 1)" }
    ) { entry in (0..<count).map { entry.metrics.byPosition.indices.contains($0) ? entry.metrics.byPosition[$0] : nil }
    }
  }

  func lengths() -> PageSection {
    let longest = models.map(\.metrics.byLength.count).max() ?? 0
    let lengths = (0..<longest).filter { length in
      models.contains { $0.metrics.byLength.indices.contains(length) && $0.metrics.byLength[length].count > 0 }
    }
    return columns("Lengths", "Whole texts that are read, by their length", "characters", lengths.map(String.init)) {
      entry in lengths.map { entry.metrics.byLength.indices.contains($0) ? entry.metrics.byLength[$0] : nil }
    }
  }

  private func columns(
    _ title: String, _ caption: String, _ axis: String, _ names: [String],
    _ shares: (Entry) -> [TextMetrics.Share?]
  ) -> PageSection {
    let chart = ColumnChart(
      caption, x: Axis(axis, names: names), y: Axis("read (%)", range: 0...100),
      series: models.map { entry in .init(entry.name, shares(entry).map { ($0?.accuracy ?? 0) * 100 }) })
    var table = DataTable(caption, [.text(axis)] + models.map { .number($0.name) })
    for (place, name) in names.enumerated() {
      table.append([name] + models.map { shares($0)[place].map(share) ?? "none" })
    }
    return PageSection(title, [.figures([Figure(chart.plot, table: table)])])
  }

  func confusions(of entry: Entry) -> PageSection {
    let pairs = entry.metrics.frequentConfusions
    let title = heading("Confused characters", entry)
    guard !pairs.isEmpty else { return PageSection(title, [.paragraph("There is none.")]) }
    var table = DataTable(
      "What characters were taken for", [.text("truth"), .text("read as"), .number("times"), .number("of all edits")])
    for (pair, count) in pairs.prefix(Self.shownPairs) {
      table.append([
        pair.truth.isEmpty ? "nothing" : ReportText.name(pair.truth),
        pair.answer.isEmpty ? "nothing" : ReportText.name(pair.answer), NumberText.grouped(count),
        NumberText.percent(Double(count) / Double(max(entry.metrics.edits, 1))),
      ])
    }
    let rest = pairs.count > Self.shownPairs ? " The \(Self.shownPairs) most frequent of \(pairs.count) are shown." : ""
    return PageSection(
      title,
      [
        .paragraph("Pairs follow from the alignment of the answers to the true texts with the fewest edits.\(rest)"),
        .table(table),
      ])
  }

  /// The mistakes of which the model is most certain.
  func worstMistakes(of entry: Entry) throws(InputError) -> PageSection {
    let (answers, right) = (entry.answers.answers, entry.answers.areRight)
    let worst = answers.indices.filter { !right[$0] }.sorted {
      (answers[$0].probability, $1) > (answers[$1].probability, $0)
    }.prefix(mistakes)
    let title = heading("Worst mistakes", entry)
    guard !worst.isEmpty else { return PageSection(title, [.paragraph("There is none.")]) }
    var tiles = Tiles()
    for place in worst {
      let (truth, answer) = (ReportText.name(entry.answers.truths[place]), ReportText.name(answers[place].text))
      let picture = try ReportPicture(images, entry.answers.places[place], side: 240).markup(
        "a picture of \(truth)", target: 200)
      let file = entry.answers.files[place].split(separator: "/").last.map(String.init) ?? ""
      tiles.append(
        [picture], "\(truth) read as \(answer.isEmpty ? "nothing" : answer)",
        "\(NumberText.percent(answers[place].probability)), \(ReportText.name(file))")
    }
    return PageSection(
      title,
      [
        .paragraph("The wrong texts of which the model is most certain, with the probability of the whole text."),
        .markup(tiles.markup),
      ])
  }

  /// Each of the other models against the first, by McNemar's test on whole texts.
  func comparison() -> PageSection {
    var table = DataTable(
      "Each model against \(models[0].name)",
      [.text("model"), .number("right alone"), .number("\(models[0].name) right alone"), .number("p")])
    for entry in models.dropFirst() {
      let test = McNemarTest(right: models[0].answers.areRight, entry.answers.areRight)
      table.append([
        entry.name, NumberText.grouped(test.onlySecond), NumberText.grouped(test.onlyFirst),
        NumberText.short(test.pValue),
      ])
    }
    return PageSection(
      "Side by side",
      [.paragraph("McNemar's test looks at the texts that one model alone reads as a whole."), .table(table)])
  }
}
