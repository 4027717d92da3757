import Testing

@testable import InklingFiles

@Suite struct InputErrorTests {
  @Test func oneSentenceSaysAll() {
    let error = InputError(
      .malformed, "wrong magic number", path: "a", offset: 0, expected: "1", found: "2", remedy: "download it again")
    #expect("\(error)" == "wrong magic number in a at byte 0: expected 1, found 2; download it again.")
    #expect(error.clause == "wrong magic number in a at byte 0: expected 1, found 2; download it again")
  }

  @Test func whatATerminalWouldObeyIsEscaped() {
    let hostile = "a\u{0}b\u{1b}[31m\nc\td\u{7f}\u{9b}2J\u{202e}\u{2028}e\r"
    let error = InputError(
      .malformed, hostile, path: hostile, expected: hostile, found: hostile, remedy: hostile, details: [])
    let shown = "a\\x00b\\x1b[31m\\nc\\td\\x7f\\x9b2J\\u{202e}\\u{2028}e\\r"
    #expect("\(error)" == "\(shown) in \(shown): expected \(shown), found \(shown); \(shown).")
    let detailed = InputError(.malformed, "two", details: [hostile, "ü, 雪, 🙂"])
    #expect("\(detailed)" == "two:\n  \(shown)\n  ü, 雪, 🙂.")
  }

  @Test(arguments: [10, 900, 1_000, 100_000])
  func aDescriptionHasAThousandCharactersAtMost(length: Int) {
    let long = String(repeating: "x", count: length)
    for error in [
      InputError(.malformed, long), InputError(.malformed, "what", path: long, offset: .max, remedy: "do this"),
      InputError(.malformed, long, path: long, offset: 1, expected: long, found: long, remedy: long),
      InputError(.malformed, "many", details: [String](repeating: long, count: 10_000)),
      InputError(.malformed, long, path: long, details: [long]),
    ] {
      #expect(error.description.unicodeScalars.count <= 1000)
      #expect(error.clause.unicodeScalars.count <= 1000)
    }
    let one = InputError(.malformed, "what", path: long, found: "this", remedy: "do that").description
    #expect(one.hasPrefix("what in x") && one.hasSuffix("x: found this; do that."))
    #expect(one.contains(long) == (length <= 900))
  }

  @Test func ofManyDetailsTenAreShown() {
    let error = InputError(.malformed, "the recipe has 40 faults", details: (1...40).map { "fault \($0)" })
    let lines = "\(error)".split(separator: "\n")
    #expect(lines.count == 12 && lines[10] == "  fault 10" && lines[11] == "  and 30 more.")
    #expect(error.clause.hasPrefix("the recipe has 40 faults: fault 1 fault 2"))
  }

  @Test func ofManyNamesTenAreShown() {
    let names = (1...30).map(String.init)
    #expect(NameList.text(names) == "1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 20 more")
    #expect(NameList.text(names.prefix(10)) == "1, 2, 3, 4, 5, 6, 7, 8, 9, 10")
    #expect(NameList.text([]) == "")
    // A class called "two, deux" looked like two.
    #expect(NameList.classes(["one", "two, deux", "three"]) == #"one, "two, deux", three"#)
  }

  @Test(arguments: [
    ("\(-Float(nan: 0x12345, signaling: false))", "nan"), ("\(Double.nan)", "nan"), ("-nan", "nan"),
    ("\(Double(nan: 3, signaling: true))", "nan"), ("-nan(0x3ffffe0000000)", "nan"),
    ("[1, -nan(0x7), 2]", "[1, nan, 2]"), ("a loss of -nan.", "a loss of nan."), ("x-nano(0x1)", "x-nano(0x1)"),
    ("run-nan", "run-nan"), ("nan(0x", "nan(0x"), ("banana", "banana"), ("inf", "inf"),
  ])
  func whatIsNoNumberIsNaN(text: String, shown: String) {
    #expect(InputError(.malformed, "x", found: text).description == "x: found \(shown).")
  }

  @Test(arguments: [
    (0, "none: there are no images"), (1, "the index 0"), (2, "an index from 0 to 1"),
    (-1, "none: there are no images"),
  ])
  func theIndicesOfNothingAreNone(count: Int, text: String) { #expect(IndexRange.text(count) == text) }
}
