public import InklingImages

/// How an explanation is laid out as text.
public struct TextLayout: Sendable, Equatable {
  /// The most characters in a line, at least 40.
  public var columns: Int
  /// The colours of the pictures; none for a file or a pipe.
  public var colors: TerminalColors
  /// Whether only ASCII is written: "sum" in place of the sign, and so on. Pictures have no colours then.
  public var isASCII: Bool

  /// Lines of 80 characters without colours, unless told otherwise.
  public init(columns: Int = 80, colors: TerminalColors = .none, isASCII: Bool = false) {
    self.columns = max(columns, 40)
    self.colors = isASCII ? .none : colors
    self.isASCII = isASCII
  }

  private static let replacements: [(String, String)] = [
    ("Σ", "sum"), ("·", "*"), ("−", "-"), ("√", "sqrt"), ("½", "0.5"), ("π", "pi"), ("³", "^3"), ("→", "->"),
    ("×", "x"), ("…", "..."), ("≥", ">="),
  ]

  /// The text in the letters that may be written.
  func spelled(_ text: String) -> String {
    guard isASCII, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
    var result = ""
    for character in text {
      let letter = String(character)
      result += Self.replacements.first { $0.0 == letter }?.1 ?? (character.isASCII ? letter : "?")
    }
    return result
  }

  /// The words of a text in lines that fit, each behind `indentation` blanks.
  func wrapped(_ text: String, indentation: Int = 3) -> [String] {
    let blanks = String(repeating: " ", count: indentation)
    var lines: [String] = []
    var line = ""
    for word in spelled(text).split(separator: " ") {
      if !line.isEmpty, indentation + line.count + 1 + word.count > columns {
        lines.append(blanks + line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    if !line.isEmpty { lines.append(blanks + line) }
    return lines
  }
}
