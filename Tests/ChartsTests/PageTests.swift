import InklingFiles
import Testing

@testable import InklingCharts

@Suite struct PageTests {
  private static var page: Page {
    var table = DataTable("Counts", [.text("class"), .number("images")])
    table.append(["a", "3"])
    return Page(
      title: "A <page>", introduction: [Markup("p", text: "What it is.")],
      sections: [
        PageSection(
          "Curves",
          [
            .paragraph("Text."), .figures([Figure(PlotTests.line.plot, caption: "It falls.", table: table)]),
            .table(table),
          ]),
        PageSection(
          "Confusion", [.figures([Figure(PlotTests.heat.plot)]), .markup(Markup("p", ["id": "cell-0-1"], text: "1"))]),
      ], footer: "Made by a test.")
  }

  @Test func aPageIsWellFormedAndNeedsNothing() {
    let checker = PageChecker(Self.page.html)
    #expect(checker.faults.isEmpty, "\(checker.faults)")
  }

  @Test func theCheckerFindsFaults() {
    #expect(!PageChecker("<p><b></p>").faults.isEmpty)
    #expect(!PageChecker("<p class=a></p>").faults.isEmpty)
    #expect(!PageChecker("<p id=\"a\"></p><p id=\"a\"></p>").faults.isEmpty)
    #expect(!PageChecker("<a href=\"#b\"></a>").faults.isEmpty)
    #expect(!PageChecker("<img src=\"https://a.b/c.png\">").faults.isEmpty)
    #expect(!PageChecker("<script></script>").faults.isEmpty)
    #expect(!PageChecker("<p>&x</p>").faults.isEmpty)
  }

  @Test func aPageHasWhatReadersNeed() {
    let html = Self.page.html
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"))
    #expect(html.contains("<title>A &lt;page&gt;</title>"))
    #expect(html.contains("width=device-width") && html.contains("prefers-color-scheme:dark"))
    #expect(html.contains("<a href=\"#curves\">Curves</a>") && html.contains("<section id=\"curves\">"))
    // A table that is moved sideways is reached by the keyboard, and the numbers of a plot are at hand.
    #expect(html.contains("class=\"scroll\" tabindex=\"0\""))
    #expect(html.contains("<details><summary>Numbers: Loss</summary>"))
    #expect(html.contains("default-src 'none'"))
  }

  @Test func figuresHaveNamesOfTheirOwn() throws {
    #expect(Self.page.figures.map(\.name) == ["01-loss.svg", "02-confusion.svg"])
    let folder = "/tmp/inkling-page-\(UInt64.random(in: 0...UInt64.max))"
    #expect(try Self.page.writeFigures(to: folder) == ["01-loss.svg", "02-confusion.svg"])
    let bytes = try FileBytes.read("\(folder)/01-loss.svg")
    #expect(String(decoding: bytes, as: UTF8.self) == PlotTests.line.plot.document)
  }

  @Test func aFileThatCannotBeWrittenIsNamed() {
    #expect {
      try Self.page.write(to: "/nowhere/page.html")
    } throws: {
      ($0 as? InputError)?.kind == .unwritable && "\($0)".contains("/nowhere/page.html")
    }
  }

  @Test func anchorsAreNames() {
    #expect(PageSection.anchor(for: "Mean & deviation: \"a\"") == "mean-deviation-a")
    #expect(PageSection.anchor(for: "日本") == "part")
  }
}
