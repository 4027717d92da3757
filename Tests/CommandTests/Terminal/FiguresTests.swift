import Testing

@testable import InklingCommand

@Suite struct FiguresTests {
  @Test(arguments: [
    (Float(0.001), "0.001"), (0.00091573485, "0.0009157"), (9.15734e-06, "9.157e-06"), (0, "0.0"), (1, "1.0"),
    (12.3456, "12.35"), (0.1, "0.1"), (1e-12, "1e-12"), (0.99996, "1.0"),
  ]) func shortFloats(_ number: Float, _ text: String) { #expect(number.short == text) }

  @Test(arguments: [
    (0.07134, 4, "0.0713"), (0.07135001, 4, "0.0714"), (2.5, 0, "3"), (-0.5, 1, "-0.5"), (-0.04, 1, "0.0"),
    (1234.5, 2, "1234.50"), (0, 3, "0.000"), (.infinity, 2, "inf"), (.nan, 2, "nan"), (1e300, 2, "1e+300"),
  ])
  func fixedRoundsToDecimals(number: Double, decimals: Int, text: String) {
    #expect(number.fixed(decimals) == text)
  }

  @Test(arguments: [
    (0.98134, "98.13 %"), (1, "100.00 %"), (0.99999, "99.99 %"), (0, "0.00 %"), (0.5, "50.00 %"),
  ])
  func percentIsFullOnlyWhenItIsAll(share: Double, text: String) { #expect(share.percent == text) }

  @Test(arguments: [
    (0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (60_000, "60,000"), (44_426, "44,426"),
    (1_234_567, "1,234,567"), (-1234, "-1,234"), (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func groupedHasCommasBetweenThousands(number: Int, text: String) { #expect(number.grouped == text) }

  @Test(arguments: [(1023, "1023 bytes"), (1536, "1.5 KiB"), (5 << 20, "5.0 MiB"), (3 << 30, "3.0 GiB")])
  func bytesHaveAUnit(number: Int, text: String) { #expect(number.bytes == text) }

  @Test func nounsAgreeWithTheirNumber() {
    #expect(1.of("image") == "1 image")
    #expect(0.of("image") == "0 images")
    #expect(2000.of("class", "classes") == "2,000 classes")
  }
}
