import InklingCharts
import InklingFiles
import InklingTraining

/// How training went, epoch by epoch, of models that come from runs.
struct LearningSection {
  private let models: [(name: String, model: TrainedModel)]

  init(_ models: [(name: String, model: TrainedModel)]) { self.models = models }

  func section() throws(InputError) -> PageSection {
    var histories: [(String, [EpochRecord])] = []
    for (name, model) in models {
      guard let run = model.origin.run else { continue }
      let saved = RunFolder.report(at: run)?.epochs ?? []
      let history = saved.isEmpty ? try RunFolder.history(at: run) : saved
      if !history.isEmpty { histories.append((name, history)) }
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
