import Testing

@testable import InklingCharts

@Suite struct PlotShapeTests {
  /// The elements of a drawing that are painted: what is shown under a pointer, titles and links are not.
  private func painted(_ markup: Markup) -> Int {
    guard case .element(let name, let attributes, let children) = markup.content else { return 0 }
    if attributes.contains(where: { $0.value == "hint" }) { return 0 }
    if name == "g" || name == "a" { return children.reduce(0) { $0 + painted($1) } }
    return ["rect", "line", "circle", "path", "text"].contains(name) ? 1 : 0
  }

  private static let network = NetworkDiagram(
    "Network",
    nodes: (0..<4).map {
      NetworkDiagram.Node(
        name: "n\($0)", operation: "Conv2d", shape: "1x2x2", parameters: 3, multiplyAdds: 9,
        inputs: $0 == 0 ? [] : $0 == 3 ? [2, 0] : [$0 - 1])
    })

  @Test func everyElementIsAShapeWithAColour() {
    for plot in PlotTests.all + [Self.network.plot] {
      let shapes = plot.shapes
      #expect(shapes.count == plot.drawing.reduce(0) { $0 + painted($1) }, "\(plot.title)")
      #expect(shapes.allSatisfy { $0.fill != nil || $0.stroke != nil }, "\(plot.title)")
    }
  }

  @Test func shapesLieInTheDrawing() {
    for plot in [PlotTests.line.plot, Self.network.plot] {
      for shape in plot.shapes {
        guard case .lines(let lines) = shape.form else { continue }
        for place in lines.joined() {
          #expect(place.x >= 0 && place.y > 0 && place.x <= plot.width && place.y <= plot.height, "\(place)")
        }
      }
    }
  }

  /// A line that skips a node goes round it: its curves end where they should.
  @Test func curvesAreFollowed() {
    let lines = Self.network.plot.shapes.compactMap { shape -> [PlotShape.Place]? in
      if case .lines(let lines) = shape.form, lines[0].count > 2 { lines[0] } else { nil }
    }
    #expect(lines.count == 1 && lines[0].count == 16)
    #expect(lines[0].first?.x == lines[0].last?.x)
    let left = lines[0].map(\.x).min() ?? 0
    #expect(lines[0].first.map { $0.x - left } == 10)
  }

  @Test func textKeepsItsWordsAndItsSide() {
    let words = PlotTests.line.plot.shapes.compactMap { shape -> (String, Bool)? in
      if case .text(let words, _, _, let isUpright) = shape.form { (words, isUpright) } else { nil }
    }
    #expect(words.contains { $0 == ("Loss", false) } && words.contains { $0.1 })
    #expect(PlotTests.line.plot.shapes.first?.isBold == true)
  }
}
