/// What colours a terminal shows.
public enum TerminalColors: Sendable, Equatable {
  /// 24 bits.
  case full
  /// The 256 colours of xterm, among them 26 greys.
  case palette
  /// None: a file, a pipe, or a person who does not want them.
  case none

  /// What the process's surroundings ask for: none when the output is no terminal or `NO_COLOR` is set to anything
  /// (no-color.org), full when `COLORTERM` says "truecolor" or "24bit", the palette when `TERM` names a terminal that
  /// has it.
  public init(isTerminal: Bool, environment: [String: String]) {
    let terminal = environment["TERM"] ?? ""
    if !isTerminal || !(environment["NO_COLOR"] ?? "").isEmpty || terminal == "dumb" {
      self = .none
    } else if ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "") {
      self = .full
    } else if terminal.contains("256color") || ["xterm", "screen", "tmux"].contains(where: terminal.hasPrefix) {
      self = .palette
    } else {
      self = .none
    }
  }

  /// Back to the terminal's own colours.
  static let reset = "\u{1B}[0m"

  /// The escape sequence that sets both colours, each a grey or red, green and blue (all but `full` take the first for
  /// grey); nothing without colours.
  func escape(ink: ArraySlice<UInt8>, paper: ArraySlice<UInt8>) -> String {
    switch self {
    case .full: "\u{1B}[38;2;\(Self.three(ink));48;2;\(Self.three(paper))m"
    case .palette: "\u{1B}[38;5;\(Self.paletteIndex(ink.first ?? 0));48;5;\(Self.paletteIndex(paper.first ?? 0))m"
    case .none: ""
    }
  }

  /// "R;G;B", of a grey three times the same.
  private static func three(_ color: ArraySlice<UInt8>) -> String {
    let color = Array(color)
    return "\(color[0]);\(color[color.count / 2]);\(color[color.count - 1])"
  }

  /// The nearest of xterm's greys: 16 is black, 231 white, 232...255 are 8, 18, ... 238.
  static func paletteIndex(_ gray: UInt8) -> Int {
    switch gray {
    case 0..<4: 16
    case 247...: 231
    default: 232 + min(max((Int(gray) - 3) / 10, 0), 23)
    }
  }
}
