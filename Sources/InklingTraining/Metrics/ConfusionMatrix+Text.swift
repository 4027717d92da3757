import InklingFiles

extension ConfusionMatrix {
  /// The matrix as lines of text without a final newline: one row a true class, columns aligned, recall (in per cent)
  /// at the end of each row and precision below each column. Zeros are dots, so that mistakes stand out. Nothing in a
  /// class's name moves a terminal.
  public func text() -> String {
    let corner = "truth"
    let classNames = classNames.map(PrintableText.escaped)
    let head = [corner] + classNames + ["recall"]
    let rows = classNames.indices.map { truth in
      [classNames[truth]] + classNames.indices.map { cell(truth, $0) } + [Self.percent(recall(of: truth))]
    }
    let foot = ["precision"] + classNames.indices.map { Self.percent(precision(of: $0)) } + [""]
    let table = [head] + rows + [foot]
    let widths = head.indices.map { column in table.map { Self.width(of: $0[column]) }.max() ?? 0 }
    return table.map { Self.line($0, widths) }.joined(separator: "\n")
  }

  private func cell(_ truth: Int, _ prediction: Int) -> String {
    let count = self[truth: truth, prediction: prediction]
    return count == 0 ? "." : "\(count)"
  }

  /// "98.1", rounded to a tenth; 100.0 only for every single one; "-" where there is no share.
  static func percent(_ share: Double?) -> String {
    guard let share else { return "-" }
    let rounded = Int((share * 1000).rounded())
    let tenths = share < 1 ? min(rounded, 999) : rounded
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// The first column to the left, the others to the right, two spaces between.
  private static func line(_ cells: [String], _ widths: [Int]) -> String {
    var text = ""
    for (column, (cell, width)) in zip(cells, widths).enumerated() {
      let padding = String(repeating: " ", count: width - Self.width(of: cell))
      text += column == 0 ? cell + padding : "  " + padding + cell
    }
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }

  /// Columns that a terminal uses for `text`: two for the wide characters of East Asia (KMNIST's class names).
  private static func width(of text: String) -> Int {
    text.reduce(0) { sum, character in
      switch character.unicodeScalars.first?.value ?? 0 {
      case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60:
        sum + 2
      default: sum + 1
      }
    }
  }
}
