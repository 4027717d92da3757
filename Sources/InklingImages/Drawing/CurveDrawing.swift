/// A curve as text, drawn with braille letters: a title, the curve between two axes, and the ends of both axes.
///
///     loss 0.0713
///     2.31 ┤⡇
///          │⠘⢄⣀
///        0 ┤  ⠉⠒⠤⣀⣀
///          └────────────
///          0           10
public struct CurveDrawing: Sendable, Equatable {
  /// A place in the chart.
  public struct Point: Sendable, Equatable {
    /// Along the lower axis.
    public var x: Double
    /// Along the left axis.
    public var y: Double

    /// A place in the chart.
    public init(_ x: Double, _ y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// An axis: from where to where, and what stands at its ends.
  public struct Axis: Sendable, Equatable {
    /// The numbers at both ends.
    public var range: ClosedRange<Double>
    /// What stands at the lower end.
    public var lowLabel: String
    /// What stands at the upper end.
    public var highLabel: String

    /// An axis over a range.
    public init(_ range: ClosedRange<Double>, _ lowLabel: String, _ highLabel: String) {
      self.range = range
      self.lowLabel = lowLabel
      self.highLabel = highLabel
    }

    /// Where a number stands, from 0 at the lower end to 1.
    func share(of value: Double) -> Double {
      let span = range.upperBound - range.lowerBound
      return span > 0 ? (value - range.lowerBound) / span : 0
    }
  }

  /// Above the curve; it loses its end where it is too long.
  public var title: String
  /// The curve, in any order; where several points share a column of dots, their mean is drawn.
  public var curve: [Point]
  /// Points that are marked with a letter of their own.
  public var marks: [Point]
  /// The lower axis.
  public var x: Axis
  /// The left axis.
  public var y: Axis

  /// A chart of a curve.
  public init(_ title: String, curve: [Point], marks: [Point] = [], x: Axis, y: Axis) {
    self.title = title
    self.curve = curve
    self.marks = marks
    self.x = x
    self.y = y
  }

  /// What marks a point.
  public static let mark: Character = "●"

  /// The lines, each of `width` characters.
  ///
  /// - Parameters:
  ///   - width: at least 20.
  ///   - height: lines altogether, at least 5.
  ///   - hasColors: whether the curve and the marks have colours, by escape sequences that take no room.
  /// - Precondition: a width and a height as said.
  public func lines(width: Int, height: Int, hasColors: Bool = false) -> [String] {
    precondition(width >= 20 && height >= 5, "a chart of \(width)x\(height) characters")
    let gutter = min(max(y.lowLabel.count, y.highLabel.count), 8)
    let (columns, rows) = (width - gutter - 2, height - 3)
    let canvas = drawn(columns, rows)
    var marked = Set<Int>()
    for point in marks where isInside(point) {
      let (column, row) = (place(x.share(of: point.x), columns), rows - 1 - place(y.share(of: point.y), rows))
      marked.insert(row * columns + column)
    }
    var lines = [Self.padded(title, width)]
    for row in 0..<rows {
      let label = row == 0 ? y.highLabel : row == rows - 1 ? y.lowLabel : ""
      var line = Self.padded(label, gutter, onTheLeft: true) + (label.isEmpty ? " │" : " ┤")
      line += Self.colored(
        (0..<columns).map { marked.contains(row * columns + $0) ? Self.mark : canvas.character($0, row) }, hasColors)
      lines.append(line)
    }
    let blanks = String(repeating: " ", count: gutter + 1)
    lines.append(blanks + "└" + String(repeating: "─", count: columns))
    let labels = Self.padded(x.lowLabel, max(columns + 1 - x.highLabel.count, 0)) + x.highLabel
    lines.append(Self.padded(blanks + labels, width))
    return lines
  }

  private func isInside(_ point: Point) -> Bool {
    point.x.isFinite && point.y.isFinite && x.range.contains(point.x)
  }

  /// The place of a share among so many: the ends are the first and the last.
  private func place(_ share: Double, _ count: Int) -> Int {
    min(max(Int((min(max(share, 0), 1) * Double(count - 1)).rounded()), 0), count - 1)
  }

  private func drawn(_ columns: Int, _ rows: Int) -> BrailleCanvas {
    var canvas = BrailleCanvas(columns: columns, rows: rows)
    var sums = [(sum: Double, count: Double)](repeating: (0, 0), count: canvas.width)
    for point in curve where isInside(point) {
      let column = place(x.share(of: point.x), canvas.width)
      sums[column].sum += point.y
      sums[column].count += 1
    }
    var last: (column: Int, row: Double)?
    for (column, sum) in sums.enumerated() where sum.count > 0 {
      let share = min(max(y.share(of: sum.sum / sum.count), 0), 1)
      let row = (1 - share) * Double(canvas.height - 1)
      Self.connect(last, (column, row), in: &canvas)
      last = (column, row)
    }
    return canvas
  }

  /// A line from one point to the next, without gaps.
  private static func connect(
    _ start: (column: Int, row: Double)?, _ end: (column: Int, row: Double), in canvas: inout BrailleCanvas
  ) {
    guard let start, start.column < end.column else {
      canvas.dot(end.column, Int(end.row.rounded()))
      return
    }
    let slope = (end.row - start.row) / Double(end.column - start.column)
    for column in start.column + 1...end.column {
      let row = start.row + slope * Double(column - start.column)
      canvas.column(column, from: Int((row - slope).rounded()), to: Int(row.rounded()))
    }
  }

  private static func padded(_ text: String, _ width: Int, onTheLeft: Bool = false) -> String {
    let shown = String(text.prefix(width))
    let blanks = String(repeating: " ", count: width - shown.count)
    return onTheLeft ? blanks + shown : shown + blanks
  }

  /// The curve in cyan and the marks in yellow, said only where it changes.
  private static func colored(_ characters: [Character], _ hasColors: Bool) -> String {
    guard hasColors else { return String(characters) }
    var text = ""
    var last = ""
    for character in characters {
      let code = character == " " ? last : character == mark ? "\u{1B}[33m" : "\u{1B}[36m"
      if code != last { text += code }
      text.append(character)
      last = code
    }
    return last.isEmpty ? text : text + "\u{1B}[0m"
  }
}
