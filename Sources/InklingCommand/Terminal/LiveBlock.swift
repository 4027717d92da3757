/// Lines on standard error that are drawn again in place.
///
/// The cursor stands below the block and is never hidden, so that whatever ends the process leaves the terminal as it was.
/// When the terminal has become so narrow that the lines may have been broken, the next block begins below them: what
/// stands above is never touched.
struct LiveBlock {
  private let write: (String) -> Void
  /// Lines on the screen.
  private(set) var height = 0
  /// The longest of them.
  private var width = 0

  init(write: @escaping (String) -> Void = Output.progress) { self.write = write }

  /// Draws the lines in place of those that were drawn last.
  ///
  /// - Parameters:
  ///   - width: characters of the longest, without escape sequences; less than `columns`.
  ///   - columns: the terminal's.
  mutating func draw(_ lines: [String], width: Int, columns: Int) {
    write(toTop(columns) + lines.map { $0 + "\u{1B}[K\n" }.joined() + "\u{1B}[J")
    (height, self.width) = (lines.count, width)
  }

  /// Takes the lines away, for something else to be printed.
  mutating func clear(columns: Int) {
    guard height > 0 else { return }
    write(toTop(columns) + "\u{1B}[J")
    height = 0
  }

  /// Lets the lines stay; the next block begins below them.
  mutating func leave() { height = 0 }

  /// From below the block to its first line.
  private func toTop(_ columns: Int) -> String {
    guard height > 0 else { return "" }
    return width < columns ? "\r\u{1B}[\(height)A" : "\r"
  }
}
