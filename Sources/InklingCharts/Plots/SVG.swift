/// The few elements that plots are made of.
enum SVG {
  /// Where a text begins, ends or has its middle.
  enum Anchor: String { case start, middle, end }

  static func text(_ text: String, _ x: Double, _ y: Double, _ style: String = "", _ anchor: Anchor = .start) -> Markup
  {
    var attributes = [Markup.Attribute(name: "x", value: place(x)), Markup.Attribute(name: "y", value: place(y))]
    if !style.isEmpty { attributes.append(Markup.Attribute(name: "class", value: style)) }
    if anchor != .start { attributes.append(Markup.Attribute(name: "text-anchor", value: anchor.rawValue)) }
    return Markup(content: .element("text", attributes, [.text(text)]))
  }

  static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) -> Markup {
    Markup("line", ["x1": place(x1), "y1": place(y1), "x2": place(x2), "y2": place(y2), "class": style])
  }

  static func rect(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String, tip: String? = nil,
    opacity: Double? = nil, radius: Double = 0
  ) -> Markup {
    var attributes = [
      ("x", place(x)), ("y", place(y)), ("width", place(max(width, 0))), ("height", place(max(height, 0))),
      ("class", style),
    ]
    if radius > 0 { attributes.append(("rx", place(radius))) }
    if let opacity { attributes.append(("fill-opacity", NumberText.short(opacity))) }
    return Markup(content: .element("rect", attributes.map { Markup.Attribute(name: $0.0, value: $0.1) }, tips(tip)))
  }

  static func circle(_ x: Double, _ y: Double, _ radius: Double, _ style: String, tip: String? = nil) -> Markup {
    Markup("circle", ["cx": place(x), "cy": place(y), "r": place(radius), "class": style], tips(tip))
  }

  /// A line through points, interrupted where one is not finite.
  static func path(_ points: [(x: Double, y: Double)], _ style: String) -> Markup {
    var steps = ""
    var isDown = false
    for point in points {
      guard point.x.isFinite, point.y.isFinite else {
        isDown = false
        continue
      }
      steps += (isDown ? "L" : "M") + "\(place(point.x)) \(place(point.y))"
      isDown = true
    }
    return Markup("path", ["d": steps.isEmpty ? "M0 0" : steps, "class": style])
  }

  /// A text that stands on its side, read from below.
  static func upright(_ text: String, _ x: Double, _ y: Double) -> Markup {
    Markup(
      "text",
      [
        "x": place(x), "y": place(y), "text-anchor": "middle", "transform": "rotate(-90 \(place(x)) \(place(y)))",
      ], text: text)
  }

  private static func tips(_ tip: String?) -> [Markup] { tip.map { [Markup("title", text: $0)] } ?? [] }

  static func place(_ value: Double) -> String { NumberText.place(value) }
}
