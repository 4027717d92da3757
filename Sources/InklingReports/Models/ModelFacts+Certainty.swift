import InklingAnalysis
import InklingCharts
import InklingDatasets
import InklingFiles
import InklingTraining

extension ModelFacts {
  private static let bins = 15

  func calibration() -> PageSection {
    var figures: [Figure] = []
    var table = DataTable(
      "What the temperature does",
      [
        .text("model"), .number("temperature"), .number("calibration error"), .number("after"),
        .number("log loss (nats)"), .number("after"),
      ])
    for entry in models {
      let (before, after) = (entry.calibrated, entry.temperature(entry.calibrated))
      let chart = LineChart(
        heading("Reliability", entry), x: Axis("probability of the answer (%)", range: 0...100),
        y: Axis("right (%)", range: 0...100),
        series: [("as it is", before), ("with its temperature", after)].map { name, values in
          .init(name, values.reliability(bins: Self.bins).map { ($0.confidence * 100, $0.accuracy * 100) })
        }, showsIdentity: true)
      var numbers = DataTable(
        heading("Answers by their probability", entry),
        [.text("probabilities"), .number("answers"), .number("mean probability"), .number("right")])
      for (name, values) in [("as it is", before), ("with its temperature", after)] {
        for bin in values.reliability(bins: Self.bins) {
          numbers.append([
            name, NumberText.grouped(bin.count), NumberText.percent(bin.confidence), NumberText.percent(bin.accuracy),
          ])
        }
      }
      figures.append(Figure(chart.plot, caption: "On the dashed line answers are as certain as right.", table: numbers))
      table.append([
        entry.name, NumberText.fixed(entry.temperature.temperature, 3),
        NumberText.percent(before.expectedCalibrationError()), NumberText.percent(after.expectedCalibrationError()),
        NumberText.fixed(before.logLoss, 4), NumberText.fixed(after.logLoss, 4),
      ])
    }
    let source =
      fitted.isOfPart
      ? "The temperature was fitted on every other of the images, and is shown on the rest: no images were held out."
      : "The temperature was fitted on \(NumberText.grouped(fitted.count)) held-out images."
    return PageSection("Calibration", [.paragraph(source), .figures(figures), .table(table)])
  }

  func coverage() -> PageSection {
    let curves = models.map { entry in
      LineChart.Series(
        entry.name, entry.answers.probabilities.coverage().map { ($0.coverage * 100, $0.accuracy * 100) })
    }
    let chart = LineChart(
      "Accuracy of the most certain answers", x: Axis("answered (%)", range: 0...100), y: Axis("right (%)"),
      series: curves)
    var table = DataTable(
      "What is reached when the least certain images are left out",
      [.text("model"), .number("answered"), .number("right"), .number("probability at least")])
    for entry in models {
      for point in entry.answers.probabilities.coverage(points: 20) {
        table.append([
          entry.name, NumberText.percent(point.coverage), NumberText.percent(point.accuracy),
          NumberText.percent(point.threshold),
        ])
      }
    }
    return PageSection(
      "Coverage",
      [
        .paragraph("The images are ordered by the probability of the answer; the least certain are left out."),
        .figures([Figure(chart.plot, table: table)]),
      ])
  }

  func corruptions() throws(InputError) -> PageSection {
    let places = Array(part.prefix(options.corruptedImages))
    let clean = models.map { entry in
      zip(entry.answers.predictions, entry.answers.labels).prefix(places.count).count { $0 == $1 }
    }
    var table = DataTable(
      "Accuracy on damaged images", [.text("corruption"), .text("example")] + models.map { .number($0.name) })
    let example = try ReportPicture(images, places[0]).markup("an image as it is", target: 28)
    table.append(
      [.text("none"), example] + clean.map { .text(NumberText.percent(Double($0) / Double(places.count))) })
    var sums = [Double](repeating: 0, count: models.count)
    var columns = [[Double]](repeating: [], count: models.count)
    for corruption in Corruption.allCases {
      let shown = images.corrupted(by: corruption, at: places)
      let picture = try ReportPicture(shown, 0).markup("an image with \(corruption.title)", target: 28)
      var cells: [Markup] = [.text(corruption.title), picture]
      for (number, entry) in models.enumerated() {
        let isInverse = images.isInverse(of: entry.model)
        let damaged = isInverse ? entry.images.corrupted(by: corruption, at: places) : shown
        let accuracy = try entry.ensemble.answers(to: damaged).result().accuracy
        sums[number] += accuracy
        columns[number].append(accuracy * 100)
        cells.append(.text(NumberText.percent(accuracy)))
      }
      table.append(cells)
    }
    let kinds = Double(Corruption.allCases.count)
    table.append(
      [.text("mean corruption accuracy"), .text("")] + sums.map { .text(NumberText.percent($0 / kinds)) })
    let chart = ColumnChart(
      "Accuracy on damaged images", x: Axis("corruption", names: Corruption.allCases.map(\.title)),
      y: Axis("right (%)", range: 0...100), series: zip(models, columns).map { .init($0.name, $1) })
    return PageSection(
      "Damaged images",
      [
        .paragraph(
          "\(NumberText.grouped(places.count)) of the images, damaged in the fifteen ways of MNIST-C with its parameters. "
            + "The mean counts each way alike."), .figures([Figure(chart.plot, table: chart.table)]), .table(table),
      ])
  }

  /// Each of the other models against the first, by McNemar's test.
  func comparison() -> PageSection {
    var table = DataTable(
      "Each model against \(models[0].name)",
      [
        .text("model"), .number("right alone"), .number("\(models[0].name) right alone"), .number("both right"),
        .number("both wrong"), .number("p"),
      ])
    var sentences: [String] = []
    let (first, labels) = (models[0].answers.predictions, models[0].answers.labels)
    for entry in models.dropFirst() {
      let other = entry.answers.predictions
      let test = McNemarTest(first, other, labels: labels)
      let both = labels.indices.count { first[$0] == labels[$0] && other[$0] == labels[$0] }
      table.append([
        entry.name, NumberText.grouped(test.onlySecond), NumberText.grouped(test.onlyFirst), NumberText.grouped(both),
        NumberText.grouped(labels.count - both - test.onlyFirst - test.onlySecond), NumberText.short(test.pValue),
      ])
      let isChance = test.pValue >= 0.05
      sentences.append(
        "\(entry.name) and \(models[0].name) differ by \(isChance ? "no more than chance would have it" : "more than chance")"
          + " (p = \(NumberText.short(test.pValue, digits: 3))).")
    }
    return PageSection(
      "Side by side",
      [
        .paragraph("McNemar's test looks at the images that one model alone gets right."), .table(table),
      ] + sentences.map { .paragraph($0) })
  }
}
