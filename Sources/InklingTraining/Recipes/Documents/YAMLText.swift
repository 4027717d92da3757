import InklingFiles

/// A document as a YAML file: block style, short lists and the options of layers on one line.
struct YAMLText {
  /// The lines, with a last line feed.
  let text: String

  init(_ node: DocumentNode) {
    let lines = Self.lines(node)
    text = lines.joined(separator: "\n") + "\n"
  }

  private static func lines(_ node: DocumentNode) -> [String] {
    if let entries = node.entries, !entries.isEmpty { return entries.flatMap(pair) }
    if let elements = node.elements, !elements.isEmpty, !node.isShortList {
      return elements.flatMap { element in
        let lines = lines(ofElement: element)
        return ["- " + lines[0]] + lines.dropFirst().map { "  " + $0 }
      }
    }
    return [flow(node)]
  }

  /// One key with options, such as a layer, fits one line.
  private static func lines(ofElement element: DocumentNode) -> [String] {
    guard let entries = element.entries, entries.count == 1, entries[0].value.isShortMapping else {
      return lines(element)
    }
    return ["\(quoted(entries[0].key)): \(flow(entries[0].value))"]
  }

  private static func pair(_ entry: DocumentNode.Entry) -> [String] {
    let lines = lines(entry.value)
    if !entry.value.isBlock { return ["\(quoted(entry.key)): \(lines[0])"] }
    return ["\(quoted(entry.key)):"] + lines.map { "  " + $0 }
  }

  /// A node on one line: "[{mixup: {alpha: 0.2}}]".
  static func flow(_ node: DocumentNode) -> String {
    switch node.value {
    case .null: "null"
    case .scalar(let text, let isQuoted): isQuoted ? quoted(text) : text
    case .list(let elements): "[" + elements.map(flow).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\(quoted($0.key)): \(flow($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  /// In quotes wherever the word alone could mean something else.
  private static func quoted(_ text: String) -> String {
    if isWord(text) { return text }
    let escaped = text.unicodeScalars.map { letter in
      switch letter {
      case "\"": "\\\""
      case "\\": "\\\\"
      case "\n": "\\n"
      case "\t": "\\t"
      case _ where letter.value < 32 || letter.value == 127 || (128..<160).contains(letter.value):
        "\\x" + (letter.value < 16 ? "0" : "") + String(letter.value, radix: 16)
      default: String(letter)
      }
    }
    return "\"" + escaped.joined() + "\""
  }

  private static func isWord(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else { return false }
    let letters = { (scalar: Unicode.Scalar) in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar == "_" || scalar == "/" || scalar == ".")
    }
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      letters(scalar) || ("0"..."9").contains(scalar) || " -,;()".unicodeScalars.contains(scalar)
    }
    let reserved = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    return isPlain && letters(first) && first != "." && last != " " && !reserved.contains(text.lowercased())
      && !text.contains(" #") && !text.contains(",")
  }
}

extension DocumentNode {
  private var isScalar: Bool { text != nil || isNull }
  fileprivate var isShortList: Bool { elements?.allSatisfy(\.isScalar) ?? false }
  fileprivate var isShortMapping: Bool { entries?.allSatisfy { $0.value.isScalar || $0.value.isShortList } ?? false }
  /// Whether it takes lines of its own.
  fileprivate var isBlock: Bool { !(isScalar || isShortList || (entries?.isEmpty ?? false)) }
}
