package import InklingImages

/// A quick look whether a picture is one of the model's own kind: even paper all around, and the ink's box and centre of
/// mass as in the training images. What it does not recognise is looked at properly.
package struct PlainLikeness {
  /// Whether ink is lighter than paper.
  package let inkIsLight: Bool
  /// The share of pixels that are ink.
  package let share: Float

  /// How far the outermost pixels may be from plain paper.
  private static let tolerance = 24
  /// From which depth on a pixel is ink.
  private static let inkDepth = 89

  /// nil for any other picture.
  package init?(_ picture: Picture, _ framing: InputFraming) {
    let (width, height) = (picture.width, picture.height)
    guard picture.isGray, width == framing.width, height == framing.height, let first = picture.samples.first else {
      return nil
    }
    inkIsLight = first < 128
    let paper = inkIsLight ? 0 : 255
    var (left, right, top, bottom) = (width, -1, height, -1)
    var (mass, across, down, count, darkest) = (0, 0, 0, 0, 0)
    for y in 0..<height {
      for x in 0..<width {
        let depth = abs(Int(picture.samples[y * width + x]) - paper)
        if x == 0 || y == 0 || x == width - 1 || y == height - 1, depth > Self.tolerance { return nil }
        guard depth > Self.tolerance else { continue }
        (mass, across, down) = (mass + depth, across + depth * (2 * x + 1), down + depth * (2 * y + 1))
        darkest = max(darkest, depth)
        guard depth > Self.inkDepth else { continue }
        (left, right, top, bottom) = (min(left, x), max(right, x), min(top, y), max(bottom, y))
        count += 1
      }
    }
    guard darkest > 200, right >= left else { return nil }
    let longest = max(right - left, bottom - top) + 1
    guard longest >= framing.box - 2, longest <= framing.box + 1 else { return nil }
    // Twice the distance from the middle, times the mass.
    guard abs(across - width * mass) < 3 * mass, abs(down - height * mass) < 3 * mass else { return nil }
    share = Float(count) / Float(width * height)
  }
}

extension FramingChoice {
  /// A choice that was made elsewhere: for models whose pictures are not framed.
  package init(asItIs reason: String, isInverted: Bool = false) {
    self.init(mode: .none, isInverted: isInverted, reason: reason)
  }
}

extension FramedPicture {
  /// A picture of the model's size that is taken as it is.
  ///
  /// - Parameters:
  ///   - size: the given picture's, where it was another.
  ///   - reason: why it is taken so.
  package init(
    plain picture: Picture, _ likeness: PlainLikeness, _ framing: InputFraming, of size: (Int, Int)? = nil,
    _ reason: String = "it has the model's size and its ink lies as in the training images"
  ) {
    let inverts = likeness.inkIsLight != framing.inkIsLight
    var statistics = InkStatistics(inkIsLight: likeness.inkIsLight, contrast: 255, noise: 0)
    (statistics.pieces, statistics.share) = (1, likeness.share)
    let digit = FramedDigit(
      pixels: inverts ? picture.inverted().samples : picture.samples,
      box: PixelBox(x: 0, y: 0, width: size?.0 ?? picture.width, height: size?.1 ?? picture.height), strokeWidth: 0)
    self.init(
      choice: FramingChoice(mode: .none, isInverted: inverts, reason: reason), lines: [[digit]], statistics: statistics)
  }
}
