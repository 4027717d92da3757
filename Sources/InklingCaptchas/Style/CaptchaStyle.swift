/// How pictures of texts look: what happens to their characters, colours, clutter and damage, as numbers.
///
/// Each number has a name, as a recipe and the command know it (`set(_:to:)`), and a range (`CaptchaParameter.all`). What a
/// number allows "at most" is drawn for every picture or character.
public struct CaptchaStyle: Sendable, Equatable {
  /// What it is called: one of `named`, or "custom".
  public internal(set) var name: String

  // MARK: Characters

  /// The least height of a character, of the picture's height.
  public var smallest: Double = 0.6
  /// The greatest height of a character, of the picture's height.
  public var largest: Double = 0.75
  /// How probable it is that each character of a picture has a size of its own.
  public var sizeMix: Double = 0
  /// The least width of a character, of its own in the font.
  public var narrowest: Double = 0.9
  /// The greatest width of a character, of its own in the font.
  public var widest: Double = 1.1
  /// How far a character is stretched until it fills a box of one size: not at all, or whole. Each picture has
  /// less, seldom much less.
  public var stretch: Double = 0
  /// Degrees that a character is turned at most, either way.
  public var rotation: Double = 0
  /// How far a character leans at most, either way: the top's shift in its heights.
  public var shear: Double = 0
  /// How far a character is bent at most, in its heights.
  public var bend: Double = 0
  /// How far the corners of a character are pulled at most, in its heights.
  public var warp: Double = 0
  /// How much is cut off each side of a character at most, in its heights.
  public var cut: Double = 0
  /// How far a character is moved up or down at most, of the picture's height.
  public var shift: Double = 0
  /// Room between characters, in their heights.
  public var spacing: Double = 0.08
  /// How much of a character may lie over the one before it, of its width.
  public var overlap: Double = 0
  /// How probable it is that a character has a space before it.
  public var gaps: Double = 0
  /// Where the text begins at most: 0 is left, 1 lets it end on the right.
  public var start: Double = 1
  /// The least width of a font's strokes, in heights of a character: thinner fonts are left out.
  public var thinnest: Double = 0
  /// How much thicker than the font's strokes are at most, in heights of a character: as small pictures that are enlarged,
  /// and masks that are made stronger, make them.
  public var weight: Double = 0
  /// How many times as wide as its 0 a font's O is at least, both equally high: others are left out, as nobody could tell
  /// which was meant.
  public var zero: Double = 0
  /// How probable it is that each character of a picture has a font of its own.
  public var fontMix: Double = 0
  /// The height of waves that go through the whole picture at most, of its height.
  public var wave: Double = 0
  /// The length of these waves, of the picture's height.
  public var waveLength: Double = 1
  /// How probable it is that each character stands in a window of its own, as on a meter.
  public var windows: Double = 0
  /// How far a character has rolled on at most, so that the next one of the alphabet shows, in its heights.
  public var roll: Double = 0

  // MARK: Colors

  /// The least level of a text's red, green and blue.
  public var darkestInk: Double = 0
  /// The greatest level of a text's red, green and blue.
  public var lightestInk: Double = 60
  /// The least level of a background's red, green and blue.
  public var darkestPaper: Double = 235
  /// The greatest level of a background's red, green and blue.
  public var lightestPaper: Double = 255
  /// How colourful inks and papers are: 0 is grey.
  public var color: Double = 1
  /// How probable it is that each character of a picture has a colour of its own.
  public var colorMix: Double = 0
  /// The least opacity of a text.
  public var faintest: Double = 1
  /// How probable it is that a picture's edges are jagged: each pixel is covered whole or not at all.
  public var jagged: Double = 0
  /// How probable it is that a picture is a negative: light text on dark.
  public var negative: Double = 0
  /// How much the background's level differs from corner to corner at most.
  public var gradient: Double = 0

  // MARK: Clutter

  /// Straight lines through the text.
  public var lines: Double = 0
  /// Arcs through the text.
  public var arcs: Double = 0
  /// How wide lines and arcs are at most, in pixels of a picture of 60 rows.
  public var lineWidth: Double = 1.5
  /// Dots all over.
  public var dots: Double = 0
  /// How wide dots are at most, in pixels of a picture of 60 rows.
  public var dotSize: Double = 3
  /// How far the numbers of lines, arcs and dots differ from picture to picture: 1 is from none to twice as many.
  public var clutterSpread: Double = 0
  /// How probable it is that lines, arcs and dots have colours of their own, not the text's.
  public var clutterColor: Double = 0

  // MARK: Damage

  /// The deviation of a Gaussian blur at most, in pixels.
  public var blur: Double = 0
  /// The deviation of a Gaussian blur at least, in pixels.
  public var sharpest: Double = 0
  /// How many levels a pixel's grain is high at most.
  public var grain: Double = 0
  /// The share of pixels that are black or white instead (salt and pepper) at most.
  public var specks: Double = 0
  /// How probable it is that a picture has been a JPEG file.
  public var jpeg: Double = 0
  /// The least quality of that file.
  public var jpegQuality: Double = 30

  /// Upright dark characters on light paper, nothing else.
  public init(name: String = "custom") { self.name = name }
}
