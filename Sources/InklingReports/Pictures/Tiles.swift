import InklingCharts
import InklingFiles

/// Pictures with a line below each, side by side.
struct Tiles {
  private var items: [Markup] = []

  var isEmpty: Bool { items.isEmpty }

  /// Adds pictures that belong together, and what is said of them.
  mutating func append(_ pictures: [Markup], _ lines: String...) {
    let text = lines.enumerated().flatMap { number, line -> [Markup] in
      number == 0 ? [Markup.text(line)] : [Markup("br"), .text(line)]
    }
    items.append(
      Markup("li", ["class": "tile"], [Markup("div", ["class": "row"], pictures), Markup("div", [:], text)]))
  }

  var markup: Markup { Markup("ul", ["class": "tiles"], items) }
}

/// Figures of a report in large letters: what, and how much.
struct Cards {
  private var items: [Markup] = []

  mutating func append(_ value: String, _ name: String) {
    items.append(
      Markup("li", ["class": "card"], [Markup("strong", text: value), Markup("span", text: name)]))
  }

  var markup: Markup { Markup("ul", ["class": "cards"], items) }
}

/// Names from outside, as long as they may be in a page.
enum ReportText {
  static func name(_ text: String) -> String { PrintableText.shortened(text, to: 60) }
  static func names(_ texts: [String]) -> [String] { texts.map(name) }
}
