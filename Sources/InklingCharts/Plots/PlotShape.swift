/// A part of a plot as a shape with its colours for light surroundings: what is painted where there is no SVG.
package struct PlotShape: Sendable {
  /// A place in CSS pixels from the drawing's top left.
  package typealias Place = SIMD2<Double>

  /// What it is.
  package enum Form: Sendable {
    /// A rectangle, whose corners may be round.
    case rect(low: Place, high: Place, radius: Double)
    case circle(Place, radius: Double)
    /// Lines through places; each list is one line.
    case lines([[Place]])
    /// A text whose base line begins, has its middle or ends at a place.
    case text(String, Place, Anchor, isUpright: Bool)
  }

  /// Where a text's place is.
  package enum Anchor: String, Sendable { case start, middle, end }

  package let form: Form
  /// The colour inside, and of a text; nil for none.
  package var fill: Color?
  /// The colour of its line; nil for none.
  package var stroke: Color?
  package var strokeWidth = 1.0
  /// The lengths of dash and gap; nil for a whole line.
  package var dashes: (Double, Double)?
  /// From 0 to 1, of what is inside.
  package var opacity = 1.0
  package var isBold = false

  /// The class of what only serves a pointer: it is no shape.
  static let hint = "hint"

  init(_ form: Form) { self.form = form }
}

extension Plot {
  /// The drawing's shapes from the lowest on. Pictures and what is shown under a pointer are no shapes.
  package var shapes: [PlotShape] { drawing.flatMap(Self.shapes) }

  private static func shapes(_ markup: Markup) -> [PlotShape] {
    guard case .element(let name, let attributes, let children) = markup.content else { return [] }
    let element = PlotElement(name: name, attributes: attributes, children: children)
    if attributes.contains(where: { $0.name == "class" && $0.value == PlotShape.hint }) { return [] }
    if name == "g" || name == "a" { return children.flatMap(shapes) }
    return element.form.map { [element.styled(PlotShape($0))] } ?? []
  }
}

/// An element of SVG among those that plots are made of.
private struct PlotElement {
  let name: String
  let attributes: [Markup.Attribute]
  let children: [Markup]

  private func text(_ key: String) -> String? { attributes.first { $0.name == key }?.value }
  private func number(_ key: String) -> Double { text(key).flatMap { Double($0) } ?? 0 }
  private func place(_ x: String, _ y: String) -> PlotShape.Place { [number(x), number(y)] }

  var form: PlotShape.Form? {
    switch name {
    case "rect":
      .rect(
        low: place("x", "y"), high: place("x", "y") + place("width", "height"), radius: number("rx"))
    case "circle": .circle(place("cx", "cy"), radius: number("r"))
    case "line": .lines([[place("x1", "y1"), place("x2", "y2")]])
    case "path": .lines(PathSteps(text("d") ?? "").lines)
    case "text":
      .text(
        words, place("x", "y"), text("text-anchor").flatMap { PlotShape.Anchor(rawValue: $0) } ?? .start,
        isUpright: text("transform") != nil)
    default: nil
    }
  }

  private var words: String {
    children.map { if case .text(let text) = $0.content { text } else { "" } }.joined()
  }

  /// What the style sheet says of the element's classes.
  func styled(_ shape: PlotShape) -> PlotShape {
    let scheme = ColorScheme.light
    var shape = shape
    shape.opacity = text("fill-opacity").flatMap { Double($0) } ?? 1
    if name == "text" { shape.fill = scheme.soft }
    for style in (text("class") ?? "").split(separator: " ") {
      let index = Int(style.dropFirst())
      switch (style.first, index) {
      case ("f", let index?): shape.fill = scheme.series[index % scheme.series.count]
      case ("l", let index?): (shape.stroke, shape.strokeWidth) = (scheme.series[index % scheme.series.count], 1.8)
      case ("h", let index?): shape.fill = scheme.heat[min(index, scheme.heat.count - 1)]
      case ("k", let index?): shape.fill = scheme.heat[min(index, scheme.heat.count - 1)].text
      default: style == "s" ? () : named(String(style), scheme, &shape)
      }
    }
    return shape
  }

  private func named(_ style: String, _ scheme: ColorScheme, _ shape: inout PlotShape) {
    switch style {
    case "t": (shape.fill, shape.isBold) = (scheme.text, true)
    case "v": shape.fill = scheme.text
    case "g": shape.stroke = scheme.line
    case "a": shape.stroke = scheme.soft
    case "ideal": (shape.stroke, shape.dashes) = (scheme.soft, (4, 3))
    case "box": (shape.fill, shape.stroke) = (scheme.panel, scheme.line)
    case "edge": (shape.stroke, shape.strokeWidth) = (scheme.soft, 1.2)
    default: break
    }
  }
}

/// The steps of a path: M, L, H, V and Q with places from the top left.
private struct PathSteps {
  private(set) var lines: [[PlotShape.Place]] = []

  /// Straight pieces of a curve.
  private static let pieces = 6

  init(_ text: String) {
    var command: Character = "M"
    var numbers: [Double] = []
    var word = ""
    for letter in text + "Z" {
      if "MLHVQZ ".contains(letter) {
        if let number = Double(word) { numbers.append(number) }
        word = ""
        guard letter != " " else { continue }
        take(command, numbers)
        (command, numbers) = (letter, [])
      } else {
        word.append(letter)
      }
    }
  }

  private mutating func take(_ command: Character, _ numbers: [Double]) {
    let here = lines.last?.last ?? [0, 0]
    switch (command, numbers.count) {
    case ("M", 2): lines.append([[numbers[0], numbers[1]]])
    case ("L", 2): add([numbers[0], numbers[1]])
    case ("H", 1): add([numbers[0], here.y])
    case ("V", 1): add([here.x, numbers[0]])
    case ("Q", 4):
      let (bend, end): (PlotShape.Place, PlotShape.Place) = ([numbers[0], numbers[1]], [numbers[2], numbers[3]])
      for piece in 1...Self.pieces {
        let t = Double(piece) / Double(Self.pieces)
        add(here * ((1 - t) * (1 - t)) + bend * (2 * t * (1 - t)) + end * (t * t))
      }
    default: break
    }
  }

  private mutating func add(_ place: PlotShape.Place) {
    if lines.isEmpty { lines.append([[0, 0]]) }
    lines[lines.count - 1].append(place)
  }
}
