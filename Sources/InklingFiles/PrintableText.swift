/// Text from outside as it may be shown to a person: short, on one line, and without anything that a terminal obeys.
package enum PrintableText {
  /// Control characters, line and paragraph separators and changes of the writing direction become escapes ("\n", "\x1b",
  /// "\u{202e}").
  package static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isControl(scalar) { result.append(contentsOf: escape(scalar).unicodeScalars) } else { result.append(scalar) }
    }
    return String(result)
  }

  /// JSON without a character that a terminal obeys: such stand in its texts alone, where "\\u009b" says the same. Line feeds
  /// stay, which lie between its lines.
  package static func escapedJSON(_ text: String) -> String {
    // All others are escaped by whoever writes JSON.
    guard text.utf8.contains(where: { $0 >= 0x7F }), text.unicodeScalars.contains(where: isObeyed) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      guard isObeyed(scalar) else {
        result.append(scalar)
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        result.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars)
      }
    }
    return String(result)
  }

  private static func isObeyed(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 0x7F && isControl(scalar) }

  /// At most `limit` Unicode scalars: the middle of what is longer becomes "...".
  package static func shortened(_ text: String, to limit: Int) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > limit else { return text }
    let kept = max(limit - 3, 0)
    let tail = kept / 3
    return String(scalars.prefix(kept - tail)) + "..." + String(scalars.suffix(tail))
  }

  /// What is no number written "nan", whatever its sign and its payload: "-nan(0x3ffffe0000000)".
  package static func withPlainNaN(_ text: String) -> String {
    guard text.contains("nan") else { return text }
    var result = ""
    var rest = text[...]
    while let place = rest.firstRange(of: "nan") {
      var before = rest[..<place.lowerBound]
      rest = rest[place.upperBound...]
      if before.last == "s", !isWord(before.dropLast().last) { before.removeLast() }
      if before.last == "-", !isWord(before.dropLast().last), !isWord(rest.first) { before.removeLast() }
      result += before + "nan"
      guard rest.hasPrefix("(0x"), !isWord(before.last), let end = rest.firstIndex(of: ")") else { continue }
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  private static func isWord(_ character: Character?) -> Bool {
    character.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F: false
    case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x061C, 0xFEFF: true
    default: [.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default:
      scalar.value < 0x100
        ? "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
        : "\\u{" + String(scalar.value, radix: 16) + "}"
    }
  }
}
