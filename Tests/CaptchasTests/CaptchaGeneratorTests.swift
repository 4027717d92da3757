import Foundation
import InklingCaptchas
import InklingFiles
import InklingImages
import InklingTargets
import InklingTestSupport
import Synchronization
import Testing

@Suite struct CaptchaGeneratorTests {
  private func generator(
    _ style: CaptchaStyle = .classic, lengths: ClosedRange<Int> = 4...4, channels: Int = 3, height: Int = 30,
    width: Int = 80, seed: UInt64 = 0
  ) throws -> CaptchaGenerator {
    let text = try CaptchaText(alphabet: TestFonts.usual.alphabet, lengths: lengths)
    return try CaptchaGenerator(
      style: style, text: text, fonts: TestFonts.usual, channels: channels, height: height, width: width, seed: seed)
  }

  @Test(arguments: CaptchaStyle.named) func everyStyleDraws(style: CaptchaStyle) throws {
    let generator = try generator(style, lengths: 3...6)
    let pictures = (0..<6).map { generator.picture($0) }
    #expect(Set(pictures.map(\.samples)).count == 6)
    for (index, picture) in pictures.enumerated() {
      #expect(picture.width == 80 && picture.height == 30 && picture.channels == 3)
      #expect(generator.labels(of: index, epoch: 0).count == generator.text(of: index).count)
      let levels = picture.gray().samples
      // Something stands on the paper.
      #expect(try #require(levels.max()) - #require(levels.min()) > 20, "\(style.name) \(index)")
    }
  }

  /// The picture is a function of its index, epoch and seed, whichever thread draws it, and after which others.
  @Test func threadsAndOrderChangeNothing() throws {
    for style in [CaptchaStyle.classic, .meter, .wavy] {
      let first = try generator(style)
      let one = (0..<24).map { first.picture($0, epoch: 3) }
      let second = try generator(style)
      let pictures = Mutex([Int: Picture]())
      SystemThread.perform(24) { place in
        let picture = second.picture(23 - place, epoch: 3)
        pictures.withLock { $0[23 - place] = picture }
      }
      #expect(pictures.withLock { drawn in (0..<24).compactMap { drawn[$0] } } == one)
    }
  }

  @Test func seedAndEpochMatter() throws {
    let base = try generator()
    let first = base.picture(0)
    #expect(try generator(seed: 1).picture(0) != first)
    #expect(base.picture(0, epoch: 1) != first)
    #expect(base.picture(1) != first)
    #expect(base.picture(0) == first)
    #expect(Set((0..<50).map { base.text(of: $0) }).count > 45)
    #expect(base.text(of: 0, epoch: 1) != base.text(of: 0) || base.text(of: 1, epoch: 1) != base.text(of: 1))
  }

  /// Grey is what the house makes of the colours.
  @Test func grayIsTheLuma() throws {
    let (color, gray) = (try generator(.lines), try generator(.lines, channels: 1))
    for index in 0..<4 { #expect(color.picture(index).gray() == gray.picture(index)) }
  }

  @Test func lengthsAreDrawn() throws {
    let generator = try generator(lengths: 2...5)
    let counts = (0..<400).map { generator.labels(of: $0, epoch: 0).count }
    for length in 2...5 { #expect(counts.count { $0 == length } > 60) }
    #expect(counts.allSatisfy { (2...5).contains($0) })
    let labels = (0..<400).flatMap { generator.labels(of: $0, epoch: 0) }
    #expect(Set(labels) == Set(1...36))
  }

  @Test func theIdentityHoldsEverythingThatPicturesFollowFrom() throws {
    var style = CaptchaStyle.classic
    style.dots += 1
    let text = try CaptchaText(alphabet: TestFonts.digits.alphabet)
    let others = [
      try generator(style), try generator(lengths: 4...5), try generator(channels: 1), try generator(height: 31),
      try generator(width: 81), try generator(seed: 1),
      try CaptchaGenerator(text: text, fonts: TestFonts.digits, height: 30, width: 80),
    ]
    let base = try generator()
    #expect(Set(others.map(\.identity) + [base.identity]).count == others.count + 1)
    #expect(try generator().identity == base.identity)
    #expect(base.name == "captcha, style classic")
    #expect(base.classNames.prefix(3) == ["blank", "0", "1"])
  }

  /// Turned, bent and waved, the text stays off the picture's border.
  @Test func theTextIsInside() throws {
    var style = CaptchaStyle()
    (style.smallest, style.largest, style.widest, style.rotation) = (0.3, 1, 2, 180)
    (style.bend, style.warp, style.shear, style.shift, style.stretch) = (0.5, 0.5, 0.5, 0.5, 1)
    (style.spacing, style.overlap, style.gaps, style.wave) = (0.3, 0.9, 0.3, 0.1)
    (style.darkestPaper, style.lightestPaper, style.color) = (250, 250, 0)
    let generator = try generator(style, lengths: 1...8, channels: 1)
    for index in 0..<40 {
      let picture = generator.picture(index)
      let border =
        (0..<80).flatMap { [picture[$0, 0], picture[$0, 29]] } + (0..<30).flatMap { [picture[0, $0], picture[79, $0]] }
      #expect(border.allSatisfy { $0 == 250 }, "\(index)")
      #expect(picture.samples.contains { $0 < 200 })
    }
  }

  @Test func sizesAreRefused() throws {
    for (width, height, channels) in [(0, 60, 3), (160, 0, 3), (1025, 60, 3), (160, 1025, 1), (160, 60, 2), (7, 60, 1)]
    {
      let error = try #require(throws: InputError.self) {
        try generator(channels: channels, height: height, width: width)
      }
      #expect(error.kind == .usage)
      #expect(
        "\(error)"
          == "the size of the pictures is out of range: expected from 8 to 1024 pixels a side, and 1 or 3 channels, "
          + "found \(width)x\(height) with \(channels).")
    }
  }

