import InklingImages
import InklingPlatform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What one of the process's streams leads to, and what can be shown there.
struct Terminal: Sendable {
  /// Whether a line can be drawn again in place.
  let isTerminal: Bool
  /// Characters in a line.
  let columns: Int
  let colors: TerminalColors
  /// The stream that it is asked about; nil for one that is made up.
  private var descriptor: CInt?

  /// Where results go.
  static let output = Terminal(STDOUT_FILENO)
  /// Where progress goes.
  static let diagnostics = Terminal(STDERR_FILENO)

  init(isTerminal: Bool, columns: Int = 80, colors: TerminalColors = .none) {
    self.isTerminal = isTerminal
    self.columns = columns
    self.colors = colors
  }

  private init(_ descriptor: CInt) {
    let environment = ProcessInfo.processInfo.environment
    let isTerminal = isatty(descriptor) == 1 && environment["TERM"] != "dumb"
    self.init(
      isTerminal: isTerminal,
      columns: Self.columns(of: descriptor) ?? environment["COLUMNS"].flatMap { Int($0) }.map { min(max($0, 20), 500) }
        ?? 80, colors: TerminalColors(isTerminal: isTerminal, environment: environment))
    self.descriptor = descriptor
  }

  /// Characters in a line now: somebody may have made the window narrower.
  var currentColumns: Int { descriptor.flatMap(Self.columns) ?? columns }

  private static func columns(of descriptor: CInt) -> Int? { size(of: descriptor)?.columns }

  /// What a terminal measures now, in characters; nil where there is none, or it does not say.
  static func size(of descriptor: CInt) -> (columns: Int, rows: Int)? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return (Int(size.ws_col), Int(size.ws_row))
  }
}
