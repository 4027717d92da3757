import InklingFiles
import Testing

@Suite struct BytePathTests {
  @Test func textStaysText() {
    #expect(BytePath("scans/é.png").description == "scans/é.png")
    #expect(BytePath("scans/é.png").bytes == Array("scans/é.png".utf8))
    #expect(BytePath("a\0b").bytes == Array("a".utf8))
  }

  @Test func bytesThatAreNoUTF8AreEscapes() {
    #expect(BytePath(bytes: Array("caf".utf8) + [0xE9] + Array(".png".utf8)).description == "caf\\xe9.png")
    // A sequence that is cut short, an overlong one, half of a pair, and a scalar of each length.
    #expect(BytePath(bytes: [0xE2, 0x82, 0x61]).description == "\\xe2\\x82a")
    #expect(BytePath(bytes: [0xC0, 0xAF]).description == "\\xc0\\xaf")
    #expect(BytePath(bytes: [0xED, 0xA0, 0x80]).description == "\\xed\\xa0\\x80")
    let valid = "a\u{E9}\u{20AC}\u{1F600}"
    #expect(BytePath(bytes: Array(valid.utf8) + [0xFF]).description == valid + "\\xff")
  }

  @Test func entriesStandBehindOneSlash() {
    let name = Array("b".utf8)
    #expect(BytePath("a").appending(name).description == "a/b")
    #expect(BytePath("a/").appending(name).description == "a/b")
    #expect(BytePath("/").appending(name).description == "/b")
  }
}
