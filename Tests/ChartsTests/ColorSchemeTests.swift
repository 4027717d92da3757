import Testing

@testable import InklingCharts

@Suite struct ColorSchemeTests {
  @Test func contrastIsThatOfTheGuidelines() {
    #expect(abs(Color("#000000").contrast(with: Color("#ffffff")) - 21) < 1e-9)
    #expect(abs(Color("#777777").contrast(with: Color("#ffffff")) - 4.478) < 1e-3)
    #expect(Color("#0b5cad").hex == "#0b5cad")
  }

  /// Text on the page and in boxes, in light and in dark surroundings.
  @Test(arguments: [true, false]) func textIsReadable(_ isLight: Bool) {
    let scheme = isLight ? ColorScheme.light : ColorScheme.dark
    for ground in [scheme.paper, scheme.panel] {
      for text in [scheme.text, scheme.soft, scheme.link] { #expect(text.contrast(with: ground) >= 4.5) }
      // What is no text is told apart from 3 on.
      for color in scheme.series { #expect(color.contrast(with: ground) >= 3) }
    }
    for color in scheme.heat { #expect(color.text.contrast(with: color) >= 4.5) }
    #expect(scheme.heat[0].contrast(with: scheme.panel) < 1.01)
  }
}
