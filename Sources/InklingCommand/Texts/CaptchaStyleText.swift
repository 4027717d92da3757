import InklingCaptchas

/// A style's numbers as a table, with what each does beside it.
struct CaptchaStyleText {
  let text: String

  /// Columns of a line, as far as words allow.
  private static let columns = 100

  init(_ style: CaptchaStyle) {
    var table = TextTable(header: [style.name, "value", "from", "to"])
    for parameter in CaptchaParameter.all {
      table.append([
        parameter.name, Self.number(style[parameter.name] ?? 0), Self.number(parameter.range.lowerBound),
        Self.number(parameter.range.upperBound),
      ])
    }
    let rows = table.text.split(separator: "\n")
    let indentation = String(repeating: " ", count: rows[0].count + 2)
    let helps = ["what it does"] + CaptchaParameter.all.map(\.help)
    text = zip(rows, helps).map { row, help in
      let lines = Self.lines(of: help, columns: Self.columns - indentation.count)
      return "\(row)  \(lines.joined(separator: "\n\(indentation)"))"
    }.joined(separator: "\n")
  }

  /// A sentence in lines of so many columns.
  private static func lines(of sentence: String, columns: Int) -> [String] {
    sentence.split(separator: " ").reduce(into: [String]()) { lines, word in
      if let last = lines.last, last.count + 1 + word.count <= columns {
        lines[lines.count - 1] += " \(word)"
      } else {
        lines.append(String(word))
      }
    }
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value))" : "\(value)"
  }
}
