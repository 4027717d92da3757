import ArgumentParser
import InklingCaptchas
import InklingFiles

/// Which pictures of texts are drawn.
struct CaptchaOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How they look: \(CaptchaStyle.named.map(\.name).joined(separator: ", ")). (default: classic)", valueName: "name"),
    completion: .list(CaptchaStyle.named.map(\.name)))
  var style: String?
  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Put a number in place of the style's, such as rotation=45; may be given several times. 'inkling captcha sheet' "
        + "lists them.", valueName: "name=number"))
  var settings: [String] = []
  @Option(
    help: ArgumentHelp(
      "The characters: \(Alphabet.named.map(\.name).joined(separator: ", ")), several joined by '+', or the characters "
        + "themselves. (default: \(CaptchaOptions.usualAlphabet))", valueName: "name or characters"))
  var alphabet: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many characters a text has. (default: 4)", valueName: "count or from-to"),
    transform: TextLengths.parsed)
  var length: TextLengths?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Pixels. (default: \(CaptchaGenerator.usualWidth)x\(CaptchaGenerator.usualHeight))", valueName: "widthxheight"),
    transform: PictureSize.parsed)
  var size: PictureSize?
  @Flag(help: "Draw in grey.")
  var gray = false
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What the pictures are drawn by chance from. (default: 0)", valueName: "number"))
  var seed: UInt64?
  @Option(
    help: ArgumentHelp(
      "A folder of TrueType, OpenType or Type 1 fonts. (default: all of the system that have the characters)",
      valueName: "folder"),
    completion: .directory)
  var fonts: String?

  /// The alphabet of a style for which nobody names one.
  static let usualAlphabet = "digits+upper, of meter digits"

  func validate() throws { try requirePaths(("--fonts", fonts)) }

  /// - Throws: `InputError` for what the library refuses.
  func resolvedStyle() throws(InputError) -> CaptchaStyle {
    var style = try CaptchaStyle(named: style ?? "classic")
    var given: [Substring: String] = [:]
    for text in settings {
      let name = text.prefix { $0 != "=" }
      if let earlier = given.updateValue(text, forKey: name), earlier != text {
        throw InputError(
          .usage, "\(name) is given twice", expected: "one value", found: "\(earlier) and \(text)",
          remedy: "leave one of them out")
      }
      try style.set(text)
    }
    try style.requireValid()
    return style
  }

  /// - Throws: `InputError` for what the library refuses.
  func generator() throws(InputError) -> CaptchaGenerator {
    let style = try resolvedStyle()
    let characters = alphabet ?? (style.name == "meter" ? "digits" : "digits+upper")
    let text = try CaptchaText(alphabet: Alphabet(named: characters), lengths: length?.range ?? 4...4)
    let size = size ?? PictureSize(width: CaptchaGenerator.usualWidth, height: CaptchaGenerator.usualHeight)
    try CaptchaGenerator.requireSize(width: size.width, height: size.height, channels: 3)
    let chosen: CaptchaFonts? =
      if let fonts { try CaptchaFonts(in: fonts, alphabet: text.alphabet, height: size.height) } else { nil }
    return try CaptchaGenerator(
      style: style, text: text, fonts: chosen, channels: gray ? 1 : 3, height: size.height, width: size.width,
      seed: seed ?? 0)
  }
}

/// "4" or "4-6" on the command line.
struct TextLengths: ExplainedValue {
  static let form = "a number, or a smaller and a greater one, such as 4-6"
  let range: ClosedRange<Int>

  init?(argument: String) {
    let parts = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(parts.count), let low = parts[0], let high = parts[parts.count - 1], low <= high else {
      return nil
    }
    range = low...high
  }
}

/// "160x60" on the command line.
struct PictureSize: ExplainedValue {
  static let form = "a width and a height, such as 160x60"
  let width: Int
  let height: Int

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  init?(argument: String) {
    let parts = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let width = parts[0], let height = parts[1] else { return nil }
    self.init(width: width, height: height)
  }
}
