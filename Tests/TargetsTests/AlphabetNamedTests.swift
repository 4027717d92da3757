import InklingFiles
import InklingTargets
import Testing

@Suite struct AlphabetNamedTests {
  @Test func wordsAreCharacters() throws {
    #expect(try Alphabet(named: "digits") == Alphabet("0123456789"))
    #expect(try Alphabet(named: "lower").characters.count == 26)
    #expect(try Alphabet(named: "letters").characters.count == 52)
    let all = try Alphabet(named: "alphanumeric")
    #expect(all.characters.count == 62 && all.characters.first == "0" && all.characters.last == "z")
    #expect(try Alphabet(named: "digits+upper").characters == Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    #expect(try Alphabet(named: "+-") == Alphabet("+-"))
  }

  @Test func namesAreReadBack() throws {
    for name in ["digits", "lower", "upper", "letters", "alphanumeric", "digits+upper", "BA", "\u{4E00}\u{4E01}"] {
      #expect(try Alphabet(named: name).name == name)
      #expect(try Alphabet(named: Alphabet(named: name).name) == Alphabet(named: name))
    }
  }

  @Test func textsHaveAnAlphabet() throws {
    #expect(try Alphabet(of: ["b1", "a", "Z1"]).characters == ["1", "Z", "a", "b"])
    #expect(try Alphabet(of: ["B1"]).hasOneCase && !Alphabet(named: "letters").hasOneCase)
    #expect(try !Alphabet(named: "digits").hasOneCase)
  }

  @Test func whatIsNoAlphabetIsRefused() {
    func sentence(_ text: String) -> String {
      do throws(InputError) {
        _ = try Alphabet(named: text)
        return "none"
      } catch { return error.description }
    }
    #expect(sentence("ABA") == "a character is in the alphabet twice: expected each once, found A.")
    #expect(
      sentence("digits+foo")
        == "a part of the alphabet is no name: expected one of digits, lower, upper, letters, alphanumeric, found foo; "
        + "give names alone, or all the characters themselves.")
    #expect(sentence("uper+digits").contains("found uper; did you mean upper?"))
    #expect(sentence("digits+0").contains("found 0") && sentence("digits+").contains("is no name"))
    #expect(sentence("digits+alphanumeric").contains("twice"))
    #expect(sentence("").contains("no characters"))
    #expect(
      sentence("A\tB").contains("cannot be seen") && sentence("A B") == "none" && sentence("A\u{7}").contains("U+0007"))
    for (character, name) in [
      ("\u{202E}", "U+202E"), ("\u{200B}", "U+200B"), ("\u{FEFF}", "U+FEFF"), ("\u{AD}", "U+00AD"),
      ("\u{2060}", "U+2060"), ("\u{A0}", "U+00A0"), ("e\u{200D}", "U+0065 U+200D"), ("\u{301}", "U+0301"),
    ] {
      let found = sentence("\(character)A")
      #expect(found.contains("cannot be seen") && found.contains("found \(name)"), "\(name): \(found)")
    }
    #expect(sentence("\u{1F468}\u{200D}\u{1F469}A") == "none" && sentence("\u{915}\u{947}") == "none")
    let many = String((0..<1024).compactMap { Unicode.Scalar(0x4E00 + $0).map(Character.init) })
    #expect(sentence(many).contains("at most 1023, found 1024"))
  }
}
