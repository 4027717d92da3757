/// A value in a document that a person wrote (a recipe, a model, a search space), and where it stands there.
///
/// It is what a YAML file becomes before anybody asks what it means: the readers of recipes and models know nodes alone,
/// and no file format.
///
/// Equality ignores the places, the order of keys, how a number is written, and quotes around what is text anyway.
package struct DocumentNode: Sendable {
  package enum Value: Sendable {
    case null
    /// A word or a number as it was written; `isQuoted` says that it is text whatever it looks like.
    case scalar(String, isQuoted: Bool)
    case list([DocumentNode])
    /// In the order of the document, each key once.
    case mapping([Entry])
  }

  package struct Entry: Sendable, Equatable {
    package var key: String
    /// Where the key stands.
    package var place: DocumentPlace
    package var value: DocumentNode

    package init(_ key: String, _ value: DocumentNode, place: DocumentPlace? = nil) {
      self.key = key
      self.value = value
      self.place = place ?? value.place
    }

    package static func == (left: Entry, right: Entry) -> Bool { left.key == right.key && left.value == right.value }
  }

  package var value: Value
  package var place: DocumentPlace

  package init(_ value: Value, place: DocumentPlace = .nowhere) {
    self.value = value
    self.place = place
  }
}

extension DocumentNode: Equatable {
  package static func == (left: DocumentNode, right: DocumentNode) -> Bool {
    switch (left.value, right.value) {
    case (.null, .null): return true
    case (.list(let a), .list(let b)): return a == b
    case (.mapping(let a), .mapping(let b)):
      return a.count == b.count && a.allSatisfy { entry in right[entry.key].map { $0 == entry.value } ?? false }
    case (.scalar(let a, let isQuoted), .scalar(let b, let isOtherQuoted)):
      if let number = left.double, let other = right.double, left.unsigned == nil || right.unsigned == nil {
        return number == other
      }
      return a == b && (isQuoted == isOtherQuoted || !(isQuoted ? right : left).isNumberOrFlag)
    default: return false
    }
  }

  /// Whether a plain scalar means something else than its text.
  private var isNumberOrFlag: Bool { bool != nil || double != nil || unsigned != nil }
}

/// Where something stands: a line of the file, or the option that put it there.
package enum DocumentPlace: Sendable, Equatable {
  case line(Int)
  /// "--set epochs=3".
  case option(String)
  case nowhere

  /// "line 3", or nil where there is nothing to say.
  package var text: String? {
    switch self {
    case .line(let line): "line \(line)"
    case .option(let option): option
    case .nowhere: nil
    }
  }

  /// Whether it was put over the document.
  package var isOption: Bool { if case .option = self { true } else { false } }

  /// Whether an option of the command line put it there: "--epochs".
  package var isCommandLine: Bool { if case .option(let option) = self { option.hasPrefix("--") } else { false } }

  /// Lines in their order; what was said on the command line comes last.
  var order: Int {
    switch self {
    case .line(let line): line
    case .option, .nowhere: .max
    }
  }
}

extension DocumentNode {
  /// Text that stays text, even "12" or "true".
  package static func text(_ text: String) -> DocumentNode { DocumentNode(.scalar(text, isQuoted: true)) }
  package static func number(_ number: Int) -> DocumentNode { DocumentNode(.scalar("\(number)", isQuoted: false)) }
  package static func number(_ number: UInt64) -> DocumentNode { DocumentNode(.scalar("\(number)", isQuoted: false)) }
  /// The shortest decimal that reads back to the same double.
  package static func number(_ number: Double) -> DocumentNode { DocumentNode(.scalar("\(number)", isQuoted: false)) }
  package static func flag(_ flag: Bool) -> DocumentNode { DocumentNode(.scalar("\(flag)", isQuoted: false)) }
  package static func list(_ nodes: [DocumentNode]) -> DocumentNode { DocumentNode(.list(nodes)) }
  /// The pairs that have a value.
  package static func mapping(_ pairs: [(String, DocumentNode?)]) -> DocumentNode {
    DocumentNode(.mapping(pairs.compactMap { pair in pair.1.map { Entry(pair.0, $0) } }))
  }

  /// The value of a key; nil when this is no mapping or has no such key.
  package subscript(key: String) -> DocumentNode? { entries?.first { $0.key == key }?.value }

  package var entries: [Entry]? { if case .mapping(let entries) = value { entries } else { nil } }
  package var elements: [DocumentNode]? { if case .list(let elements) = value { elements } else { nil } }
  package var isNull: Bool { if case .null = value { true } else { false } }
  /// The text of a scalar, quoted or not.
  package var text: String? { if case .scalar(let text, _) = value { text } else { nil } }
  private var plain: String? { if case .scalar(let text, false) = value { text } else { nil } }

  package var int: Int? { plain.flatMap { Int($0) } }
  package var unsigned: UInt64? { plain.flatMap { UInt64($0) } }
  /// What YAML 1.1 and 1.2 take for a boolean.
  package var bool: Bool? {
    switch plain {
    case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON": true
    case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF": false
    default: nil
    }
  }
  /// A finite decimal number.
  package var double: Double? {
    guard let plain, plain.utf8.allSatisfy(Self.isDecimal), let number = Double(plain), number.isFinite else {
      return nil
    }
    return number
  }

  /// The numbers of a list of numbers alone.
  package var doubles: [Double]? {
    guard let elements else { return nil }
    let numbers = elements.compactMap(\.double)
    return numbers.count == elements.count ? numbers : nil
  }

  private static func isDecimal(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.eE".utf8.contains(byte)
  }

  /// What it is, for a sentence: "the text \"abc\"", "a list".
  package var found: String {
    switch value {
    case .null: "nothing"
    case .scalar(let text, true): "the text \"\(text.prefix(40))\""
    case .scalar(let text, false): String(text.prefix(40))
    case .list(let elements): elements.isEmpty ? "an empty list" : "a list of \(elements.count)"
    case .mapping(let entries): entries.isEmpty ? "an empty mapping" : "keys (\(entries[0].key), ...)"
    }
  }

  /// The same, but a list's elements one by one: "[1, 2]".
  package var listing: String {
    guard let elements else { return found }
    return "[" + NameList.text(elements.map { $0.text ?? $0.found }) + "]"
  }
}
