import InklingFiles

/// Writes markup as bytes.
struct MarkupWriter {
  let isXML: Bool
  private(set) var bytes: [UInt8] = []

  init(isXML: Bool) { self.isXML = isXML }

  /// Elements of HTML without content and without an end.
  private static let void: Set<String> = ["meta", "link", "img", "br", "hr"]
  /// Elements of SVG that are short when they are empty: HTML's parser knows them too.
  private static let short: Set<String> = ["circle", "rect", "line", "path", "polyline", "polygon", "use", "image"]

  mutating func write(_ markup: Markup) {
    switch markup.content {
    case .text(let text): append(escaping: text)
    case .group(let parts): for part in parts { write(part) }
    case .style(let rules):
      append("<style>")
      append(rules)
      append("</style>")
    case .element(let name, let attributes, let children):
      append("<")
      append(name)
      for attribute in attributes {
        append(" ")
        append(attribute.name)
        append("=\"")
        append(escaping: attribute.value)
        append("\"")
      }
      end(name, children)
    }
  }

  private mutating func end(_ name: String, _ children: [Markup]) {
    if children.isEmpty, Self.void.contains(name) { return append(isXML ? "/>" : ">") }
    if children.isEmpty, Self.short.contains(name) { return append("/>") }
    append(">")
    for child in children { write(child) }
    append("</")
    append(name)
    append(">")
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// The same for text and for attributes in quotation marks.
  private mutating func append(escaping text: String) {
    let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    for scalar in (isPlain ? text : PrintableText.escaped(text)).unicodeScalars {
      switch scalar {
      case "&": append("&amp;")
      case "<": append("&lt;")
      case ">": append("&gt;")
      case "\"": append("&quot;")
      // Code points that are no characters are errors in HTML, and some of them in XML.
      case _ where Self.isNoCharacter(scalar): append("\u{FFFD}")
      default: bytes.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
      }
    }
  }

  private static func isNoCharacter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(scalar.value)
  }
}
