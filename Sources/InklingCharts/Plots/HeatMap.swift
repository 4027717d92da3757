import InklingMathematics

/// A table of numbers as colours, such as a confusion matrix. A cell may lead somewhere.
public struct HeatMap: Sendable {
  /// What the map shows.
  public var title: String
  /// What the columns are.
  public var columnTitle: String
  /// What the rows are.
  public var rowTitle: String
  /// The name of each column, from the left.
  public var columns: [String]
  /// The name of each row, from the top.
  public var rows: [String]
  /// Row by row; at least 0.
  public var values: [Double]
  /// Whether the diagonal has no colour of its own, so that what lies beside it is seen.
  public var leavesOutDiagonal: Bool
  /// Where a cell leads, such as "#mistakes-4-9"; nil for nowhere.
  public var link: @Sendable (_ row: Int, _ column: Int) -> String?

  /// A map of numbers.
  ///
  /// - Precondition: a value for each row and column.
  public init(
    _ title: String, rowTitle: String, rows: [String], columnTitle: String, columns: [String], values: [Double],
    leavesOutDiagonal: Bool = false, link: @escaping @Sendable (_ row: Int, _ column: Int) -> String? = { _, _ in nil }
  ) {
    precondition(values.count == rows.count * columns.count, "\(values.count) values in a map of other size")
    self.title = title
    self.rowTitle = rowTitle
    self.rows = rows
    self.columnTitle = columnTitle
    self.columns = columns
    self.values = values
    self.leavesOutDiagonal = leavesOutDiagonal
    self.link = link
  }

  /// Below this there is no room for a number in a cell.
  private static let smallestNumbered = 20.0

  /// The map as a drawing.
  public var plot: Plot {
    let names = min(Double((rows + columns).map(\.count).max() ?? 1), 10)
    let left = 26 + names * 7.4
    let side = (Plot.usualWidth - left - 8) / Double(max(columns.count, 1))
    let top = Plot.titleHeight + 30 + (isSlanted ? names * 7.2 - 8 : 0)
    let bottom = top + side * Double(rows.count)
    var parts = [
      SVG.text(columnTitle, left + side * Double(columns.count) / 2, Plot.titleHeight + 8, "", .middle),
      SVG.upright(rowTitle, 13, top + side * Double(rows.count) / 2),
    ]
    // With many classes every so many names are written.
    let step = max(1, Int((13 / side).rounded(.up)))
    for (number, name) in columns.enumerated() where number.isMultiple(of: step) {
      let x = left + (Double(number) + 0.5) * side
      parts.append(isSlanted ? slanted(short(name), x + 4, top - 5) : SVG.text(name, x, top - 6, "", .middle))
    }
    for (number, name) in rows.enumerated() where number.isMultiple(of: step) {
      parts.append(SVG.text(short(name), left - 5, top + (Double(number) + 0.5) * side + 4, "", .end))
    }
    for row in rows.indices {
      for column in columns.indices {
        parts.append(cell(row, column, left + Double(column) * side, top + Double(row) * side, side))
      }
    }
    return Plot(title: title, summary: summary, height: bottom + 8, hasLinks: true, parts)
  }

  private var isSlanted: Bool { columns.contains { $0.count > 2 } }

  private func short(_ name: String) -> String { name.count > 10 ? name.prefix(9) + "…" : name }

  private func slanted(_ text: String, _ x: Double, _ y: Double) -> Markup {
    Markup(
      "text",
      ["x": SVG.place(x), "y": SVG.place(y), "transform": "rotate(-90 \(SVG.place(x)) \(SVG.place(y)))"],
      text: text)
  }

  private func cell(_ row: Int, _ column: Int, _ x: Double, _ y: Double, _ side: Double) -> Markup {
    let value = values[row * columns.count + column]
    let level = level(row, column)
    let number = NumberText.short(value)
    let tip = "\(rowTitle) \(rows[row]), \(columnTitle) \(columns[column]): \(number)"
    var parts = [SVG.rect(x + 0.5, y + 0.5, side - 1, side - 1, "h\(level)", tip: tip)]
    if value > 0, side >= Self.smallestNumbered, Double(number.count) * 6 < side {
      parts.append(SVG.text(number, x + side / 2, y + side / 2 + 3.5, "s k\(level)", .middle))
    }
    guard value > 0, let link = link(row, column) else { return Markup("g", [:], parts) }
    return Markup("a", ["href": link, "aria-label": tip], parts)
  }

  /// The colour's number: by the logarithm, so that one is told from none.
  private func level(_ row: Int, _ column: Int) -> Int {
    if leavesOutDiagonal, row == column { return 0 }
    let value = values[row * columns.count + column]
    guard value > 0, largest > 0 else { return 0 }
    let share = Elementary.logarithm(1 + value) / Elementary.logarithm(1 + largest)
    return min(max(Int((share * Double(ColorScheme.heatSteps - 1)).rounded()), 1), ColorScheme.heatSteps - 1)
  }

  private var largest: Double {
    guard leavesOutDiagonal else { return values.max() ?? 0 }
    return values.indices.reduce(0) { $1 / columns.count == $1 % columns.count ? $0 : max($0, values[$1]) }
  }

  private var summary: String {
    let places = values.indices.filter { !leavesOutDiagonal || $0 / columns.count != $0 % columns.count }
    guard let most = places.max(by: { values[$0] < values[$1] }), values[most] > 0 else { return "\(title)." }
    return "\(title): \(rowTitle) by \(columnTitle). The largest\(leavesOutDiagonal ? " beside the diagonal" : "") is "
      + "\(NumberText.short(values[most])), \(rowTitle) \(rows[most / columns.count]), "
      + "\(columnTitle) \(columns[most % columns.count])."
  }

  /// The numbers as a table, whose cells lead where the map's do.
  public var table: DataTable {
    var table = DataTable("\(title): rows are \(rowTitle)", [.text(rowTitle)] + columns.map { .number($0) })
    for row in rows.indices {
      table.append(
        [.text(rows[row])]
          + columns.indices.map { column in
            let value = values[row * columns.count + column]
            guard value > 0, let link = link(row, column) else { return .text(NumberText.short(value)) }
            return Markup("a", ["href": link], text: NumberText.short(value))
          })
    }
    return table
  }
}
