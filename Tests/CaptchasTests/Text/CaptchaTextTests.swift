import InklingCaptchas
import InklingFiles
import InklingTargets
import Testing

@Suite struct CaptchaTextTests {
  @Test func alphabetsHaveNames() throws {
    #expect(String(try Alphabet(named: "digits").characters) == "0123456789")
    #expect(try Alphabet(named: "letters").characters.count == 52)
    #expect(try Alphabet(named: "alphanumeric").characters.count == 62)
    #expect(String(try Alphabet(named: "digits+lower").characters.prefix(11)) == "0123456789a")
    #expect(String(try Alphabet(named: "a+b").characters) == "a+b")
    #expect(String(try Alphabet(named: "一二三").characters) == "一二三")
  }

  @Test func wrongAlphabetsAreRefused() throws {
    let twice = try #require(throws: InputError.self) { try Alphabet(named: "abca") }
    #expect("\(twice)" == "a character is in the alphabet twice: expected each once, found a.")
    #expect(throws: InputError.self) { try Alphabet(named: "digits+alphanumeric") }
    let empty = try #require(throws: InputError.self) { try Alphabet(named: "") }
    #expect("\(empty)" == "the alphabet has no characters: expected one or more.")
  }

  @Test(arguments: [
    ("a b", "a space (U+20)"), ("ab\u{301}", "one of 2 code points (U+62 U+301)"),
    ("\u{301}a", "a combining mark (U+301)"), ("a\u{200B}", "one that is not written (U+200B)"),
    ("\u{1F1E9}\u{1F1EA}", "one of 2 code points (U+1F1E9 U+1F1EA)"), ("a\n", "one that is not written (U+A)"),
  ]) func charactersThatNoFontDrawsAreRefused(characters: String, found: String) throws {
    let error = try #require(throws: InputError.self) { try CaptchaText(alphabet: Alphabet(characters)) }
    #expect(error.kind == .malformed)
    #expect("\(error)".contains("found \(found)"), "\(error)")
  }

  @Test func lengthsAreRefused() throws {
    let alphabet = try Alphabet(named: "digits")
    for (lengths, found) in [(0...3, "0-3"), (0...0, "0"), (1...65, "1-65"), (-2...2, "-2-2")] {
      let error = try #require(throws: InputError.self) { try CaptchaText(alphabet: alphabet, lengths: lengths) }
      #expect("\(error)" == "the length of the texts is out of range: expected 1 to 64 characters, found \(found).")
    }
  }
}