  @Test func textsThatDoNotFitAreRefused() throws {
    let error = try #require(throws: InputError.self) { try generator(lengths: 1...21) }
    #expect(
      "\(error)"
        == "the texts do not fit into the pictures: expected at least 4 columns for a character, found 80 for 21 "
        + "characters; take shorter texts or wider pictures.")
    _ = try generator(lengths: 20...20).picture(0)
  }

  @Test func fontsOfAnotherAlphabetAreRefused() throws {
    let text = try CaptchaText(alphabet: TestFonts.usual.alphabet)
    let error = try #require(throws: InputError.self) { try CaptchaGenerator(text: text, fonts: TestFonts.digits) }
    #expect("\(error)" == "the fonts were loaded for another alphabet; load them for the text's.")
  }

  @Test func thinFontsAreLeftOut() throws {
    var style = CaptchaStyle()
    style.thinnest = 0.1
    let wide = try generator(style)
    #expect(!wide.fonts.paths.isEmpty && wide.fonts.paths.count < TestFonts.usual.paths.count)
    #expect(wide.fonts.paths.contains { $0.contains("Bold") } && !wide.fonts.paths.contains { $0.contains("Thin") })
    style.thinnest = 0.3
    let error = try #require(throws: InputError.self) { try generator(style) }
    #expect(
      "\(error)".hasPrefix("all fonts have thinner strokes than the style takes: expected strokes of at least 0.3"))
  }

  /// The O of Comic Neue is hardly wider than its 0, and that of DejaVu Sans Mono neither, whose 0 has a dot.
  @Test func fontsThatDrawAnOAsA0AreLeftOut() throws {
    var style = CaptchaStyle()
    style.zero = 1.3
    let names = try generator(style).fonts.paths.map { String($0.split(separator: "/").last ?? "") }
    #expect(TestFonts.usual.paths.contains { $0.hasSuffix("ComicNeue-Regular.otf") })
    #expect(!names.contains("ComicNeue-Regular.otf") && !names.contains("DejaVuSans-Bold.ttf"))
    #expect(!names.contains("DejaVuSansMono.ttf") && names.contains("DejaVuSerif.ttf"))
    let text = try CaptchaText(alphabet: TestFonts.digits.alphabet)
    #expect(
      try CaptchaGenerator(style: style, text: text, fonts: TestFonts.digits).fonts.paths == TestFonts.digits.paths)
    style.zero = 2
    let folder = try TemporaryFolder()
    let comic = try #require(TestFonts.usual.paths.first { $0.hasSuffix("ComicNeue-Regular.otf") })
    try FileManager.default.copyItem(atPath: comic, toPath: folder.file("font.otf"))
    let round = try Alphabet(named: "0O")
    let fonts = try CaptchaFonts(in: folder.path, alphabet: round, height: 60)
    let error = try #require(throws: InputError.self) {
      try CaptchaGenerator(style: style, text: CaptchaText(alphabet: round), fonts: fonts)
    }
    #expect(
      "\(error)".hasPrefix(
        "no font's O can be told from its 0 as the style wants it: expected an O at least 2.0 times as wide (zero)"))
  }

  @Test(arguments: [(8, 8), (1024, 9), (9, 300)]) func oddSizesDraw(width: Int, height: Int) throws {
    for style in CaptchaStyle.named {
      let generator = try generator(style, lengths: 1...2, height: height, width: width)
      #expect(generator.picture(0).samples.count == 3 * width * height)
    }
  }

  @Test func aSheetHasItsPictures() throws {
    let sheet = try generator().sheet(columns: 3, rows: 2)
    #expect(sheet.images.count == 6 && sheet.columns == 3)
    #expect(sheet.images[5] == (try generator().picture(5)))
  }
}
