/// A drawing of SVG with a title and a description in words: what every chart becomes.
public struct Plot: Sendable {
  /// What it shows, also written on top of it.
  public let title: String
  /// What it shows, in a sentence for whoever cannot see it.
  public let summary: String
  /// Columns of the drawing, in CSS pixels at its natural size.
  public let width: Double
  /// Rows of the drawing, likewise.
  public let height: Double
  /// Whether there are links in it.
  let hasLinks: Bool
  let content: [Markup]
  /// What the content refers to, where another plot of the page has it.
  let definitions: [Markup]

  /// How wide a drawing is unless it says otherwise: that of a telephone, so that its letters are readable there.
  static let usualWidth = 360.0
  /// The room for the title.
  static let titleHeight = 26.0

  /// - Parameters:
  ///   - definitions: what the content refers to and a page has elsewhere.
  ///   - content: below the title; SVG elements alone.
  init(
    title: String, summary: String, width: Double = Plot.usualWidth, height: Double, hasLinks: Bool = false,
    definitions: [Markup] = [], _ content: [Markup]
  ) {
    self.title = title
    self.summary = summary
    self.width = width
    self.height = height
    self.hasLinks = hasLinks
    self.definitions = definitions
    self.content = content
  }

  var drawing: [Markup] {
    [SVG.text(title, 8, 17, "t")] + content
  }

  private var viewBox: String { "0 0 \(NumberText.place(width)) \(NumberText.place(height))" }

  /// The drawing in a page.
  public var markup: Markup {
    // The parts of a picture cannot be reached by a keyboard, links in a group can.
    Markup("svg", ["viewBox": viewBox, "role": hasLinks ? "group" : "img", "aria-label": summary], drawing)
  }

  /// The drawing as a file of its own.
  public var document: String {
    let (width, height) = (NumberText.place(width * 2), NumberText.place(height * 2))
    let svg = Markup(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": viewBox, "width": width, "height": height, "role": "img",
        "aria-label": summary, "style": "background:var(--paper)",
      ], [.style(StyleSheet.plots), Markup("title", text: title)] + definitions + drawing)
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg.xml + "\n"
  }
}
