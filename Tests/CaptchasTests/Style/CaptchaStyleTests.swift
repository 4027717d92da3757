import InklingCaptchas
import InklingFiles
import InklingImages
import Testing

@Suite struct CaptchaStyleTests {
  @Test(arguments: CaptchaStyle.named) func namedStylesAreValid(style: CaptchaStyle) throws {
    try style.requireValid()
    #expect(try CaptchaStyle(named: style.name) == style)
  }

  @Test func numbersAreSetByName() throws {
    var style = CaptchaStyle.classic
    try style.set(name: "rotation", value: 45)
    try style.set("line_width=2.5")
    #expect(style.rotation == 45 && style.lineWidth == 2.5)
    #expect(style["rotation"] == 45 && style["none"] == nil)
    #expect(style.name == "classic")
    #expect(style.values.map(\.name) == CaptchaParameter.all.map(\.name))
  }

  /// Every name leads to a number of its own.
  @Test func namesAreEachTheirNumber() throws {
    for parameter in CaptchaParameter.all {
      var style = CaptchaStyle()
      let value =
        style[parameter.name] == parameter.range.upperBound ? parameter.range.lowerBound : parameter.range.upperBound
      try style.set(name: parameter.name, value: value)
      let changed = zip(style.values, CaptchaStyle().values).filter { $0.value != $1.value }.map(\.0.name)
      #expect(changed == [parameter.name])
    }
    #expect(Mirror(reflecting: CaptchaStyle()).children.count == CaptchaParameter.all.count + 1)
  }

  /// In a style in which everything happens, each number makes a difference.
  @Test(arguments: CaptchaParameter.all.map(\.name)) func everyNumberChangesPictures(name: String) throws {
    var base = CaptchaStyle()
    let values: [String: Double] = [
      "smallest": 0.5, "largest": 0.6, "narrowest": 0.8, "widest": 1, "stretch": 0.5, "rotation": 10, "shear": 0.2,
      "bend": 0.1, "warp": 0.1, "cut": 0.02, "shift": 0.1, "overlap": 0.2, "gaps": 0.5, "start": 0.5, "thinnest": 0,
      "font_mix": 0.5,
      "size_mix": 0.5, "wave": 0.02, "windows": 0.5, "roll": 0.2, "color_mix": 0.5, "faintest": 0.8, "jagged": 0.5,
      "negative": 0.5, "gradient": 10, "lines": 2, "arcs": 2, "dots": 10, "clutter_spread": 0.5, "clutter_color": 0.5,
      "blur": 0.6, "sharpest": 0.3, "grain": 5, "specks": 0.02, "jpeg": 0.5, "lightest_ink": 100, "darkest_ink": 50,
      "darkest_paper": 200, "lightest_paper": 230, "color": 0.5,
    ]
    for (name, value) in values { try base.set(name: name, value: value) }
    var style = base
    let parameter = try #require(CaptchaParameter.all.first { $0.name == name })
    let isLow = ["smallest", "narrowest", "darkest_ink", "darkest_paper", "sharpest", "faintest"].contains(name)
    // No font has strokes as wide as the range goes, or as wide an O.
    let high = ["thinnest": 0.12, "zero": 1.3][name] ?? parameter.range.upperBound
    let fonts = name == "zero" ? TestFonts.usual : TestFonts.digits
    try style.set(name: name, value: isLow ? parameter.range.lowerBound : high)
    func pictures(_ style: CaptchaStyle) throws -> [[UInt8]] {
      let generator = try CaptchaGenerator(
        style: style, text: CaptchaText(alphabet: fonts.alphabet), fonts: fonts, height: 24, width: 64)
      return (0..<6).map { generator.picture($0).samples }
    }
    #expect(try pictures(style) != pictures(base))
  }

  @Test func wrongNumbersAreRefused() throws {
    func sentence(_ assignment: String) throws -> String {
      var style = CaptchaStyle.classic
      return "\(try #require(throws: InputError.self) { try style.set(assignment) })"
    }
    #expect(
      try sentence("rotatoin=3") == "the style has no number of that name: found rotatoin; did you mean rotation?")
    #expect(
      try sentence("rotation=181")
        == "the style's rotation is out of range: expected a number from 0 to 180, found 181.0.")
    #expect(try sentence("gaps=nan").hasSuffix("expected a number from 0 to 1, found nan."))
    #expect(
      try sentence("rotation")
        == "a number of the style is not set so: expected NAME=NUMBER, such as rotation=30, found "
        + "rotation.")
    #expect(try sentence("rotation=").hasPrefix("a number of the style is not set so"))
  }

  @Test func exchangedEndsAreRefused() throws {
    for (low, high) in [
      ("smallest", "largest"), ("narrowest", "widest"), ("darkest_ink", "lightest_ink"),
      ("darkest_paper", "lightest_paper"), ("sharpest", "blur"),
    ] {
      var style = CaptchaStyle.clean
      try style.set(name: low, value: 1)
      try style.set(name: high, value: 0.5)
      let error = try #require(throws: InputError.self) { try style.requireValid() }
      #expect("\(error)".hasPrefix("the style's \(low) is greater than its \(high): expected at most 0.5, found 1.0;"))
    }
  }

  @Test func unknownStylesAreRefused() throws {
    let error = try #require(throws: InputError.self) { try CaptchaStyle(named: "clasic") }
    #expect("\(error)" == "the style is unknown: found clasic; did you mean classic?")
  }
}
