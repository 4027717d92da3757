import InklingCharts
import InklingDatasets
import InklingFiles
import InklingTraining

extension ModelFacts {
  /// Cells of a confusion matrix that have a gallery, and the pictures of each.
  private static let shownCells = 120
  private static let shownOfCell = 8

  func classes(_ results: [EvaluationResult]) -> PageSection {
    var figures: [Figure] = []
    for (title, value) in [
      ("Precision", \ClassScores.precision), ("Recall", \ClassScores.recall), ("F1", \ClassScores.f1),
    ] {
      let values = results.map { $0.metrics?.perClass.map { $0[keyPath: value] * 100 } ?? [] }
      let low = values.flatMap { $0 }.min() ?? 0
      // Bars begin at nothing, which hides differences near 100: errors are shown where all are small.
      let isError = low > 80
      let chart = ColumnChart(
        isError ? "\(title): what is missing to 100 %" : "\(title) of each class", x: Axis("class", names: names),
        y: Axis(isError ? "100 - \(title.lowercased()) (%)" : "\(title.lowercased()) (%)"),
        series: zip(models, values).map { .init($0.name, isError ? $1.map { 100 - $0 } : $1) })
      figures.append(Figure(chart.plot, table: chart.table))
    }
    var parts: [PageSection.Part] = [.figures(figures)]
    for (entry, result) in zip(models, results) {
      guard let metrics = result.metrics else { continue }
      var table = DataTable(
        heading("Scores of each class", entry),
        [.text("class"), .number("precision"), .number("recall"), .number("F1"), .number("images")])
      for (name, scores) in zip(names, metrics.perClass) {
        table.append([
          name, NumberText.percent(scores.precision), NumberText.percent(scores.recall), NumberText.percent(scores.f1),
          NumberText.grouped(scores.support),
        ])
      }
      table.append([
        "plain mean", NumberText.percent(metrics.macroPrecision), NumberText.percent(metrics.macroRecall),
        NumberText.percent(metrics.macroF1), NumberText.grouped(result.count),
      ])
      parts.append(.table(table))
    }
    return PageSection("Classes", parts)
  }

  func confusion(_ number: Int, _ result: EvaluationResult) throws(InputError) -> PageSection {
    let entry = models[number]
    let count = names.count
    var cells: [Int: [Int]] = [:]
    for (place, prediction) in entry.answers.predictions.enumerated()
    where prediction != entry.answers.labels[place] {
      cells[Int(entry.answers.labels[place]) * count + Int(prediction), default: []].append(place)
    }
    let order = cells.keys.sorted { (cells[$0]?.count ?? 0, $1) > (cells[$1]?.count ?? 0, $0) }
    let shown = Array(order.prefix(Self.shownCells))
    let known = Set(shown)
    let map = HeatMap(
      heading("Confusion matrix", entry), rowTitle: "truth", rows: names, columnTitle: "answer", columns: names,
      values: (0..<count * count).map { cell in
        Double(result.confusion?[truth: cell / count, prediction: cell % count] ?? 0)
      }, leavesOutDiagonal: true,
      link: { row, column in
        known.contains(row * count + column) ? "#mistakes-\(number)-\(row)-\(column)" : nil
      })
    var galleries: [Markup] = []
    for cell in shown {
      let (truth, answer) = (cell / count, cell % count)
      // The most certain mistakes first.
      let values = entry.answers.probabilities.values
      let places = (cells[cell] ?? []).sorted { (values[$0 * count + answer], $1) > (values[$1 * count + answer], $0) }
      var tiles = Tiles()
      for place in places.prefix(Self.shownOfCell) {
        tiles.append(
          [try picture(place)], "image \(part[place])", NumberText.percent(values[place * count + answer]))
      }
      let rest = places.count > Self.shownOfCell ? ", the \(Self.shownOfCell) most certain" : ""
      galleries.append(
        Markup(
          "details", ["id": "mistakes-\(number)-\(truth)-\(answer)", "open": "open"],
          [
            Markup("summary", text: "\(names[truth]) taken for \(names[answer]): \(places.count)\(rest)"),
            tiles.markup,
          ]))
    }
    return PageSection(
      heading("Confusion", entry),
      [
        .paragraph(
          "A row for each class, a column for each answer. A number beside the diagonal leads to its pictures."),
        .figures([Figure(map.plot, table: map.table, isWide: true)]),
        .markup(Markup("div", ["class": "grid"], galleries)),
      ])
  }

  func mistakes(of entry: Entry) throws(InputError) -> PageSection {
    let count = names.count
    let values = entry.answers.probabilities.values
    let wrong = entry.answers.predictions.indices.filter {
      entry.answers.predictions[$0] != entry.answers.labels[$0]
    }
    func margin(_ place: Int) -> Double {
      values[place * count + Int(entry.answers.predictions[place])]
        - values[place * count + Int(entry.answers.labels[place])]
    }
    let worst = wrong.sorted { (margin($0), $1) > (margin($1), $0) }.prefix(options.mistakes)
    let title = heading("Worst mistakes", entry)
    guard !worst.isEmpty else { return PageSection(title, [.paragraph("There is none.")]) }
    // A model on bytes has no gradients.
    var explainer: SaliencyExplainer?
    if entry.model.quantized == nil { explainer = try SaliencyExplainer(entry.model, threads: options.threads) }
    var tiles = Tiles()
    for place in worst {
      let (answer, label) = (Int(entry.answers.predictions[place]), Int(entry.answers.labels[place]))
      let pixels = Array(entry.images[part[place]])
      let own = ReportPicture(pixels, channels: images.channels, height: images.height, width: images.width, side: 512)
      let maps = try explainer.map { explainer throws(InputError) in
        try explainer.methods.map { method throws(InputError) in
          let map = try explainer.map(method, of: answer, at: pixels)
          return try ReportPicture(map: map, over: own).markup("\(method.title) for \(names[answer])")
        }
      }
      tiles.append(
        [try picture(place)] + (maps ?? []),
        "image \(part[place]): \(names[label]) taken for \(names[answer])",
        "\(NumberText.percent(values[place * count + answer])) to \(NumberText.percent(values[place * count + label]))")
    }
    let basis = explainer.map { explainer in
      "Beside each image what speaks for the wrong answer (orange) and against it (blue): "
        + explainer.methods.map(\.title).joined(separator: ", ") + "."
    }
    return PageSection(
      title,
      [
        .paragraph(
          "The mistakes of which the model is most certain. "
            + (basis
              ?? "What they rest on is left out: it takes gradients, and this model multiplies bytes. The model in float32 "
              + "that it was made from has them.")), .markup(tiles.markup),
      ])
  }
}
