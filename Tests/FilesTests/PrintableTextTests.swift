import Testing

@testable import InklingFiles

@Suite struct PrintableTextTests {
  /// What a terminal obeys is an escape in JSON too, and says the same.
  @Test(arguments: [
    ("\u{9B}31m", #"\u009b31m"#), ("\u{7F}", #"\u007f"#), ("\u{202E}a", #"\u202ea"#), ("\u{FEFF}", #"\ufeff"#),
    ("\u{2028}", #"\u2028"#), ("é 𝔘", "é 𝔘"), ("plain", "plain"), ("{\n  \"a\": 1\n}", "{\n  \"a\": 1\n}"),
  ])
  func jsonHasNothingThatATerminalObeys(text: String, expected: String) {
    #expect(PrintableText.escapedJSON(text) == expected)
  }

  @Test func jsonReadsBackTheSame() throws {
    let text = "a\u{9B}b\u{85}c\u{E0001}d"
    let escaped = PrintableText.escapedJSON("\"\(text)\"")
    #expect(!escaped.unicodeScalars.contains { (0x7F...0x9F).contains($0.value) })
    let node = try JSONDocument.parse(Array(escaped.utf8))
    #expect(try DocumentDecoder(node).decode(String.self) == text)
  }
}
