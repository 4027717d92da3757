import InklingFiles

/// Rows of text in aligned columns, two spaces between them. Nothing in a cell moves the terminal.
struct TextTable {
  /// The first columns are flush left, the others, which hold numbers, flush right.
  let leftColumns: Int
  private(set) var rows: [[String]]

  init(header: [String], leftColumns: Int = 1) {
    self.leftColumns = leftColumns
    rows = [header.map(PrintableText.escaped)]
  }

  /// - Precondition: as many cells as the header has.
  mutating func append(_ row: [String]) {
    precondition(row.count == rows[0].count, "\(row.count) cells in a table of \(rows[0].count) columns")
    rows.append(row.map(PrintableText.escaped))
  }

  /// The lines, without a last line feed.
  var text: String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = zip(row, widths).enumerated().map { column, cell in
        let blanks = String(repeating: " ", count: cell.1 - cell.0.count)
        return column < leftColumns ? cell.0 + blanks : blanks + cell.0
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }
}
