import InklingImages
import InklingPlatform
import InklingTraining

/// A training's curves, how far it is and the time left, drawn again in place on a terminal that is wide and high enough.
struct LiveTraining {
  /// What a terminal measures now; nil where it does not say.
  typealias Size = () -> (columns: Int, rows: Int)?

  private let hasAccuracy: Bool
  private let hasColors: Bool
  private let size: Size
  private let clock: () -> Double
  private var block: LiveBlock
  private var history: TrainingHistory?
  private var remaining = RemainingTime()
  private var nextDrawing = 0.0
  /// The columns when they were last asked for: while somebody drags the window, nothing is drawn.
  private var lastColumns: Int?
  private var wasDrawn = false

  /// The least seconds between two drawings.
  static let secondsBetween = 0.25
  /// The narrowest terminal.
  static let columns = 80
  /// The lowest: the charts, the bar, and some lines of what was printed before.
  static let rows = TrainingCurveText.height + 6

  init(
    hasAccuracy: Bool = true, hasColors: Bool, size: @escaping Size, clock: @escaping () -> Double,
    block: LiveBlock = LiveBlock()
  ) {
    self.hasAccuracy = hasAccuracy
    self.hasColors = hasColors
    self.size = size
    self.clock = clock
    self.block = block
  }

  /// Whether the terminal has room for it now.
  var hasRoom: Bool { size().map { $0.columns >= Self.columns && $0.rows >= Self.rows } ?? false }

  mutating func start(_ start: TrainingStart) {
    history = TrainingHistory(epochs: start.epochs, history: start.history)
  }

  /// Keeps what is to be drawn, and draws it when it is time.
  ///
  /// - Parameters:
  ///   - before: what stands before the bar.
  ///   - after: what stands behind it.
  mutating func show(_ progress: StepProgress, before: String, after: String) {
    history?.add(progress)
    let now = clock()
    guard now >= nextDrawing, let (columns, rows) = size() else { return }
    nextDrawing = now + Self.secondsBetween
    defer { lastColumns = columns }
    guard lastColumns == nil || lastColumns == columns, rows >= Self.rows, columns >= Self.columns else { return }
    let part = (Double(progress.epoch - 1) + Double(progress.step) / Double(max(progress.stepsPerEpoch, 1)))
    let share = part / Double(max(progress.epochs, 1))
    let left = remaining.text(share: share, seconds: now).map { "  \($0)" } ?? ""
    let width = min(columns - 1, TrainingCurveText.widest)
    let bar = ProgressBar.line(share, before: before, after: after + left, columns: width)
    draw(chart(width) + [bar], width, columns)
  }

  /// An epoch is done.
  mutating func add(_ record: EpochRecord) { history?.add(record) }

  /// Takes it away, for a line to be printed.
  mutating func clear() {
    block.clear(columns: size()?.columns ?? 0)
  }

  /// Leaves the whole curves where they are, when they were seen before.
  mutating func finish() {
    clear()
    guard wasDrawn, hasRoom, let columns = size()?.columns else { return }
    let width = min(columns - 1, TrainingCurveText.widest)
    draw(chart(width), width, columns)
    block.leave()
  }

  private func chart(_ width: Int) -> [String] {
    guard let history else { return [] }
    return TrainingCurveText(history: history, hasAccuracy: hasAccuracy, hasColors: hasColors).lines(width: width)
  }

  private mutating func draw(_ lines: [String], _ width: Int, _ columns: Int) {
    block.draw(lines, width: width, columns: columns)
    wasDrawn = true
  }
}

extension LiveTraining {
  /// On standard error; nil where that is no terminal.
  init?(of run: PreparedRun, on terminal: Terminal = .diagnostics) {
    guard terminal.isTerminal else { return nil }
    let start = ContinuousClock.now
    self.init(
      hasAccuracy: run.folder.configuration.recipe.task.name != .regress, hasColors: terminal.colors != .none,
      size: { Terminal.size(of: STDERR_FILENO) },
      clock: {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return Double(seconds) + Double(attoseconds) * 1e-18
      })
  }
}
