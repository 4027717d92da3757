import InklingCharts
import InklingEngine
import InklingFiles

/// What is written out of a step, as parts of a page: the first example in full, the others shorter.
enum ExampleMarkup {
  /// - Parameter source: the step whose result is read.
  /// - Throws: `InputError` of kind `.unavailable` when there is not enough memory for a picture.
  static func parts(of step: ExplanationStep, reading source: ExplanationStep?) throws(InputError) -> [PageSection.Part]
  {
    guard let first = step.examples.first else { return [] }
    let pictures = try source.flatMap { source throws(InputError) in try self.pictures(first, source, step) }
    var parts: [Markup] = [Markup("h3", text: title(of: first))]
    if let pictures { parts.append(pictures) }
    switch first.working {
    case .sum(let terms, let bias, let shape) where shape.count == 3:
      parts += KernelMarkup(terms, shape).full
      parts.append(equation(first, bias))
      parts += step.examples.dropFirst().map(kernel)
      return parts.map { .markup($0) }
    case .sum(let terms, _, _) where terms.count > 4: parts.append(products(terms, of: first))
    case .maximum(let window, let shape): parts.append(self.window(window, shape, kept: first.written))
    case .mean(let window, _, let shape): parts.append(self.window(window, shape, kept: nil))
    default: break
    }
    parts.append(equation(first, nil))
    if let alternative = first.alternative { parts.append(other(alternative)) }
    let rest = step.examples.dropFirst().map { example in
      Markup("li", [:], [Markup("code", text: ExampleText(example, step, TextLayout()).line)])
    }
    if !rest.isEmpty { parts.append(Markup("ul", [:], rest)) }
    return parts.map { .markup($0) }
  }

  /// Where in its input an example has read, and of a maximum what was kept there.
  private static func pictures(
    _ example: WorkedExample, _ source: ExplanationStep, _ step: ExplanationStep
  ) throws(InputError) -> Markup? {
    let terms: [WorkedTerm]
    switch example.working {
    case .sum(let all, _, let shape) where shape.count == 3: terms = KernelMarkup(all, shape).strongest
    case .maximum(let window, _), .mean(let window, _, _): terms = window
    default: return nil
    }
    guard let place = PlacePicture(terms, in: source.maps), let channel = terms.lazy.compactMap(\.place).first?[0],
      let tile = try place.tile("channel \(channel) of \(PrintableText.shortened(source.name, to: 60))")
    else { return nil }
    var tiles = [tile]
    if let kept = step.kept, let picture = PlacePicture(terms, in: kept) {
      if let tile = try picture.tile("what was kept of it, where it stood") { tiles.append(tile) }
    }
    return Markup("ul", ["class": "tiles"], tiles)
  }

  private static func title(of example: WorkedExample) -> String {
    PrintableText.shortened(example.subject, to: 60) + ExampleText.at(example.place)
  }

  /// The whole equation, and what the engine found.
  private static func equation(_ example: WorkedExample, _ bias: Float?) -> Markup {
    let difference = (example.written - Double(example.engine)).magnitude
    let engine =
      " The engine found \(NumberText.short(example.engine)); the difference is \(NumberText.short(difference, digits: 2))."
    return Markup(
      "p", [:],
      [
        Markup("code", [:], [Markup("strong", text: ExampleText.equation(of: example.working, engine: nil))]),
        .text(engine),
      ])
  }

  private static func other(_ alternative: Working) -> Markup {
    let kind = if case .mean = alternative { "Average" } else { "Max" }
    return Markup(
      "p", ["class": "soft"],
      [
        .text("\(kind) pooling would make of the same window: "),
        Markup("code", text: ExampleText.equation(of: alternative, engine: nil)),
      ])
  }

  /// Another kernel over the same place: its sum, and its numbers for whoever opens it.
  private static func kernel(_ example: WorkedExample) -> Markup {
    guard case .sum(let terms, _, let shape) = example.working else { return .group([]) }
    let summary =
      "\(PrintableText.shortened(example.subject, to: 60)): "
      + ExampleText.equation(of: example.working, engine: nil)
    return Markup("details", [:], [Markup("summary", text: summary)] + KernelMarkup(terms, shape).brief)
  }

  private static func window(_ window: [WorkedTerm], _ shape: [Int], kept: Double?) -> Markup {
    let keptPlace = kept.flatMap { kept in window.firstIndex { Double($0.value) == kept } }
    return NumberGrid("The window", window.map { Double($0.value) }, columns: shape[1], marked: keptPlace).markup
  }

  /// The largest products of a long sum.
  private static func products(_ terms: [WorkedTerm], of example: WorkedExample) -> Markup {
    let order = terms.indices.sorted { (terms[$1].product.magnitude, $0) < (terms[$0].product.magnitude, $1) }
    let shown = order.prefix(ExampleText.shownTerms)
    var table = DataTable(
      "The largest of \(terms.count) products",
      [.text("Input"), .number("Factor"), .number("Value"), .number("Product")])
    for index in shown {
      let term = terms[index]
      table.append([
        NumberText.place(term.place ?? [index]), NumberText.fixed(Double(term.factor), 4),
        NumberText.fixed(Double(term.value), 4), NumberText.fixed(term.product, 4),
      ])
    }
    if shown.count < terms.count {
      let rest = order.dropFirst(shown.count).reduce(0) { $0 + terms[$1].product }
      table.append(["the other \(terms.count - shown.count)", "", "", NumberText.fixed(rest, 4)])
    }
    return table.markup
  }
}
