/// The rectangle in which a chart's values lie, with its axes, grid and marks.
struct PlotFrame {
  let x: FittedAxis
  let y: FittedAxis
  let left: Double
  let top: Double
  let width: Double
  let height: Double

  /// - Parameters:
  ///   - height: of the whole chart.
  ///   - legend: the room for a legend below the title.
  init(x: FittedAxis, y: FittedAxis, height: Double, legend: Double = 0, right: Double = 12) {
    self.x = x
    self.y = y
    let longest = y.ticks.map(\.text.count).max() ?? 0
    left = (y.axis.title.isEmpty ? 8 : 22) + min(Double(longest) * 7.6, 118) + 6
    top = Plot.titleHeight + legend + 6
    width = Plot.usualWidth - left - right
    self.height = height - top - (x.axis.title.isEmpty ? 24 : 40)
  }

  func place(_ xValue: Double, _ yValue: Double) -> (x: Double, y: Double) {
    (left + x.share(xValue) * width, top + height - y.share(yValue) * height)
  }

  var bottom: Double { top + height }

  /// Grid, axes, marks and titles.
  var markup: [Markup] {
    var parts: [Markup] = []
    for tick in y.ticks {
      let place = bottom - y.share(tick.value) * height
      if y.axis.names == nil { parts.append(SVG.line(left, place, left + width, place, "g")) }
      parts.append(SVG.text(Self.short(tick.text, 16), left - 6, place + 4, "", .end))
    }
    let step = labelStep
    for (number, tick) in x.ticks.enumerated() where number.isMultiple(of: step) {
      let place = left + x.share(tick.value) * width
      parts.append(SVG.line(place, bottom, place, bottom + 4, "a"))
      parts.append(SVG.text(Self.short(tick.text, 12), place, bottom + 17, "", .middle))
    }
    parts.append(SVG.line(left, bottom, left + width, bottom, "a"))
    if !x.axis.title.isEmpty { parts.append(SVG.text(x.axis.title, left + width / 2, bottom + 33, "", .middle)) }
    if !y.axis.title.isEmpty { parts.append(SVG.upright(y.axis.title, 13, top + height / 2)) }
    return parts
  }

  /// So that labels do not run into each other: every so many is written.
  private var labelStep: Int {
    let longest = Double(x.ticks.map { min($0.text.count, 12) }.max() ?? 1) * 7 + 6
    let room = width / Double(max(x.ticks.count - (x.axis.names == nil ? 1 : 0), 1))
    return max(1, Int((longest / max(room, 1)).rounded(.up)))
  }

  private static func short(_ text: String, _ limit: Int) -> String {
    text.count <= limit ? text : text.prefix(limit - 1) + "…"
  }
}

/// Names of series with their colours, in rows below the title.
struct Legend {
  let names: [String]

  private static let letter = 7.3

  /// The rows, each with the places of its entries.
  private var entries: [(x: Double, row: Int, name: String)] {
    var (x, row) = (8.0, 0)
    return names.map { name in
      let name = name.count > 40 ? name.prefix(39) + "…" : name
      let width = 18 + Double(name.count) * Self.letter + 12
      if x > 8, x + width > Plot.usualWidth { (x, row) = (8, row + 1) }
      defer { x += width }
      return (x, row, name)
    }
  }

  /// Nothing for one series, whose name is the chart's.
  var height: Double { names.count < 2 ? 0 : Double((entries.last?.row ?? 0) + 1) * 17 }

  var markup: [Markup] {
    guard names.count > 1 else { return [] }
    return entries.enumerated().flatMap { number, entry -> [Markup] in
      let y = Plot.titleHeight + 10 + Double(entry.row) * 17
      return [
        SVG.rect(entry.x, y - 8, 11, 9, "f\(number % 10)"), SVG.text(entry.name, entry.x + 16, y),
      ]
    }
  }
}
