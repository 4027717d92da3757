/// Text from outside in a source file, so that nothing leaves its comment or its string.
enum SourceText {
  /// The most lines of a card and characters of a line.
  private static let (mostLines, mostCharacters) = (200, 400)

  /// Lines for `//` comments: what controls a terminal, ends a line or turns the writing's direction is replaced, and
  /// no line ends so that C would continue it.
  static func commentLines(_ text: String) -> [String] {
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).prefix(mostLines).map {
      line in
      var shown = String.UnicodeScalarView()
      for scalar in line.unicodeScalars.prefix(mostCharacters) { shown.append(isShown(scalar) ? scalar : "\u{FFFD}") }
      while shown.last == " " { shown.removeLast() }
      let line = String(shown)
      return line.hasSuffix("\\") || line.hasSuffix("??/") ? line + " ." : line
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return (0x20..<0x7F).contains(scalar.value) }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber, .connectorPunctuation,
      .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
      .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
      return true
    default: return false
    }
  }

  /// A string literal of Swift and of JavaScript: what is not a plain letter, digit or mark is `\u{...}`.
  static func literal(_ text: String) -> String {
    "\""
      + text.unicodeScalars.map { isPlain($0) ? String($0) : "\\u{\(String($0.value, radix: 16))}" }.joined() + "\""
  }

  /// A string literal of C, in UTF-8: what is not plain is three octal digits.
  static func cLiteral(_ text: String) -> String {
    let bytes = text.utf8.map { byte in
      let scalar = Unicode.Scalar(byte)
      let octal = String(byte, radix: 8)
      return isPlain(scalar) ? String(scalar) : "\\" + String(repeating: "0", count: 3 - octal.count) + octal
    }
    return "\"" + bytes.joined() + "\""
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", " ", "_", "-", "+", ".", ",", ":", "(", ")", "'": true
    default: false
    }
  }
}
