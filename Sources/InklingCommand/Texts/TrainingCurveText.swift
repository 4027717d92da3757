import InklingImages

/// Curves of loss and accuracy side by side, as lines of text: a function of the history and the size alone.
struct TrainingCurveText {
  let history: TrainingHistory
  /// Whether there is an accuracy: a task of quantities has none.
  var hasAccuracy = true
  var hasColors = false

  /// The fewest characters that both charts take.
  static let narrowest = 79
  /// The most, since wider curves say no more.
  static let widest = 119
  /// Lines of the charts.
  static let height = 11
  private static let gap = "   "

  /// The lines, each of at most `width` characters.
  func lines(width: Int, height: Int = Self.height) -> [String] {
    guard hasAccuracy else { return loss.lines(width: width, height: height, hasColors: hasColors) }
    let half = (width - Self.gap.count) / 2
    return zip(
      loss.lines(width: half, height: height, hasColors: hasColors),
      accuracy.lines(width: half, height: height, hasColors: hasColors)
    ).map { $0 + Self.gap + $1 }
  }

  private var loss: CurveDrawing {
    let largest = max((history.points.map(\.loss) + history.validation.map(\.loss)).max() ?? 0, 1e-9)
    let held = history.validation.last.map { "  \(CurveDrawing.mark) held out \($0.loss.fixed(4))" } ?? ""
    return chart(
      "loss \(history.points.last?.loss.fixed(4) ?? "")\(held)", \.loss,
      CurveDrawing.Axis(0...largest, "0", largest.fixed(largest < 10 ? 2 : 0)))
  }

  private var accuracy: CurveDrawing {
    let least = (history.points.map(\.accuracy) + history.validation.map(\.accuracy)).min() ?? 0
    // From a whole tenth on, so that the axis seldom changes.
    let start = max(min((least * 10).rounded(.down) / 10, 0.9), 0)
    let held = history.validation.last.map { "  \(CurveDrawing.mark) held out \($0.accuracy.percent)" } ?? ""
    return chart(
      "accuracy \(history.points.last?.accuracy.percent ?? "")\(held)", \.accuracy,
      CurveDrawing.Axis(start...1, "\((start * 100).fixed(0)) %", "100 %"))
  }

  private func chart(
    _ title: String, _ value: KeyPath<TrainingHistory.Point, Double>, _ y: CurveDrawing.Axis
  ) -> CurveDrawing {
    func points(_ points: [TrainingHistory.Point]) -> [CurveDrawing.Point] {
      points.map { CurveDrawing.Point($0.position, $0[keyPath: value]) }
    }
    return CurveDrawing(
      title, curve: points(history.points), marks: points(history.validation),
      x: CurveDrawing.Axis(0...Double(history.epochs), "0", "epoch \(history.epochs)"), y: y)
  }
}
