import InklingFiles

/// A piece of HTML or SVG as a value: text, or an element with attributes and children. All text from outside is escaped
/// when it is written out, so that nothing in it can become markup.
///
///     Markup("p", ["class": "note"], [.text("5 < 7")]).html   // <p class="note">5 &lt; 7</p>
public struct Markup: Sendable, Equatable {
  /// A name and a value.
  struct Attribute: Sendable, Equatable {
    let name: String
    let value: String
  }

  indirect enum Content: Sendable, Equatable {
    case text(String)
    case element(String, [Attribute], [Markup])
    case group([Markup])
    /// The content of a style element, which is the program's own.
    case style(String)
  }

  let content: Content

  init(content: Content) { self.content = content }

  /// An element of HTML or SVG.
  ///
  /// - Parameters:
  ///   - name: in lower case, as SVG spells it: "linearGradient".
  ///   - attributes: names and values; the values are escaped.
  ///   - children: what stands in it.
  /// - Precondition: names of ASCII letters, digits, colons and hyphens.
  public init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [Markup] = []) {
    precondition(Self.isName(name), "an element named \(name)")
    for (name, _) in attributes { precondition(Self.isName(name), "an attribute named \(name)") }
    content = .element(name, attributes.map { Attribute(name: $0.key, value: $0.value) }, children)
  }

  /// An element with text alone in it.
  public init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String) {
    self.init(name, attributes, [.text(text)])
  }

  /// Text. Control characters and marks that turn the writing direction become escapes, such as \n.
  public static func text(_ text: String) -> Markup { Markup(content: .text(text)) }

  /// Several pieces, one behind the other.
  public static func group(_ parts: [Markup]) -> Markup { Markup(content: .group(parts)) }

  /// A style element. The rules are the program's own: they are written as they are.
  static func style(_ rules: String) -> Markup { Markup(content: .style(rules)) }

  /// As HTML, in which SVG may stand.
  public var html: String { written(asXML: false) }

  /// As XML, for a file of SVG alone.
  public var xml: String { written(asXML: true) }

  private func written(asXML: Bool) -> String {
    var writer = MarkupWriter(isXML: asXML)
    writer.write(self)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private static func isName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: ":"):
          true
        default: false
        }
      }
  }
}
