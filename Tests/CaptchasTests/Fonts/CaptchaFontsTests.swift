import Foundation
import InklingFiles
import InklingRandomness
import InklingTargets
import InklingTestSupport
import Testing

@testable import InklingCaptchas

@Suite struct CaptchaFontsTests {
  private func refusal(_ folder: String, _ characters: String = "digits") throws -> InputError {
    try #require(throws: InputError.self) {
      try CaptchaFonts(in: folder, alphabet: Alphabet(named: characters), height: 60)
    }
  }

  @Test func theSystemHasSeveralFamilies() {
    #expect(TestFonts.usual.families.count >= 5)
    #expect(TestFonts.usual.paths.count >= TestFonts.usual.families.count)
  }

  @Test func aFolderIsReadWithThoseInIt() throws {
    let folder = try TestFonts.folder()
    try FileManager.default.createDirectory(atPath: folder.file("more"), withIntermediateDirectories: false)
    try FileManager.default.copyItem(atPath: TestFonts.path, toPath: folder.file("more/Other.TTF"))
    try Data("no font".utf8).write(to: URL(fileURLWithPath: folder.file("readme.txt")))
    let fonts = try CaptchaFonts(in: folder.path, alphabet: Alphabet(named: "digits"), height: 60)
    #expect(fonts.paths == [folder.file("font.ttf"), folder.file("more/Other.TTF")])
    #expect(fonts.families.count == 1)
  }

  @Test func theDigestIsOfTheOutlines() throws {
    let (one, other) = (try TestFonts.folder(), try TestFonts.folder(named: "another.ttf"))
    let digits = try Alphabet(named: "digits")
    let first = try CaptchaFonts(in: one.path, alphabet: digits, height: 60)
    #expect(try CaptchaFonts(in: other.path, alphabet: digits, height: 60).digest == first.digest)
    #expect(try CaptchaFonts(in: one.path, alphabet: Alphabet(named: "upper"), height: 60).digest != first.digest)
    #expect(TestFonts.digits.digest != first.digest)
  }

  @Test func foldersWithoutFontsAreRefused() throws {
    let folder = try TemporaryFolder()
    #expect(
      "\(try refusal(folder.file("none")))".hasPrefix("there is no such folder of fonts in \(folder.file("none"))"))
    try Data("text".utf8).write(to: URL(fileURLWithPath: folder.file("readme.txt")))
    let error = try refusal(folder.path)
    #expect(error.kind == .missing)
    #expect(
      "\(error)"
        == "the folder has no fonts in \(folder.path): expected files that end in .ttf, .otf, .ttc, .otc, .pfb.")
  }

  @Test func damagedFontsAreRefusedByName() throws {
    let folder = try TestFonts.folder()
    let whole = try Data(contentsOf: URL(fileURLWithPath: TestFonts.path))
    for bytes in [Data(), Data("not a font at all".utf8), whole.prefix(2000), whole.prefix(200)] {
      try bytes.write(to: URL(fileURLWithPath: folder.file("damaged.ttf")))
      let error = try refusal(folder.path)
      #expect(error.kind == .malformed)
      #expect(error.path == folder.file("damaged.ttf"))
    }
  }

  /// Whatever is in a file that says that it is a font: a sentence, or a picture.
  @Test func randomDamageIsSurvived() throws {
    let folder = try TemporaryFolder()
    let whole = try Data(contentsOf: URL(fileURLWithPath: TestFonts.path))
    var generator = CounterGenerator(seed: 11, purpose: .drawing)
    for _ in 0..<60 {
      var bytes = whole
      for _ in 0...generator.below(200) {
        bytes[generator.below(bytes.count)] = UInt8(generator.below(256))
      }
      try bytes.write(to: URL(fileURLWithPath: folder.file("font.ttf")))
      guard let fonts = try? CaptchaFonts(in: folder.path, alphabet: Alphabet(named: "digits"), height: 60) else {
        continue
      }
      let text = try CaptchaText(alphabet: fonts.alphabet)
      var style = CaptchaStyle.crowded
      style.thinnest = 0
      _ = try CaptchaGenerator(style: style, text: text, fonts: fonts, height: 24, width: 60).picture(0)
    }
  }

  @Test func aCharacterThatAFontLacksIsNamed() throws {
    let folder = try TestFonts.folder()
    let error = try refusal(folder.path, "12\u{4E00}")
    #expect(
      "\(error)".hasPrefix(
        "a font does not draw a character of the alphabet in \(folder.file("font.ttf")): expected all of its characters, "
          + "found no outline for \"\u{4E00}\""))
  }

  @Test func whenNoFontIsLeftThatIsSaid() throws {
    let folder = try TestFonts.folder()
    let alphabet = try Alphabet(named: "1\u{4E00}")
    let error = try #require(throws: InputError.self) {
      try CaptchaFonts(inAny: [folder.path, folder.file("none")], alphabet: alphabet, height: 60)
    }
    #expect(error.kind == .missing)
    #expect("\(error)".contains("no font of the system draws all characters"))
    #expect("\(error)".contains("no outline for \"\u{4E00}\""))
    let none = try #require(throws: InputError.self) {
      try CaptchaFonts(inAny: [folder.file("none")], alphabet: alphabet, height: 60)
    }
    #expect("\(none)".hasPrefix("the system has no fonts"))
  }

  /// Capital alpha and A are one shape in most fonts.
  @Test func charactersThatLookAlikeAreRefused() throws {
    let folder = try TestFonts.folder()
    let error = try refusal(folder.path, "A\u{391}")
    #expect("\(error)".contains("a font draws two characters of the alphabet alike"))
    #expect("\(error)".contains("\"A\" and \"\u{391}\""))
  }
}
