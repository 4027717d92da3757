import InklingCharts
import InklingEngine
import InklingExplanation
import InklingTestSupport
import InklingTraining
import Testing

@Suite struct ExplanationPageTests {
  @Test func eachStepHasItsSection() throws {
    let explanation = try ExplanationTests.everyLayer()
    let page = try explanation.page()
    #expect(page.sections.count == explanation.steps.count)
    #expect(page.sections.map(\.anchor) == explanation.steps.indices.map { "step-\($0)" })
    let html = page.html
    for step in explanation.steps {
      for formula in step.formulas { #expect(html.contains("<code>\(formula.escapedForHTML)</code>"), "\(formula)") }
    }
    #expect(html.contains("The kernel lies over rows") && html.contains("The engine found"))
    #expect(html.contains("Average pooling would make") && html.contains("Max pooling would make"))
  }

  @Test func itNeedsNothingFromElsewhere() throws {
    let html = try ExplanationTests.everyLayer().page().html
    #expect(!html.contains("<script") && !html.contains("http:") && !html.contains("https:"))
    #expect(html.utf8.count < 600_000, "\(html.utf8.count)")
  }

  @Test func namesAreText() throws {
    let graph = try Graph(tracing: LeNet(), input: [1, 28, 28])
    let model = try TrainedModel.random(graph, classes: 10, seed: 1)
    let explanation = try Explanation(of: model, at: [UInt8](repeating: 9, count: 784), image: "<b onload=x>&")
    let html = try explanation.page().html
    #expect(html.contains("&lt;b onload=x&gt;&amp;") && !html.contains("<b onload"))
  }

  /// Every element that is opened is closed, in its order.
  @Test func elementsAreNested() throws {
    let html = try ExplanationTests.everyLayer().page().html
    var open: [Substring] = []
    let alone: Set<Substring> = ["meta", "link", "img", "br", "hr"]
    for match in html.matches(of: /<(\/?)([a-z0-9]+)([^>]*)>/) {
      let (name, isEnd) = (match.2, !match.1.isEmpty)
      if isEnd {
        #expect(open.popLast() == name)
      } else if !alone.contains(name), !match.3.hasSuffix("/") {
        open.append(name)
      }
    }
    #expect(open.isEmpty)
  }
}

extension String {
  fileprivate var escapedForHTML: String {
    replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
