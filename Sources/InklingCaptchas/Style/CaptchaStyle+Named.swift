public import InklingFiles

extension CaptchaStyle {
  /// The styles that have a name.
  public static let named: [CaptchaStyle] = [classic, varied, lines, wavy, crowded, clean, meter]

  /// The style of that name.
  ///
  /// - Throws: `InputError` of kind `.usage` for another name.
  public init(named name: String) throws(InputError) {
    let names = Self.named.map(\.name)
    guard let style = Self.named.first(where: { $0.name == name }) else {
      throw InputError(
        .usage, "the style is unknown", found: name, remedy: NearestName.hint(name, among: names))
    }
    self = style
  }

  /// What most people mean by a CAPTCHA: turned and warped characters in one colour, a curve through them and dots
  /// (as the Python package captcha and its many relatives draw them). A picture that nobody can read tests nothing: widths
  /// stay nearly as they are in the font, and fonts whose 0 is their O are left out.
  public static let classic: CaptchaStyle = {
    var style = CaptchaStyle(name: "classic")
    (style.smallest, style.largest, style.sizeMix) = (0.6, 0.92, 0.7)
    (style.narrowest, style.widest, style.zero) = (0.95, 1.05, 1.35)
    (style.stretch, style.rotation, style.shear, style.bend, style.warp) = (0.1, 32, 0.1, 0.06, 0.08)
    (style.cut, style.shift, style.spacing, style.overlap, style.gaps) = (0.05, 0.05, 0.05, 0.25, 0.4)
    (style.fontMix, style.thinnest, style.jagged) = (0.3, 0.08, 0.4)
    (style.darkestInk, style.lightestInk, style.darkestPaper, style.lightestPaper) = (0, 200, 228, 255)
    (style.faintest, style.colorMix) = (0.4, 0.1)
    (style.arcs, style.lines, style.lineWidth, style.dots, style.dotSize) = (1.2, 0.2, 2, 30, 3)
    (style.clutterSpread, style.clutterColor) = (0.7, 0.1)
    (style.sharpest, style.blur) = (0.3, 0.9)
    return style
  }()

  /// `classic` in every font, with characters as wide, as small and as warped as other generators make them: to train on
  /// for their pictures. Some of it nobody can read: an O that is narrow enough is a 0.
  public static let varied: CaptchaStyle = {
    var style = classic
    style.name = "varied"
    (style.smallest, style.narrowest, style.widest, style.zero) = (0.55, 0.85, 1.15, 0)
    (style.stretch, style.warp, style.dotSize) = (1, 0.15, 4)
    return style
  }()

  /// Upright characters, each in its colour, behind many straight lines.
  public static let lines: CaptchaStyle = {
    var style = CaptchaStyle(name: "lines")
    (style.smallest, style.largest, style.rotation, style.shear) = (0.55, 0.75, 12, 0.2)
    (style.shift, style.spacing, style.fontMix, style.sizeMix) = (0.06, 0.12, 0.3, 0.5)
    style.thinnest = 0.06
    (style.lightestInk, style.darkestPaper, style.colorMix) = (170, 215, 0.6)
    (style.lines, style.arcs, style.lineWidth, style.clutterSpread, style.clutterColor) = (6, 0.5, 2, 0.5, 0.8)
    (style.dots, style.dotSize, style.gradient, style.blur) = (40, 1.6, 20, 0.5)
    return style
  }()

  /// Text that waves go through.
  public static let wavy: CaptchaStyle = {
    var style = CaptchaStyle(name: "wavy")
    (style.smallest, style.largest, style.sizeMix, style.rotation, style.bend) = (0.6, 0.75, 0.3, 10, 0.1)
    (style.spacing, style.overlap, style.wave, style.waveLength, style.thinnest) = (0.02, 0.15, 0.09, 1.4, 0.05)
    (style.lightestInk, style.darkestPaper, style.gradient) = (120, 200, 30)
    (style.arcs, style.lineWidth, style.clutterSpread, style.blur, style.grain) = (1.5, 3, 1, 0.6, 12)
    return style
  }()

  /// Characters that run into each other.
  public static let crowded: CaptchaStyle = {
    var style = CaptchaStyle(name: "crowded")
    (style.smallest, style.largest, style.narrowest, style.widest) = (0.65, 0.9, 0.8, 1.2)
    (style.sizeMix, style.rotation, style.shear, style.bend) = (0.7, 20, 0.25, 0.1)
    (style.warp, style.shift, style.thinnest) = (0.1, 0.05, 0.06)
    (style.spacing, style.overlap, style.fontMix, style.wave, style.waveLength) = (-0.06, 0.3, 0.3, 0.04, 1.5)
    (style.lightestInk, style.colorMix, style.negative) = (130, 0.2, 0.2)
    (style.arcs, style.lineWidth, style.clutterSpread, style.blur) = (1, 3, 1, 0.6)
    return style
  }()

  /// Printed text: serial numbers, plates and form fields, as a scanner or a camera sees them.
  public static let clean: CaptchaStyle = {
    var style = CaptchaStyle(name: "clean")
    (style.smallest, style.largest, style.narrowest, style.widest) = (0.5, 0.75, 0.85, 1.1)
    (style.rotation, style.shear, style.shift, style.spacing) = (2, 0.03, 0.01, 0.14)
    (style.lightestInk, style.darkestPaper, style.color, style.negative, style.gradient) = (90, 190, 0.3, 0.1, 40)
    (style.blur, style.grain, style.jpeg, style.jpegQuality) = (0.9, 14, 0.5, 40)
    return style
  }()

  /// The wheels of a counter: light digits in windows, now and then between two.
  public static let meter: CaptchaStyle = {
    var style = CaptchaStyle(name: "meter")
    style.thinnest = 0.06
    (style.smallest, style.largest, style.narrowest, style.widest) = (0.5, 0.62, 0.85, 1.05)
    (style.rotation, style.shift, style.spacing, style.windows, style.roll) = (1.5, 0.01, 0.25, 1, 0.25)
    (style.darkestInk, style.lightestInk, style.darkestPaper, style.lightestPaper) = (0, 70, 190, 255)
    (style.color, style.negative, style.gradient) = (0.15, 0.85, 50)
    (style.blur, style.grain, style.specks, style.jpeg, style.jpegQuality) = (1.2, 16, 0.004, 0.5, 35)
    return style
  }()
}
