import Testing

@testable import InklingCharts

@Suite struct MarkupTests {
  @Test func textAndAttributesAreEscaped() {
    let markup = Markup("p", ["title": "\"a\" & <b>"], [.text("5 < 7 & \"x\" > 3")])
    #expect(markup.html == "<p title=\"&quot;a&quot; &amp; &lt;b&gt;\">5 &lt; 7 &amp; &quot;x&quot; &gt; 3</p>")
  }

  /// A class called so must not become a script, nor turn the line around, nor be an error of the parser.
  @Test func namesFromOutsideStayText() {
    let html = Markup("li", text: "</li><script>alert(1)</script>\u{202E}\u{0}\u{1B}[2J\u{FFFF}").html
    #expect(!html.contains("<script"))
    #expect(!html.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E || $0.value == 0xFFFF })
    #expect(PageChecker(html).faults.isEmpty)
  }

  @Test func elementsEndAsTheirLanguageWants() {
    let parts = Markup.group([Markup("br"), Markup("td"), Markup("circle", ["r": "1"])])
    #expect(parts.html == "<br><td></td><circle r=\"1\"/>")
    #expect(parts.xml == "<br/><td></td><circle r=\"1\"/>")
  }

  @Test func textOfOtherAlphabetsIsKept() {
    #expect(Markup("b", text: "日本語 é").html == "<b>日本語 é</b>")
  }

  @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")])
  func base64AsInRFC4648(_ plain: String, _ text: String) {
    #expect(Base64Text.text(Array(plain.utf8)) == text)
  }

  @Test func numbersAreReadable() {
    #expect(NumberText.fixed(0.07125, 3) == "0.071")
    #expect(NumberText.fixed(-0.0001, 2) == "0.00")
    #expect(NumberText.short(60000) == "60000")
    #expect(NumberText.short(0.00091573) == "0.0009157")
    #expect(NumberText.percent(0.99999) == "99.99 %")
    #expect(NumberText.percent(1) == "100.00 %")
    #expect(NumberText.grouped(1_234_567) == "1,234,567")
    #expect(NumberText.grouped(-100) == "-100")
  }
}
