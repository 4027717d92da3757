import Testing

@testable import InklingCommand

@Suite struct TextTableTests {
  @Test func wordsAreFlushLeftAndNumbersFlushRight() {
    var table = TextTable(header: ["layer", "kind", "count"], leftColumns: 2)
    table.append(["a", "Conv2d", "7"])
    table.append(["total", "", ""])
    #expect(table.text == "layer  kind    count\na      Conv2d      7\ntotal")
  }
}
