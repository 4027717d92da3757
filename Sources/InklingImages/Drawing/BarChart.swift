import InklingFiles

/// A chart of horizontal bars as text, one line a value: label, bar, note.
///
///     0 █████████▏  5923
public struct BarChart: Sendable {
  /// One line of the chart.
  public struct Bar: Sendable {
    /// What stands before the bar, such as a class's name.
    public let label: String
    /// At least 0; the largest value's bar is the longest.
    public let value: Double
    /// Whatever stands behind the bar, such as the value with its unit.
    public let note: String

    /// One line: a label, a value of at least 0, and a note behind the bar. What a terminal would obey is escaped.
    public init(_ label: String, _ value: Double, note: String = "") {
      self.label = PrintableText.escaped(label)
      self.value = value
      self.note = PrintableText.escaped(note)
    }
  }

  /// The lines, from the top.
  public let bars: [Bar]
  /// Columns of the longest bar.
  public let width: Int
  /// Bars of # alone, for files and old terminals, instead of blocks in eighths of a column.
  public let isASCII: Bool

  /// - Precondition: `width` is positive, and all values are finite and at least 0.
  public init(_ bars: [Bar], width: Int = 32, isASCII: Bool = false) {
    precondition(width > 0, "bars of \(width) columns")
    for bar in bars { precondition(bar.value >= 0 && bar.value.isFinite, "bar \(bar.label) of \(bar.value)") }
    self.bars = bars
    self.width = width
    self.isASCII = isASCII
  }

  /// The lines, labels and notes flush right.
  public func lines() -> [String] {
    let labelWidth = bars.map(\.label.count).max() ?? 0
    let noteWidth = bars.map(\.note.count).max() ?? 0
    let largest = bars.map(\.value).max() ?? 0
    return bars.map { bar in
      let drawn = self.drawn(share: largest > 0 ? bar.value / largest : 0)
      let line = Self.blanks(labelWidth - bar.label.count) + bar.label + " " + drawn
      if bar.note.isEmpty { return line }
      return line + Self.blanks(width - drawn.count + 2 + noteWidth - bar.note.count) + bar.note
    }
  }

  private func drawn(share: Double) -> String {
    let eighths = Int((share * Double(width * 8)).rounded())
    if isASCII { return String(repeating: "#", count: (eighths + 4) / 8) }
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    return String(repeating: "█", count: eighths / 8) + rest
  }

  private static func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }
}
