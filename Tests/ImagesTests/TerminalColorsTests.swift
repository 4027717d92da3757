import Testing

@testable import InklingImages

struct TerminalColorsTests {
  @Test func followsTheSurroundings() {
    func colors(_ environment: [String: String], isTerminal: Bool = true) -> TerminalColors {
      TerminalColors(isTerminal: isTerminal, environment: environment)
    }
    #expect(colors(["COLORTERM": "truecolor", "TERM": "xterm"]) == .full)
    #expect(colors(["COLORTERM": "24bit"]) == .full)
    #expect(colors(["TERM": "xterm-256color"]) == .palette)
    #expect(colors(["TERM": "screen"]) == .palette)
    #expect(colors(["TERM": "vt100"]) == .none)
    #expect(colors([:]) == .none)
    #expect(colors(["COLORTERM": "truecolor", "NO_COLOR": "1"]) == .none)
    #expect(colors(["COLORTERM": "truecolor", "NO_COLOR": ""]) == .full)
    #expect(colors(["COLORTERM": "truecolor", "TERM": "dumb"]) == .none)
    #expect(colors(["COLORTERM": "truecolor"], isTerminal: false) == .none)
  }

  @Test(arguments: UInt8.min...UInt8.max)
  func paletteIndexIsTheNearestGrey(gray: UInt8) {
    let greys = [(16, 0), (231, 255)] + (0..<24).map { (232 + $0, 8 + 10 * $0) }
    let found = greys.first { $0.0 == TerminalColors.paletteIndex(gray) }
    let best = greys.map { abs($0.1 - Int(gray)) }.min()
    #expect(found.map { abs($0.1 - Int(gray)) } == best)
  }
}
