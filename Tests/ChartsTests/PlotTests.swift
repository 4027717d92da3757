import Testing

@testable import InklingCharts

@Suite struct PlotTests {
  static let line = LineChart(
    "Loss", x: Axis("epoch"), y: Axis("loss (nats)"),
    series: [.init("training", [(1, 0.5), (2, 0.25), (3, .nan)]), .init("held out", [(1, 0.6), (2, 0.4)])])
  static let columns = ColumnChart(
    "Counts", x: Axis("class", names: ["a", "b"]), y: Axis("images"), series: [.init("training", [3, 5])])
  static let long = ColumnChart(
    "Counts of names", x: Axis("class", names: ["a rather long name", "b"]), y: Axis("images"),
    series: [.init("training", [3, 5])])
  static let heat = HeatMap(
    "Confusion", rowTitle: "truth", rows: ["a", "b"], columnTitle: "answer", columns: ["a", "b"],
    values: [9, 1, 0, 7], leavesOutDiagonal: true, link: { $0 == $1 ? nil : "#cell-\($0)-\($1)" })
  static let network = NetworkDiagram(
    "Net",
    nodes: [
      .init(name: "input", operation: "Input", shape: "1x4x4", parameters: 0, multiplyAdds: 0, inputs: []),
      .init(name: "conv", operation: "Conv2d", shape: "2x4x4", parameters: 20, multiplyAdds: 288, inputs: [0]),
      .init(name: "add", operation: "Add", shape: "2x4x4", parameters: 0, multiplyAdds: 0, inputs: [0, 1]),
    ])
  static let scatter = ScatterChart(
    "Map", x: Axis("x"), y: Axis("y"), points: [.init(x: 0, y: 1, label: 0, note: "a, train 3")], classNames: ["a"],
    pictures: PictureSheet(EmbeddedImage(png: [1, 2], width: 28, height: 28), columns: 1, width: 28, height: 28))

  static let all = [line.plot, columns.plot, long.plot, heat.plot, network.plot, scatter.plot]

  @Test(arguments: all.indices) func aPlotAloneIsWellFormed(_ number: Int) {
    let document = Self.all[number].document
    let faults = PageChecker(document).faults.filter { !$0.contains("#cell-") }
    #expect(faults.isEmpty, "\(faults)")
    #expect(document.contains("prefers-color-scheme"))
  }

  @Test(arguments: all.indices) func aPlotSaysWhatItShows(_ number: Int) {
    let html = Self.all[number].markup.html
    #expect(html.contains("aria-label=\"\(Self.all[number].title)"))
    #expect(html.contains("class=\"t\">\(Self.all[number].title)</text>"))
    #expect(html.contains("<title>"))
  }

  @Test func axesHaveTitlesWithUnits() {
    let html = Self.line.plot.markup.html
    #expect(html.contains(">epoch</text>") && html.contains(">loss (nats)</text>"))
    #expect(html.contains("<title>training: epoch 2, loss (nats) 0.25</title>"))
  }

  @Test func aValueThatIsNoNumberInterruptsTheLine() {
    let path = SVG.path([(0, 0), (1, 1), (.nan, 2), (3, 3)], "l0").html
    #expect(path == "<path d=\"M0 0L1 1M3 3\" class=\"l0\"/>")
  }

  @Test func aBarIsAsHighAsItsValue() {
    let html = Self.columns.plot.markup.html
    let heights = html.components(of: "height=\"")
    // The scale ends at 6; both bars have one.
    #expect(heights.count == 2 && abs(heights[0] / heights[1] - 0.6) < 0.01)
  }

  @Test func cellsLeadToTheirPictures() {
    let html = Self.heat.plot.markup.html
    #expect(html.contains("<a href=\"#cell-0-1\" aria-label=\"truth a, answer b: 1\">"))
    // Nothing is there to be seen.
    #expect(!html.contains("#cell-1-0"))
    #expect(html.contains("role=\"group\""))
    #expect(Self.heat.table.markup.html.contains("<a href=\"#cell-0-1\">1</a>"))
  }

  @Test func aPictureIsAWindowOntoTheSheet() {
    let sheet = PictureSheet(
      EmbeddedImage(png: [1], width: 56, height: 84), columns: 2, width: 28, height: 28, identifier: "s")
    #expect(sheet.picture(3).html == "<svg viewBox=\"28 28 28 28\"><use href=\"#s\"/></svg>")
    #expect(PlotTests.scatter.plot.markup.html.contains("<image id=\"pictures\" href=\"data:image/png;base64,AQI=\""))
    var shared = PlotTests.scatter
    shared.ownsPictures = false
    #expect(!shared.plot.markup.html.contains("<image"))
    #expect(shared.plot.document.contains("<image"))
  }

  @Test func aLineThatPassesAnotherOperationRunsBesideIt() {
    let html = Self.network.plot.markup.html
    #expect(html.components(separatedBy: "class=\"edge\"") == 4)
    #expect(html.contains("20 parameters") && html.contains("gives 2x4x4"))
    #expect(Self.network.table.rows.count == 3)
  }

  @Test func emptyChartsAreDrawn() {
    let charts = [
      LineChart("a", x: Axis("x"), y: Axis("y", scale: .logarithmic), series: []).plot,
      ColumnChart("b", x: Axis("x", names: []), y: Axis("y"), series: [.init("c", [])]).plot,
      ScatterChart("d", x: Axis("x"), y: Axis("y"), points: [], classNames: []).plot,
      HeatMap("e", rowTitle: "r", rows: [], columnTitle: "c", columns: [], values: []).plot,
      NetworkDiagram("f", nodes: []).plot,
    ]
    for chart in charts {
      #expect(PageChecker(chart.document).faults.isEmpty)
      #expect(!chart.document.contains("nan") && !chart.document.contains("inf\""))
    }
  }
}

extension String {
  /// The numbers that stand behind each place of `prefix` within the marks of a tip.
  fileprivate func components(of prefix: String) -> [Double] {
    ranges(of: prefix).compactMap { range in
      let rest = self[range.upperBound...]
      return rest.contains("</rect>") && rest.prefix(60).contains("<title>")
        ? Double(rest.prefix { $0 != "\"" }) : nil
    }
  }

  /// How many parts a string is cut into.
  fileprivate func components(separatedBy text: String) -> Int { ranges(of: text).count + 1 }
}
