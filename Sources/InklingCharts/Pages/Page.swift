public import InklingFiles

/// A whole page: a title, sections with a way to each, and the style sheet. It needs no network and has no script.
public struct Page: Sendable {
  /// What the page is about, as in the browser's tab.
  public var title: String
  /// A sentence or two below the title.
  public var introduction: [Markup]
  /// The parts, each with a link from the top.
  public var sections: [PageSection]
  /// The last line: what made the page.
  public var footer: String

  /// A page; sections may follow.
  public init(title: String, introduction: [Markup] = [], sections: [PageSection] = [], footer: String = "") {
    self.title = title
    self.introduction = introduction
    self.sections = sections
    self.footer = footer
  }

  /// What a page may load: nothing but the pictures and rules in it.
  private static let policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"

  /// The page as one HTML document.
  public var html: String {
    let head = Markup(
      "head", [:],
      [
        Markup("meta", ["charset": "utf-8"]), Markup("title", text: title),
        Markup("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        Markup("meta", ["http-equiv": "Content-Security-Policy", "content": Self.policy]),
        Markup("meta", ["name": "color-scheme", "content": "light dark"]),
        // Without it a browser asks the server for a picture that there is not.
        Markup("link", ["rel": "icon", "href": "data:,"]), .style(StyleSheet.page),
      ])
    let links = sections.map { Markup("li", [:], [Markup("a", ["href": "#" + $0.anchor], text: $0.title)]) }
    let body = Markup(
      "body", [:],
      [
        Markup("a", ["class": "skip", "href": "#main"], text: "Skip to the content"),
        Markup("header", [:], [Markup("h1", text: title)] + introduction),
        Markup("nav", ["aria-label": "Sections"], [Markup("ul", [:], links)]),
        Markup("main", ["id": "main"], sections.map(\.markup)),
        Markup("footer", [:], footer.isEmpty ? [] : [Markup("p", text: footer)]),
      ])
    return "<!DOCTYPE html>\n" + Markup("html", ["lang": "en"], [head, body]).html + "\n"
  }

  /// Writes the page into a file.
  ///
  /// - Throws: `InputError` of kind `.unwritable` or `.broken`.
  public func write(to path: String) throws(InputError) { try DurableFile.write(Array(html.utf8), to: path) }

  /// Every figure of the page, with a file's name for each that no other has: "03-confusion-matrix.svg".
  public var figures: [(name: String, figure: Figure)] {
    sections.flatMap(\.figures).enumerated().map { number, figure in
      let place = number + 1 < 10 ? "0\(number + 1)" : "\(number + 1)"
      return ("\(place)-\(PageSection.anchor(for: figure.plot.title)).svg", figure)
    }
  }

  /// Writes each figure as a file of SVG into a folder, which is made where it is missing.
  ///
  /// - Returns: the names of the files.
  /// - Throws: `InputError` of kind `.unwritable` or `.broken`.
  @discardableResult public func writeFigures(to folder: String) throws(InputError) -> [String] {
    try Folder.create(folder)
    var names: [String] = []
    for (name, figure) in figures {
      try DurableFile.write(Array(figure.plot.document.utf8), to: "\(folder)/\(name)")
      names.append(name)
    }
    return names
  }
}
