import InklingAnalysis
import InklingCharts
import InklingDatasets
import InklingFiles

extension DatasetFacts {
  func overview() throws(InputError) -> PageSection {
    var cards = Cards()
    cards.append(NumberText.grouped(dataset.train.count), "training images")
    cards.append(NumberText.grouped(dataset.test.count), "test images")
    cards.append("\(names.count)", "classes")
    let train = dataset.train
    cards.append("\(train.channels) x \(train.height) x \(train.width)", "channels, rows, columns")
    cards.append(NumberText.fixed(summary.train.pixels.mean, 4), "mean pixel, of 1")
    cards.append(NumberText.fixed(summary.train.pixels.deviation, 4), "deviation of the pixels")
    let repeated = [summary.duplicates.withinTrain, summary.duplicates.withinTest, summary.duplicates.acrossSplits]
    cards.append(NumberText.grouped(repeated.reduce(0) { $0 + $1.groups }), "groups of equal images")
    var parts: [PageSection.Part] = [.markup(cards.markup)]
    parts.append(.paragraph("From \(PrintableText.shortened(dataset.source, to: 200))."))
    parts += dataset.notes.prefix(20).map { .paragraph(PrintableText.shortened($0, to: 400)) }
    return PageSection("Overview", parts)
  }

  func classes() -> PageSection {
    let chart = ColumnChart(
      "Images of each class", x: Axis("class", names: names), y: Axis("images"),
      series: [
        .init("training", summary.train.classes.map { Double($0.count) }),
        .init("test", summary.test.classes.map { Double($0.count) }),
      ])
    let variance = ColumnChart(
      "How much the images of a class differ", x: Axis("class", names: names),
      y: Axis("sum of the pixels' variances"), series: [.init("training", statistics.classes.map(\.variance))])
    var table = DataTable(
      "Classes of the training set, and the counts of both parts",
      [
        .text("class"), .number("training"), .number("share"), .number("test"), .number("ink"), .number("variance"),
      ])
    for (label, name) in names.enumerated() {
      let (train, test) = (summary.train.classes[label], summary.test.classes[label])
      table.append([
        name, NumberText.grouped(train.count), NumberText.percent(train.share), NumberText.grouped(test.count),
        NumberText.percent(train.ink), NumberText.fixed(statistics.classes[label].variance, 2),
      ])
    }
    return PageSection(
      "Classes",
      [
        .figures([
          Figure(chart.plot, table: chart.table),
          Figure(
            variance.plot,
            caption: "Pixels are in 0...1. All classes together: \(NumberText.fixed(statistics.all.variance, 2)).",
            table: variance.table),
        ]),
        .paragraph("Ink is the mean pixel as a share of white; variance is summed over the pixels."), .table(table),
      ])
  }

  func samples() throws(InputError) -> PageSection {
    var tiles = Tiles()
    for row in summary.train.classes where !row.samples.isEmpty {
      let pictures = try row.samples.map { index throws(InputError) in try picture(index) }
      tiles.append(pictures.prefix(5).map { $0 }, names[row.label])
      if pictures.count > 5 { tiles.append(pictures.dropFirst(5).map { $0 }, names[row.label]) }
    }
    return PageSection(
      "Samples", [.paragraph("Training images, drawn at random from each class."), .markup(tiles.markup)])
  }

  func means() throws(InputError) -> PageSection {
    var tiles = Tiles()
    let rows =
      statistics.classes.enumerated().filter { $1.count > 0 }.map { (names[$0], $1) } + [("all", statistics.all)]
    for (name, row) in rows {
      let pictures = try [(row.mean, "mean"), (row.deviation, "deviation")].map { values, what throws(InputError) in
        // Deviations are at most half of the range.
        let scale = what == "mean" ? 1.0 : 2.0
        return try ReportPicture(
          values.map { UInt8(min(max($0 * scale, 0), 255).rounded()) }, channels: dataset.train.channels,
          height: dataset.train.height, width: dataset.train.width
        ).markup("\(what) image of \(name)", target: 84)
      }
      tiles.append(pictures, name)
    }
    return PageSection(
      "Mean and deviation",
      [
        .paragraph("Of each class's training images: left the mean of each pixel, right twice its deviation."),
        .markup(tiles.markup),
      ])
  }

  func pixels() -> PageSection {
    // Parts of four values; by the logarithm, since most pixels are paper.
    let pixels = (0..<64).map { part in
      statistics.pixelCounts[part * 4..<part * 4 + 4].reduce(0, +)
    }
    let histogram = ColumnChart(
      "Pixels", x: Axis("value, of 255", range: 0...256), y: Axis("pixels", scale: .logarithmic),
      series: [.init("training", pixels.map { max(Double($0), 1) })])
    let ink = (0..<ClassStatistics.inkBins).map { bin in statistics.inkCounts.reduce(0) { $0 + $1[bin] } }
    let last = (ink.lastIndex { $0 > 0 } ?? 0) + 1
    let width = 256 / Double(ClassStatistics.inkBins)
    let inkChart = ColumnChart(
      "Ink", x: Axis("mean pixel of an image, of 255", range: 0...Double(last) * width), y: Axis("images"),
      series: [.init("training", ink.prefix(last).map(Double.init))])
    let shown = statistics.inkCounts.indices.filter { statistics.classes[$0].count > 0 }.prefix(10)
    let byClass = LineChart(
      "Ink by class", x: Axis("mean pixel of an image, of 255"), y: Axis("share of the class's images"),
      series: shown.map { label in
        .init(
          names[label],
          (0..<last).map {
            (
              (Double($0) + 0.5) * width,
              Double(statistics.inkCounts[label][$0]) / Double(statistics.classes[label].count)
            )
          })
      })
    return PageSection(
      "Pixels and ink",
      [
        .figures([
          Figure(
            histogram.plot, caption: "A bar counts four neighbouring values; one stands for none, too.",
            table: histogram.table), Figure(inkChart.plot, table: inkChart.table),
          Figure(
            byClass.plot, caption: shown.count < names.count ? "The first ten classes." : "", table: byClass.table),
        ])
      ])
  }
}
