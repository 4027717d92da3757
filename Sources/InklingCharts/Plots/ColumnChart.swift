/// Bars, upright for numbers and groups, or lying for names: counts of classes, histograms.
public struct ColumnChart: Sendable {
  /// Bars of one kind.
  public struct Series: Sendable {
    /// What the bars are, for the legend.
    public let name: String
    /// A value for each place; at least 0.
    public let values: [Double]

    /// Bars of one kind.
    public init(_ name: String, _ values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  /// What the chart shows.
  public var title: String
  /// The places: names, or where no names are given the middles of equal parts of the range.
  public var x: Axis
  /// The values.
  public var y: Axis
  /// The bars; each kind beside the others.
  public var series: [Series]

  /// A chart of bars.
  ///
  /// - Precondition: as many values in each series.
  public init(_ title: String, x: Axis, y: Axis, series: [Series]) {
    precondition(Set(series.map(\.values.count)).count <= 1, "series of different lengths")
    self.title = title
    self.x = x
    self.y = y
    self.series = series
  }

  private static let height = 240.0
  /// With more names they would be too close: bars lie then.
  private static let mostColumns = 12

  private var count: Int { series.first?.values.count ?? 0 }
  private var lies: Bool { x.names.map { $0.count > Self.mostColumns || $0.contains { $0.count > 8 } } ?? false }

  /// The chart as a drawing.
  public var plot: Plot { lies ? lying : upright }

  private var upright: Plot {
    let legend = Legend(names: series.map(\.name))
    let height = Self.height + legend.height
    let places = x.names == nil ? (x.range ?? 0...Double(max(count, 1))) : -0.5...Double(count) - 0.5
    let across = Axis(x.title, range: places, names: x.names)
    let frame = PlotFrame(
      x: across.fitted(to: [], marks: 5),
      y: valueAxis.fitted(to: series.flatMap(\.values) + base, marks: 5), height: height, legend: legend.height)
    let width = frame.width / Double(max(count, 1))
    let gap = x.names == nil ? min(1, width * 0.1) : width * 0.2
    let bar = (width - gap) / Double(max(series.count, 1))
    var bars: [Markup] = []
    for (number, kind) in series.enumerated() {
      for (place, value) in kind.values.enumerated() where value.isFinite {
        let top = frame.place(0, value).y
        bars.append(
          SVG.rect(
            frame.left + Double(place) * width + gap / 2 + Double(number) * bar, top, max(bar, 0.5),
            frame.bottom - top, "f\(number % 10)", tip: tip(kind, place, value)))
      }
    }
    return Plot(title: title, summary: summary, height: height, legend.markup + frame.markup + bars)
  }

  private var lying: Plot {
    let legend = Legend(names: series.map(\.name))
    let row = Double(max(series.count, 1)) * 9 + 9
    let names = x.names ?? []
    let height = Plot.titleHeight + legend.height + 46 + row * Double(names.count)
    let frame = PlotFrame(
      x: valueAxis.fitted(to: series.flatMap(\.values) + base, marks: 4),
      y: Axis("", range: -0.5...Double(names.count) - 0.5, names: names).fitted(to: [], marks: 1), height: height,
      legend: legend.height)
    // The first name stands on top.
    var bars: [Markup] = []
    for (number, kind) in series.enumerated() {
      for (place, value) in kind.values.enumerated() where value.isFinite {
        let top = frame.top + Double(place) * row + 4 + Double(number) * 9
        bars.append(
          SVG.rect(
            frame.left, top, frame.x.share(value) * frame.width, series.count == 1 ? row - 7 : 8, "f\(number % 10)",
            tip: tip(kind, place, value)))
      }
    }
    let flipped = PlotFrame(
      x: frame.x,
      y: Axis("", range: -0.5...Double(names.count) - 0.5, names: names.reversed()).fitted(to: [], marks: 1),
      height: height, legend: legend.height)
    return Plot(title: title, summary: summary, height: height, legend.markup + flipped.markup + bars)
  }

  /// Bars begin at nothing.
  private var base: [Double] { y.scale == .linear ? [0] : [] }

  private var valueAxis: Axis { y }

  private func placeText(_ place: Int) -> String {
    if let names = x.names { return names[place] }
    let range = x.range ?? 0...Double(max(count, 1))
    let width = (range.upperBound - range.lowerBound) / Double(max(count, 1))
    let from = range.lowerBound + Double(place) * width
    return "\(NumberText.short(from)) to \(NumberText.short(from + width))"
  }

  private func tip(_ kind: Series, _ place: Int, _ value: Double) -> String {
    "\(kind.name), \(placeText(place)): \(NumberText.short(value, digits: 6))"
  }

  private var summary: String {
    let kinds = series.prefix(6).compactMap { kind -> String? in
      guard let low = kind.values.min(), let high = kind.values.max(), let place = kind.values.firstIndex(of: high)
      else { return nil }
      return "\(kind.name) from \(NumberText.short(low)) to \(NumberText.short(high)), the most at \(placeText(place))"
    }
    return "\(title): \(y.title) by \(x.title). " + kinds.joined(separator: "; ") + "."
  }

  /// The bars as a table, a row for each place.
  public var table: DataTable {
    var table = DataTable(title, [.text(x.title)] + series.map { .number($0.name) })
    for place in 0..<count {
      table.append([placeText(place)] + series.map { NumberText.short($0.values[place], digits: 6) })
    }
    return table
  }
}
