/// A part of a page: a heading, and what stands below it.
public struct PageSection: Sendable {
  /// The heading.
  public let title: String
  /// Where links lead: "confusion-matrix".
  public let anchor: String
  /// What stands in it, from the top.
  public var parts: [Part]

  /// Something that stands in a section.
  public enum Part: Sendable {
    /// Any markup.
    case markup(Markup)
    /// A paragraph of text.
    case paragraph(String)
    /// Figures side by side, as many as there is room for.
    case figures([Figure])
    /// A table.
    case table(DataTable)
  }

  /// A section whose anchor follows from its title.
  public init(_ title: String, anchor: String? = nil, _ parts: [Part] = []) {
    self.title = title
    self.anchor = anchor ?? Self.anchor(for: title)
    self.parts = parts
  }

  /// A title as a name in an address: lower-case letters, digits and hyphens alone.
  package static func anchor(for title: String) -> String {
    var result = ""
    for byte in title.utf8.prefix(80) {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): result.unicodeScalars.append(Unicode.Scalar(byte + 32))
      default: if !result.isEmpty, result.last != "-" { result += "-" }
      }
    }
    if result.last == "-" { result.removeLast() }
    return result.isEmpty ? "part" : result
  }

  /// The figures in it.
  var figures: [Figure] {
    parts.flatMap { part -> [Figure] in if case .figures(let figures) = part { figures } else { [] } }
  }

  var markup: Markup {
    Markup("section", ["id": anchor], [Markup("h2", text: title)] + parts.map(\.markup))
  }
}

extension PageSection.Part {
  var markup: Markup {
    switch self {
    case .markup(let markup): markup
    case .paragraph(let text): Markup("p", text: text)
    case .figures(let figures): Markup("div", ["class": "grid"], figures.map(\.markup))
    case .table(let table): table.markup
    }
  }
}
