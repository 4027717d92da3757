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
    try LearningSection(models.map { ($0.name, $0.model) }).section()
  }
}
