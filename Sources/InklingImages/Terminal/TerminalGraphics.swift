public import InklingFiles

/// How a terminal shows pictures of pixels.
public enum TerminalGraphics: Sendable, Equatable {
  /// The graphics protocol of kitty, which takes PNG files.
  case kitty
  /// The sixel graphics of DEC's VT340: six rows at a time, from a palette.
  case sixel
  /// Only as characters (`TerminalDrawing`).
  case none

  /// What the process's surroundings tell of: kitty by `KITTY_WINDOW_ID`, `TERM` or `TERM_PROGRAM`, and the terminals
  /// that are known to show sixels. None when the output is no terminal, and within tmux or screen, which pass nothing
  /// on.
  public init(isTerminal: Bool, environment: [String: String]) {
    let (terminal, program) = (environment["TERM"] ?? "", environment["TERM_PROGRAM"] ?? "")
    let isMultiplexed = environment["TMUX"] != nil || ["tmux", "screen"].contains(where: terminal.hasPrefix)
    if !isTerminal || isMultiplexed || terminal == "dumb" {
      self = .none
    } else if environment["KITTY_WINDOW_ID"] != nil || ["xterm-kitty", "xterm-ghostty"].contains(terminal)
      || program == "ghostty"
    {
      self = .kitty
    } else if ["foot", "mlterm", "contour", "yaft"].contains(where: terminal.hasPrefix) || terminal.hasSuffix("-sixel")
      || ["WezTerm", "iTerm.app", "mintty"].contains(program)
    {
      self = .sixel
    } else {
      self = .none
    }
  }

  /// The picture as the terminal obeys it, with a line feed behind it; nil where it shows none.
  ///
  /// - Throws: `InputError` `.broken` when there is no memory left.
  public func drawn(_ picture: Picture) throws(InputError) -> String? {
    switch self {
    case .kitty: try KittyGraphics.sequence(of: picture) + "\n"
    case .sixel: SixelGraphics.sequence(of: picture) + "\n"
    case .none: nil
    }
  }
}
