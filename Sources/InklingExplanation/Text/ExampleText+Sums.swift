import InklingCharts
import InklingEngine

extension ExampleText {
  /// A kernel's sum, row by row. Of several channels the one that adds most is written out, of the others the sums.
  func kernelLines(_ terms: [WorkedTerm], _ bias: Float?, _ shape: [Int]) -> [String] {
    let plane = shape[1] * shape[2]
    let channels = (0..<shape[0]).map { Array(terms[$0 * plane..<($0 + 1) * plane]) }
    let sums = channels.map { $0.reduce(0) { $0 + $1.product } }
    let focus = sums.indices.max { sums[$0].magnitude < sums[$1].magnitude } ?? 0
    var lines: [String] = []
    if plane <= 121 {
      if shape[0] > 1 {
        lines += layout.wrapped("channel \(channel(channels[focus], focus)) of the input:", indentation: 6)
      }
      lines += rows(channels[focus], columns: shape[2])
    }
    if shape[0] > 1 {
      let listed = sums.prefix(32).map { NumberText.inSum($0) }.joined(separator: " + ")
      lines += layout.wrapped(
        "the channels' sums: \(listed)\(sums.count > 32 ? " + …" : "") = \(NumberText.short(sums.reduce(0, +)))",
        indentation: 6)
    }
    return lines + [ending(sums.reduce(0, +), bias)]
  }

  /// The channel of the input that terms were read from.
  private func channel(_ terms: [WorkedTerm], _ place: Int) -> Int { terms.lazy.compactMap(\.place).first?[0] ?? place }

  /// "weight·value + ...  = sum", a row of the kernel a line where it fits.
  private func rows(_ terms: [WorkedTerm], columns: Int) -> [String] {
    let decimals = [3, 2].first { width(terms, columns, $0) <= layout.columns } ?? 2
    let cells = terms.map { cell($0, decimals) }
    let widest = cells.map(\.count).max() ?? 0
    let perLine = max(1, min(columns, (layout.columns - Self.indentation - Self.total + 3) / (widest + 3)))
    var lines: [String] = []
    for row in stride(from: 0, to: terms.count, by: columns) {
      let sum = terms[row..<row + columns].reduce(0) { $0 + $1.product }
      for start in stride(from: row, to: row + columns, by: perLine) {
        let end = min(start + perLine, row + columns)
        let part = cells[start..<end].map { String(repeating: " ", count: widest - $0.count) + $0 }
        let total = end == row + columns ? " = \(padded(Self.total(sum), Self.total - 3))" : " +"
        lines.append("   " + layout.spelled(part.joined(separator: " + ") + total))
      }
    }
    return lines
  }

  private func width(_ terms: [WorkedTerm], _ columns: Int, _ decimals: Int) -> Int {
    let widest = terms.map { cell($0, decimals).count }.max() ?? 0
    return Self.indentation + columns * (widest + 3) - 3 + Self.total
  }

  /// Blanks before the rows, and the room of the totals behind them: " = -0.123".
  private static let (indentation, total) = (3, 9)

  private static func total(_ sum: Double) -> String { NumberText.fixed(sum, sum.magnitude < 9.9995 ? 3 : 2) }

  private func cell(_ term: WorkedTerm, _ decimals: Int) -> String {
    let value = term.place == nil ? "0" : NumberText.fixed(Double(term.value), decimals)
    return "\(NumberText.fixed(Double(term.factor), decimals))·\(value)"
  }

  private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  /// The largest products of a long sum, and the rest together.
  func termLines(_ terms: [WorkedTerm], _ bias: Float?) -> [String] {
    let sum = terms.reduce(0) { $0 + $1.product }
    if terms.count <= 4 && bias == nil {
      return layout.wrapped(Self.equation(of: example.working, engine: example), indentation: 6)
    }
    let order = terms.indices.sorted { (terms[$1].product.magnitude, $0) < (terms[$0].product.magnitude, $1) }
    let shown = order.prefix(Self.shownTerms)
    var lines = shown.map { index in
      let term = terms[index]
      let place = NumberText.place(term.place ?? [index])
      return "      "
        + layout.spelled(
          "\(place)\(padded(NumberText.fixed(Double(term.factor), 4), 20 - place.count)) · "
            + "\(padded(NumberText.fixed(Double(term.value), 4), 9)) = \(padded(NumberText.fixed(term.product, 4), 9))")
    }
    let rest = order.dropFirst(Self.shownTerms).reduce(0) { $0 + terms[$1].product }
    if shown.count < terms.count {
      let text = "the other \(terms.count - shown.count) products"
      lines.append("      \(text)\(padded(NumberText.fixed(rest, 4), max(44 - text.count, 10)))")
    }
    return lines + [ending(sum, bias)]
  }

  /// "sum 1.203 + bias (-0.2) = 1.003".
  private func ending(_ sum: Double, _ bias: Float?) -> String {
    let added = bias.map { " + bias \(NumberText.inSum(Double($0)))" } ?? ""
    return "      "
      + layout.spelled(
        "sum \(NumberText.short(sum))\(added) = \(NumberText.short(example.written))\(Self.comparison(example))")
  }
}
