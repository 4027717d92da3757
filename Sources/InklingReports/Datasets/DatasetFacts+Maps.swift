import InklingAnalysis
import InklingCharts
import InklingFiles

extension DatasetFacts {
  /// Points on the plane of the components; the map has all.
  private static let planePoints = 2000
  private static let shownComponents = 20

  func maps(_ options: NeighborEmbedding.Options) throws(InputError) -> [PageSection] {
    let sheet = try PictureSheet.sheet(of: dataset.train, at: chosen, identifier: "pictures")
    let embedding = NeighborEmbedding(of: coordinates, options: options)
    let points = chosen.enumerated().map { row, index in
      point(index, Double(embedding.x[row]), Double(embedding.y[row]))
    }
    let map = ScatterChart(
      "Map of \(NumberText.grouped(points.count)) training images", x: Axis("t-SNE 1"), y: Axis("t-SNE 2"),
      points: points, classNames: names, pictures: sheet)
    let text =
      "Images that are alike are near each other; how far groups are apart means little. Made by t-SNE with a "
      + "perplexity of \(NumberText.short(options.perplexity)) and \(options.iterations) steps from the first "
      + "\(components.components.count) principal components."
    return [
      try principalComponents(sheet),
      PageSection(
        "Map",
        [
          .paragraph("\(text) Point at a dot to see its image."),
          .figures([Figure(map.plot, table: map.table, isWide: true)]),
        ]),
    ]
  }

  private func point(_ index: Int, _ x: Double, _ y: Double) -> ScatterChart.Point {
    let label = Int(dataset.train.labels[index])
    return ScatterChart.Point(x: x, y: y, label: label, note: "\(names[label]), train \(index)")
  }

  private func principalComponents(_ sheet: PictureSheet) throws(InputError) -> PageSection {
    let small = Self.small(dataset.train)
    var tiles = Tiles()
    for (number, component) in components.components.prefix(Self.shownComponents).enumerated() {
      let share = components.totalVariance > 0 ? components.variances[number] / components.totalVariance : 0
      let picture = ReportPicture(
        values: Array(component.prefix(small.height * small.width)), height: small.height, width: small.width,
        isSigned: true)
      tiles.append(
        [try picture.markup("principal component \(number + 1)", target: 84)],
        "\(number + 1): \(NumberText.percent(share))")
    }
    var sum = 0.0
    let shares = components.variances.enumerated().map { number, variance -> (x: Double, y: Double) in
      sum += components.totalVariance > 0 ? variance / components.totalVariance : 0
      return (Double(number + 1), min(sum, 1) * 100)
    }
    let curve = LineChart(
      "Variance that the first components hold", x: Axis("components"),
      y: Axis("variance (%)", range: 0...100), series: [.init("training", shares)])
    var figures = [Figure(curve.plot, table: curve.table)]
    if components.components.count > 1 {
      let points = chosen.enumerated().prefix(Self.planePoints).map { row, index in
        point(index, Double(coordinates[row][0]), Double(coordinates[row][1]))
      }
      let plane = ScatterChart(
        "The first two components of \(NumberText.grouped(points.count)) images", x: Axis("component 1"),
        y: Axis("component 2"), points: points, classNames: names, pictures: sheet, ownsPictures: false)
      figures.append(Figure(plane.plot, caption: "Point at a dot to see its image.", table: plane.table, isWide: true))
    }
    return PageSection(
      "Principal components",
      [
        .paragraph(
          "The directions in which images differ most, with the share of all variance that each holds. Middle grey is "
            + "nothing; bright and dark pixels change together, one way or the other."),
        .markup(tiles.markup), .figures(figures),
      ])
  }
}
