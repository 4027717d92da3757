import InklingCharts
import InklingEngine
import InklingFiles
import InklingTraining

extension ModelFacts {
  func overview(_ results: [EvaluationResult]) -> PageSection {
    var cards = Cards()
    var table = DataTable(
      "What each model reaches on \(text)",
      [
        .text("model"), .number("accuracy"), .number("95 % interval"), .number("right"), .number("loss (nats)"),
        .number("parameters"), .number("multiply-adds"),
      ])
    for (entry, result) in zip(models, results) {
      let summary = GraphSummary(of: entry.model.graph)
      let interval =
        "\(NumberText.percent(result.interval.lower)) to \(NumberText.percent(result.interval.upper))"
      table.append([
        entry.name, NumberText.percent(result.accuracy), interval,
        "\(NumberText.grouped(result.correct)) of \(NumberText.grouped(result.count))",
        NumberText.fixed(result.loss, 4), NumberText.grouped(summary.parameters),
        NumberText.grouped(summary.multiplyAdds),
      ])
      guard models.count == 1 else { continue }
      cards.append(NumberText.percent(result.accuracy), "accuracy, \(interval) with 95 % confidence")
      cards.append(NumberText.grouped(result.count - result.correct), "mistakes in \(NumberText.grouped(result.count))")
      cards.append(NumberText.fixed(result.loss, 4), "loss (nats)")
      cards.append(NumberText.grouped(summary.parameters), "parameters")
      cards.append(NumberText.grouped(summary.multiplyAdds), "multiply-adds an image")
    }
    var parts: [PageSection.Part] = models.count == 1 ? [.markup(cards.markup)] : []
    parts.append(.table(table))
    for entry in models {
      var text = "\(entry.name) is \(PrintableText.shortened(entry.model.weightsText, to: 160))"
      if let training = entry.model.training {
        text +=
          ", trained by the recipe \(ReportText.name(training.recipe.name)) on "
          + "\(ReportText.name(training.recipe.data.dataset)), seed \(training.recipe.seed)"
      }
      parts.append(.paragraph(text + "."))
      if !entry.model.card.isEmpty {
        parts.append(.paragraph(PrintableText.shortened(entry.model.card.text, to: 2000)))
      }
    }
    return PageSection("Accuracy", parts)
  }

  func learning() throws(InputError) -> PageSection {
    var histories: [(String, [EpochRecord])] = []
    for entry in models {
      guard let run = entry.model.origin.run else { continue }
      let saved = RunFolder.report(at: run)?.epochs ?? []
      let history = saved.isEmpty ? try RunFolder.history(at: run) : saved
      if !history.isEmpty { histories.append((entry.name, history)) }
    }
    guard !histories.isEmpty else {
      return PageSection(
        "Learning", [.paragraph("A model's file does not say how training went; a run's folder does.")])
    }
    func lines(
      _ training: @escaping (EpochRecord) -> Double?, _ validation: @escaping (EpochRecord) -> Double? = { _ in nil }
    ) -> [LineChart.Series] {
      histories.flatMap { name, history -> [LineChart.Series] in
        [("training", training), ("held out", validation)].compactMap { kind, value in
          let points = history.compactMap { record in value(record).map { (Double(record.epoch), $0) } }
          let title = histories.count == 1 ? kind : "\(name), \(kind)"
          return points.isEmpty ? nil : LineChart.Series(title, points)
        }
      }
    }
    let epochs = Axis("epoch")
    var charts = [
      LineChart(
        "Loss", x: epochs, y: Axis("loss (nats)", scale: .logarithmic),
        series: lines({ $0.loss > 0 ? $0.loss : nil }, { $0.validation.flatMap { $0.loss > 0 ? $0.loss : nil } })),
      LineChart(
        "Errors", x: epochs, y: Axis("wrong answers (%)"),
        series: lines({ (1 - $0.accuracy) * 100 }, { $0.validation.map { (1 - $0.accuracy) * 100 } })),
    ]
    let rates = lines({ $0.learningRate.map { Double($0) } })
    if !rates.isEmpty { charts.append(LineChart("Learning rate", x: epochs, y: Axis("rate"), series: rates)) }
    charts.append(
      LineChart(
        "Speed", x: epochs, y: Axis("images a second", range: 0...speedLimit(histories)),
        series: lines({ $0.imagesPerSecond })))
    return PageSection(
      "Learning",
      [
        .paragraph(
          "Training figures are those of each image as it was seen, before its step. The learning rate is that of the "
            + "epoch's last step."), .figures(charts.map { Figure($0.plot, table: $0.table) }),
      ])
  }

  private func speedLimit(_ histories: [(String, [EpochRecord])]) -> Double {
    max(histories.flatMap { $0.1.map(\.imagesPerSecond) }.max() ?? 1, 1) * 1.1
  }
}
