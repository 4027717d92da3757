public import InklingCaptchas
public import InklingFiles
import InklingTargets

/// The data set "captcha": what its pictures say and how they look, in the words of a recipe.
///
///     let dataset = try CaptchaSettings(style: "wavy", alphabet: "digits", lengths: 4...6).dataset()
public struct CaptchaSettings: Sendable, Equatable {
  /// The data set's name.
  public static let name = "captcha"
  /// The usual size: grey, 60 rows, 160 columns.
  public static let usualSize = ImageSize(channels: 1, height: 60, width: 160)
  /// Pictures of the test set unless somebody says otherwise.
  public static let testCount = 5_000

  /// The name of a `CaptchaStyle`.
  public var style: String
  /// The characters, or the names of some ("digits+upper").
  public var alphabet: String
  /// Characters of a text.
  public var lengths: ClosedRange<Int>
  /// Pictures of an epoch.
  public var images: Int
  /// Pictures of the test set, which no training sees: the first so many of them. Zero for none.
  public var testImages: Int
  /// The folder of the fonts; nil for the system's.
  public var fonts: String?
  /// Numbers in place of the style's, by their names.
  public var values: [String: Double]

  /// By default four digits and capitals in the style "classic", 50,000 pictures an epoch and 5,000 to test with.
  public init(
    style: String = "classic", alphabet: String = "digits+upper", lengths: ClosedRange<Int> = 4...4,
    images: Int = 50_000, testImages: Int = testCount, fonts: String? = nil, values: [String: Double] = [:]
  ) {
    (self.style, self.alphabet, self.lengths, self.images) = (style, alphabet, lengths, images)
    (self.testImages, self.fonts, self.values) = (testImages, fonts, values)
  }

  /// "captcha (lines, digits, 4 to 6 characters)": what differs from the usual ones.
  var title: String {
    let usual = CaptchaSettings()
    let parts = [
      style == usual.style ? nil : style, alphabet == usual.alphabet ? nil : alphabet,
      lengths == usual.lengths ? nil : "\(lengthText) characters", values.isEmpty ? nil : "changed",
    ]
    let text = parts.compactMap(\.self).joined(separator: ", ")
    return "Texts that the program draws" + (text.isEmpty ? "" : " (\(text))")
  }

  /// "4", or "4-6".
  package var lengthText: String {
    lengths.count == 1 ? "\(lengths.lowerBound)" : "\(lengths.lowerBound)-\(lengths.upperBound)"
  }

  /// The lengths of a text such as "4" or "4-6"; nil for any other, and for lengths that no text has.
  package static func lengths(_ text: String) -> ClosedRange<Int>? {
    let numbers = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(numbers.count), let least = numbers[0], let most = numbers[numbers.count - 1], least >= 1,
      least <= most, most <= CaptchaText.longest
    else { return nil }
    return least...most
  }

  /// The same with a folder of fonts that is found from every folder, as a run keeps it.
  package var anchored: CaptchaSettings {
    var anchored = self
    anchored.fonts = fonts.map { DatasetLocator.absolute($0) }
    return anchored
  }

  /// The style with the numbers put in place of its own.
  ///
  /// - Throws: as `CaptchaStyle`.
  package func drawnStyle() throws(InputError) -> CaptchaStyle {
    var drawn = try CaptchaStyle(named: style)
    for (name, value) in values.sorted(by: { $0.key < $1.key }) { try drawn.set(name: name, value: value) }
    try drawn.requireValid()
    return drawn
  }

  /// "blank", and each character.
  ///
  /// - Throws: as `Alphabet`.
  package func classNames() throws(InputError) -> [String] { try Alphabet(named: alphabet).classNames }

  /// What draws the pictures.
  ///
  /// - Parameter size: of the pictures.
  /// - Throws: as `CaptchaGenerator` and its parts; what reading the fonts throws.
  public func generator(_ size: ImageSize = usualSize) throws(InputError) -> CaptchaGenerator {
    let text = try CaptchaText(alphabet: try Alphabet(named: alphabet), lengths: lengths)
    let fonts = try fonts.map { folder throws(InputError) in
      try CaptchaFonts(in: folder, alphabet: text.alphabet, height: size.height)
    }
    return try CaptchaGenerator(
      style: try drawnStyle(), text: text, fonts: fonts, channels: size.channels, height: size.height,
      width: size.width)
  }

  /// The data set, with its test set in memory.
  ///
  /// - Throws: as `generator(_:)` and `GeneratedPictures`.
  public func dataset(_ size: ImageSize = usualSize) throws(InputError) -> Dataset {
    var dataset = try Dataset(
      GeneratedPictures(try generator(size), count: images), name: Self.name, test: testImages)
    dataset.captcha = self
    return dataset
  }
}
