import Testing

@testable import InklingImages

struct BarChartTests {
  @Test func barsAreInProportionToTheLargest() {
    let bars: [BarChart.Bar] = [.init("a", 4, note: "4 x"), .init("bc", 1.125, note: "10 x"), .init("d", 0)]
    #expect(BarChart(bars, width: 4).lines() == [" a ████   4 x", "bc █▏    10 x", " d "])
  }

  @Test func withoutBlocksBarsAreRoundedToColumns() {
    let bars: [BarChart.Bar] = [.init("a", 4), .init("b", 1.5), .init("c", 1.4)]
    #expect(BarChart(bars, width: 4, isASCII: true).lines() == ["a ####", "b ##", "c #"])
  }

  @Test func nothingAtAllHasNoBars() {
    #expect(BarChart([.init("a", 0)]).lines() == ["a "])
    #expect(BarChart([]).lines() == [])
  }
}
