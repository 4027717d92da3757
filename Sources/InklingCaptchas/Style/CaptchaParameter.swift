import InklingFiles

/// One of a style's numbers: its name, its range, and what it is for.
public struct CaptchaParameter: Sendable {
  /// As a recipe and the command know it: "line_width".
  public let name: String
  /// The numbers that it may be.
  public let range: ClosedRange<Double>
  /// What it does, in a sentence.
  public let help: String
  let path: any WritableKeyPath<CaptchaStyle, Double> & Sendable

  private init(
    _ name: String, _ path: any WritableKeyPath<CaptchaStyle, Double> & Sendable, _ range: ClosedRange<Double>,
    _ help: String
  ) {
    self.name = name
    self.range = range
    self.help = help
    self.path = path
  }

  /// The numbers of a style, in the order in which they are told: characters, colours, clutter, damage.
  public static let all: [CaptchaParameter] = characters + colors + clutter + damage

  private static let characters: [CaptchaParameter] = [
    CaptchaParameter("smallest", \.smallest, 0.05...1, "The least height of a character, of the picture's height."),
    CaptchaParameter("largest", \.largest, 0.05...1, "The greatest height of a character, of the picture's height."),
    CaptchaParameter(
      "size_mix", \.sizeMix, 0...1, "How probable it is that each character of a picture has a size of its own."),
    CaptchaParameter("narrowest", \.narrowest, 0.2...3, "The least width of a character, of its own in the font."),
    CaptchaParameter("widest", \.widest, 0.2...3, "The greatest width of a character, of its own in the font."),
    CaptchaParameter(
      "stretch", \.stretch, 0...1,
      "How far a character is stretched until it fills a box of one size: not at all, or whole. Each "
        + "picture has less, seldom much less."),
    CaptchaParameter("rotation", \.rotation, 0...180, "Degrees that a character is turned at most, either way."),
    CaptchaParameter(
      "shear", \.shear, 0...1,
      "How far a character leans at most, either way: the top's shift in its heights."),
    CaptchaParameter("bend", \.bend, 0...1, "How far a character is bent at most, in its heights."),
    CaptchaParameter(
      "warp", \.warp, 0...0.5,
      "How far the corners of a character are pulled at most, in its heights."),
    CaptchaParameter(
      "cut", \.cut, 0...0.3, "How much is cut off each side of a character at most, in its heights."),
    CaptchaParameter(
      "shift", \.shift, 0...0.5,
      "How far a character is moved up or down at most, of the picture's height."),
    CaptchaParameter("spacing", \.spacing, -0.5...2, "Room between characters, in their heights."),
    CaptchaParameter(
      "overlap", \.overlap, 0...0.9,
      "How much of a character may lie over the one before it, of its width."),
    CaptchaParameter("gaps", \.gaps, 0...1, "How probable it is that a character has a space before it."),
    CaptchaParameter(
      "start", \.start, 0...1,
      "Where the text begins at most: 0 is left, 1 lets it end on the right."),
    CaptchaParameter(
      "thinnest", \.thinnest, 0...0.3,
      "The least width of a font's strokes, in heights of a character: thinner fonts are left out."),
    CaptchaParameter(
      "weight", \.weight, 0...0.2, "How much thicker than the font's strokes are at most, in heights of a character."),
    CaptchaParameter(
      "zero", \.zero, 0...2,
      "How many times as wide as its 0 a font's O is at least, both equally high: other fonts are left out."),
    CaptchaParameter(
      "font_mix", \.fontMix, 0...1,
      "How probable it is that each character of a picture has a font of its own."),
    CaptchaParameter(
      "wave", \.wave, 0...0.3,
      "The height of waves that go through the whole picture at most, of its height."),
    CaptchaParameter("wave_length", \.waveLength, 0.2...10, "The length of these waves, of the picture's height."),
    CaptchaParameter(
      "windows", \.windows, 0...1,
      "How probable it is that each character stands in a window of its own, as on a meter."),
    CaptchaParameter(
      "roll", \.roll, 0...0.4,
      "How far a character has rolled on at most, so that the next one of the alphabet shows, in its "
        + "heights."),
  ]

  private static let colors: [CaptchaParameter] = [
    CaptchaParameter("darkest_ink", \.darkestInk, 0...255, "The least level of a text's red, green and blue."),
    CaptchaParameter("lightest_ink", \.lightestInk, 0...255, "The greatest level of a text's red, green and blue."),
    CaptchaParameter(
      "darkest_paper", \.darkestPaper, 0...255,
      "The least level of a background's red, green and blue."),
    CaptchaParameter(
      "lightest_paper", \.lightestPaper, 0...255,
      "The greatest level of a background's red, green and blue."),
    CaptchaParameter("color", \.color, 0...1, "How colourful inks and papers are: 0 is grey."),
    CaptchaParameter(
      "color_mix", \.colorMix, 0...1,
      "How probable it is that each character of a picture has a colour of its own."),
    CaptchaParameter("faintest", \.faintest, 0.05...1, "The least opacity of a text."),
    CaptchaParameter(
      "jagged", \.jagged, 0...1,
      "How probable it is that a picture's edges are jagged: each pixel is covered whole or not at all."),
    CaptchaParameter(
      "negative", \.negative, 0...1,
      "How probable it is that a picture is a negative: light text on dark."),
    CaptchaParameter(
      "gradient", \.gradient, 0...128,
      "How much the background's level differs from corner to corner at most."),
  ]

  private static let clutter: [CaptchaParameter] = [
    CaptchaParameter("lines", \.lines, 0...100, "Straight lines through the text."),
    CaptchaParameter("arcs", \.arcs, 0...100, "Arcs through the text."),
    CaptchaParameter(
      "line_width", \.lineWidth, 0.2...20,
      "How wide lines and arcs are at most, in pixels of a picture of 60 rows."),
    CaptchaParameter("dots", \.dots, 0...2000, "Dots all over."),
    CaptchaParameter(
      "dot_size", \.dotSize, 0.2...30,
      "How wide dots are at most, in pixels of a picture of 60 rows."),
    CaptchaParameter(
      "clutter_spread", \.clutterSpread, 0...1,
      "How far the numbers of lines, arcs and dots differ from picture to picture: 1 is from none to twice "
        + "as many."),
    CaptchaParameter(
      "clutter_color", \.clutterColor, 0...1,
      "How probable it is that lines, arcs and dots have colours of their own, not the text's."),
  ]

  private static let damage: [CaptchaParameter] = [
    CaptchaParameter("blur", \.blur, 0...5, "The deviation of a Gaussian blur at most, in pixels."),
    CaptchaParameter("sharpest", \.sharpest, 0...5, "The deviation of a Gaussian blur at least, in pixels."),
    CaptchaParameter("grain", \.grain, 0...100, "How many levels a pixel's grain is high at most."),
    CaptchaParameter(
      "specks", \.specks, 0...0.5,
      "The share of pixels that are black or white instead (salt and pepper) at most."),
    CaptchaParameter("jpeg", \.jpeg, 0...1, "How probable it is that a picture has been a JPEG file."),
    CaptchaParameter("jpeg_quality", \.jpegQuality, 1...100, "The least quality of that file."),
  ]
}
