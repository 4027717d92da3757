/// A line on standard error that shows how far something is: drawn again in place on a terminal, nothing elsewhere.
struct ProgressBar {
  private let terminal: Terminal
  private let write: (String) -> Void
  private var isDrawn = false

  init(on terminal: Terminal = .diagnostics, write: @escaping (String) -> Void = Output.progress) {
    self.terminal = terminal
    self.write = write
  }

  /// Draws `before`, a bar that is full to `share` (0...1), and `after`, in place of what was drawn last.
  mutating func draw(_ share: Double, before: String, after: String) {
    guard terminal.isTerminal else { return }
    isDrawn = true
    // The last column stays free: a full line makes some terminals go to the next.
    write("\r" + Self.line(share, before: before, after: after, columns: terminal.currentColumns - 1) + Self.clearRest)
  }

  /// Takes the line away, for something else to be printed.
  mutating func clear() {
    guard isDrawn else { return }
    isDrawn = false
    write("\r" + Self.clearRest)
  }

  private static let clearRest = "\u{1B}[K"
  private static let widest = 40
  private static let narrowest = 8

  /// At most `columns` characters; the bar gives way first, then the end of the text.
  static func line(_ share: Double, before: String, after: String, columns: Int) -> String {
    let width = min(columns - before.count - after.count - 2, widest)
    guard width >= narrowest else { return String("\(before) \(after)".prefix(columns)) }
    let eighths = Int((min(max(share, 0), 1) * Double(width * 8)).rounded())
    let full = String(repeating: "█", count: eighths / 8)
    let part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    let rest = String(repeating: "░", count: width - full.count - part.count)
    return "\(before) \(full)\(part)\(rest) \(after)"
  }
}
