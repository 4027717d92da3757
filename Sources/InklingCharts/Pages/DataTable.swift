/// A table of a page: a row of headings, and cells of text or of any markup.
public struct DataTable: Sendable {
  /// A column.
  public struct Column: Sendable {
    /// Its heading.
    public let title: String
    /// Whether it holds numbers, which stand to the right.
    public let isNumber: Bool

    /// A column of text.
    public static func text(_ title: String) -> Column { Column(title: title, isNumber: false) }
    /// A column of numbers.
    public static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
  }

  /// What the table says, in words.
  public let caption: String
  /// The columns, from the left.
  public let columns: [Column]
  /// The cells, row by row.
  public private(set) var rows: [[Markup]] = []

  /// A table without rows.
  ///
  /// - Precondition: at least one column.
  public init(_ caption: String, _ columns: [Column]) {
    precondition(!columns.isEmpty, "a table without columns")
    self.caption = caption
    self.columns = columns
  }

  /// Adds a row of texts.
  ///
  /// - Precondition: a cell for each column.
  public mutating func append(_ cells: [String]) { append(cells.map { Markup.text($0) }) }

  /// Adds a row of any markup.
  ///
  /// - Precondition: a cell for each column.
  public mutating func append(_ cells: [Markup]) {
    precondition(cells.count == columns.count, "\(cells.count) cells in a table of \(columns.count) columns")
    rows.append(cells)
  }

  /// The table, which is moved sideways where the page is too narrow for it.
  public var markup: Markup {
    let head = columns.map { column in
      column.isNumber
        ? Markup("th", ["scope": "col", "class": "n"], text: column.title)
        : Markup("th", ["scope": "col"], text: column.title)
    }
    let body = rows.map { row in
      Markup(
        "tr", [:],
        zip(columns, row).enumerated().map { place, cell in
          let attributes: KeyValuePairs<String, String> = cell.0.isNumber ? ["class": "n"] : [:]
          return place == 0 && !cell.0.isNumber
            ? Markup("th", ["scope": "row"], [cell.1]) : Markup("td", attributes, [cell.1])
        })
    }
    let table = Markup(
      "table", [:],
      [
        Markup("caption", text: caption), Markup("thead", [:], [Markup("tr", [:], head)]),
        Markup("tbody", [:], body),
      ])
    return Markup(
      "div", ["class": "scroll", "tabindex": "0", "role": "group", "aria-label": caption], [table])
  }
}
