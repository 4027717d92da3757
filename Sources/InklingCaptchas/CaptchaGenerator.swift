public import InklingFiles
public import InklingImages
import InklingRandomness

/// Pictures of texts, such as people are asked to read to show that they are none of us: endless, and each a function of
/// the seed, the epoch and its index alone.
///
/// It is for judging how strong a CAPTCHA of one's own is, for reading meters, plates, serial numbers and forms, and for
/// learning; not for reading other people's CAPTCHAs without their permission.
///
/// Sums, products, square roots and the house's own sine make the pictures: the same fonts give the same bits on every
/// machine, for any number of threads.
public struct CaptchaGenerator: PictureGenerator {
  /// How the pictures look.
  public let style: CaptchaStyle
  /// What they say.
  public let text: CaptchaText
  /// What the text is drawn in.
  public let fonts: CaptchaFonts
  /// 1 for grey (their luma), 3 for red, green and blue.
  public let channels: Int
  /// Rows of pixels.
  public let height: Int
  /// Columns of pixels.
  public let width: Int
  /// What every picture follows from, with its epoch and index.
  public let seed: UInt64
  private let boards: Boards

  /// The sides that a picture may have.
  public static let sides = 8...1024
  /// Columns of the usual picture.
  public static let usualWidth = 160
  /// Rows of the usual picture.
  public static let usualHeight = 60
  /// Columns that a character needs at least.
  private static let leastColumns = 4

  /// - Parameters:
  ///   - style: how the pictures look.
  ///   - text: what they say.
  ///   - fonts: of the text's alphabet, loaded for pictures of so many rows; nil for the system's.
  ///   - channels: 1 or 3.
  ///   - height: rows, in `sides`.
  ///   - width: columns, in `sides`.
  ///   - seed: what every picture follows from.
  /// - Throws: `InputError` of kind `.usage` for a style with a number outside its range, a size that is none, and texts
  ///   that are too long for the width; `.malformed` for fonts of another alphabet; as `CaptchaFonts` does.
  public init(
    style: CaptchaStyle = .classic, text: CaptchaText, fonts: CaptchaFonts? = nil, channels: Int = 3,
    height: Int = usualHeight, width: Int = usualWidth, seed: UInt64 = 0
  ) throws(InputError) {
    try style.requireValid()
    try Self.requireSize(width: width, height: height, channels: channels)
    guard text.lengths.upperBound * Self.leastColumns <= width else {
      throw InputError(
        .usage, "the texts do not fit into the pictures",
        expected: "at least \(Self.leastColumns) columns for a character",
        found: "\(width) for \(text.lengths.upperBound) characters", remedy: "take shorter texts or wider pictures")
    }
    let fonts = if let fonts { fonts } else { try CaptchaFonts(ofSystemFor: text.alphabet, height: height) }
    guard fonts.alphabet == text.alphabet else {
      throw InputError(.malformed, "the fonts were loaded for another alphabet", remedy: "load them for the text's")
    }
    self.style = style
    self.text = text
    self.fonts = try fonts.fitting(style)
    self.channels = channels
    self.height = height
    self.width = width
    self.seed = seed
    boards = Boards(width: width, height: height)
  }

  /// Refuses a size that pictures cannot have, before fonts are loaded for it.
  ///
  /// - Throws: `InputError` of kind `.usage`.
  public static func requireSize(width: Int, height: Int, channels: Int) throws(InputError) {
    guard sides.contains(height), sides.contains(width), channels == 1 || channels == 3 else {
      throw InputError(
        .usage, "the size of the pictures is out of range",
        expected: "from \(sides.lowerBound) to \(sides.upperBound) pixels a side, and 1 or 3 channels",
        found: "\(width)x\(height) with \(channels)")
    }
  }

  /// "captcha, style classic".
  public var name: String { "captcha, style \(style.name)" }

  /// Everything that its pictures follow from.
  public var identity: String {
    // Pictures without a weight are those of releases that had none.
    let named = style.values.filter { $0.name != "weight" || $0.value > 0 }
    let numbers = named.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
    let characters = String(text.alphabet.characters)
    return
      "captcha 1; \(numbers); alphabet \(characters); lengths \(text.lengths.lowerBound)-\(text.lengths.upperBound); "
      + "\(channels)x\(height)x\(width); seed \(seed); fonts \(fonts.digest) for \(fonts.detail) rows"
  }

  /// "blank", and each character.
  public var classNames: [String] { text.alphabet.classNames }

  /// The classes of the picture's characters, from 1.
  public func labels(of index: Int, epoch: Int) -> [Int] { text.labels(of: index, epoch: epoch, seed: seed) }

  /// What the picture says.
  public func text(of index: Int, epoch: Int = 0) -> String { text.alphabet.decode(labels(of: index, epoch: epoch)) }

  /// The most characters of a text.
  public var longestText: Int { text.lengths.upperBound }

  /// Writes channels * height * width bytes, `[C, H, W]`.
  ///
  /// - Precondition: `0 <= index < 2^32` and `0 <= epoch < 2^24`.
  public func draw(_ index: Int, epoch: Int, into target: UnsafeMutablePointer<UInt8>) {
    var board = boards.take()
    board.draw(labels(of: index, epoch: epoch), in: fonts, style) { stream in
      CounterGenerator(seed: seed, purpose: .captcha, epoch: epoch, sample: index, stream: stream)
    }
    board.write(channels: channels, into: target)
    boards.giveBack(board)
  }

  /// The picture as one that can be shown and written.
  public func picture(_ index: Int, epoch: Int = 0) -> Picture {
    let size = height * width
    let planes = [UInt8](unsafeUninitializedCapacity: channels * size) { planes, count in
      if let start = planes.baseAddress { draw(index, epoch: epoch, into: start) }
      count = channels * size
    }
    guard channels == 3 else { return Picture(width: width, height: height, samples: planes) }
    var samples = planes
    for pixel in 0..<size {
      for channel in 0..<3 { samples[3 * pixel + channel] = planes[channel * size + pixel] }
    }
    return Picture(width: width, height: height, channels: 3, samples: samples)
  }
}
