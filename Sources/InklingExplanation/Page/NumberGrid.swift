import InklingCharts

/// Numbers in rows, each on a colour of the heat map: the larger, the stronger.
struct NumberGrid {
  private let caption: String
  private let values: [Double]
  private let columns: Int
  /// The number that is set off from the others.
  private let marked: Int?
  /// Numbers that stand for nothing, such as a padding's.
  private let blank: Set<Int>

  init(_ caption: String, _ values: [Double], columns: Int, marked: Int? = nil, blank: Set<Int> = []) {
    self.caption = caption
    self.values = values
    self.columns = max(columns, 1)
    self.marked = marked
    self.blank = blank
  }

  var markup: Markup {
    let (least, largest) = (values.min() ?? 0, values.max() ?? 0)
    let rows = stride(from: 0, to: values.count, by: columns).map { start in
      Markup("tr", [:], (start..<min(start + columns, values.count)).map { cell($0, least, largest) })
    }
    return Markup(
      "div", ["class": "scroll", "tabindex": "0", "role": "group", "aria-label": caption],
      [Markup("table", [:], [Markup("caption", text: caption), Markup("tbody", [:], rows)])])
  }

  private func cell(_ index: Int, _ least: Double, _ largest: Double) -> Markup {
    guard !blank.contains(index) else { return Markup("td", ["class": "n", "title": "padding"], text: "0") }
    let share = largest > least ? (values[index] - least) / (largest - least) : 0
    let step = min(max(Int((share * Double(ColorScheme.heatSteps - 1)).rounded()), 0), ColorScheme.heatSteps - 1)
    let text = NumberText.fixed(values[index], values[index].magnitude < 99.995 ? 2 : 0)
    let style = "background:var(--h\(step));color:var(--t\(step))"
    return Markup(
      "td", ["class": "n", "style": style],
      [index == marked ? Markup("strong", text: "[\(text)]") : .text(text)])
  }
}
