/// Lines over a common axis: curves of learning, coverage against accuracy, reliability.
public struct LineChart: Sendable {
  /// A line through points.
  public struct Series: Sendable {
    /// What the line is, for the legend.
    public let name: String
    /// Its points; values that are not finite interrupt the line.
    public let points: [(x: Double, y: Double)]
    /// Where the true values lie, drawn as upright strokes.
    public let intervals: [(x: Double, y: ClosedRange<Double>)]

    /// A line through points, from the left.
    public init(
      _ name: String, _ points: [(x: Double, y: Double)], intervals: [(x: Double, y: ClosedRange<Double>)] = []
    ) {
      self.name = name
      self.points = points
      self.intervals = intervals
    }
  }

  /// What the chart shows.
  public var title: String
  /// To the right.
  public var x: Axis
  /// Upwards.
  public var y: Axis
  /// The lines.
  public var series: [Series]
  /// Whether a dashed line shows where both values are the same.
  public var showsIdentity = false

  /// A chart of lines.
  public init(_ title: String, x: Axis, y: Axis, series: [Series], showsIdentity: Bool = false) {
    self.title = title
    self.x = x
    self.y = y
    self.series = series
    self.showsIdentity = showsIdentity
  }

  private static let height = 250.0
  /// Points with a mark and a tip; longer lines show every so many.
  private static let mostMarks = 60

  /// The chart as a drawing.
  public var plot: Plot {
    let legend = Legend(names: series.map(\.name))
    let frame = PlotFrame(
      x: x.fitted(to: series.flatMap { $0.points.map(\.x) }, marks: 5, isTight: true),
      y: y.fitted(to: series.flatMap { $0.points.map(\.y) }, marks: 5), height: Self.height + legend.height,
      legend: legend.height)
    var parts = legend.markup + frame.markup
    if showsIdentity {
      let (low, high) = (
        max(frame.x.range.lowerBound, frame.y.range.lowerBound), min(frame.x.range.upperBound, frame.y.range.upperBound)
      )
      parts.append(SVG.path([frame.place(low, low), frame.place(high, high)], "ideal"))
    }
    for (number, line) in series.enumerated() { parts += draw(line, number, frame) }
    return Plot(title: title, summary: summary, height: Self.height + legend.height, parts)
  }

  private func draw(_ line: Series, _ number: Int, _ frame: PlotFrame) -> [Markup] {
    var parts = [SVG.path(line.points.map { frame.place($0.x, $0.y) }, "l\(number % 10)")]
    for interval in line.intervals {
      let ends = [interval.y.lowerBound, interval.y.upperBound].map { frame.place(interval.x, $0) }
      parts.append(SVG.path(ends, "l\(number % 10)"))
    }
    let step = max(1, line.points.count / Self.mostMarks)
    for (place, point) in line.points.enumerated()
    where place.isMultiple(of: step) && point.x.isFinite && point.y.isFinite {
      let at = frame.place(point.x, point.y)
      let tip = "\(line.name): \(x.title) \(NumberText.short(point.x)), \(y.title) \(NumberText.short(point.y))"
      parts.append(SVG.circle(at.x, at.y, line.points.count > 30 ? 2 : 3, "f\(number % 10)", tip: tip))
    }
    return parts
  }

  private var summary: String {
    let lines = series.prefix(6).compactMap { line -> String? in
      guard let first = line.points.first, let last = line.points.last else { return nil }
      return "\(line.name) from \(NumberText.short(first.y)) to \(NumberText.short(last.y))"
    }
    return "\(title): \(y.title) against \(x.title). " + lines.joined(separator: "; ") + "."
  }

  /// The points of all lines, a row for each place on the axis to the right.
  public var table: DataTable {
    var table = DataTable(title, [.number(x.title)] + series.map { .number("\($0.name), \(y.title)") })
    let places = Set(series.flatMap { $0.points.map(\.x) }).sorted()
    let lines = series.map { Dictionary($0.points.map { ($0.x, $0.y) }, uniquingKeysWith: { first, _ in first }) }
    let step = max(1, places.count / 200)
    for (number, place) in places.enumerated() where number.isMultiple(of: step) {
      table.append(
        [NumberText.short(place, digits: 6)] + lines.map { $0[place].map { NumberText.short($0, digits: 6) } ?? "" })
    }
    return table
  }
}
