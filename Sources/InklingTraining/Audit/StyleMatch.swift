import InklingCaptchas
import InklingDatasets
import InklingFiles

/// Which named style looks most like some pictures: by their brightness, its spread, edges across and down, and ink.
struct StyleMatch {
  /// Mean and variance of each feature over pictures.
  private struct Statistics {
    var means: [Double]
    var variances: [Double]

    init(_ images: LabeledImages) {
      let rows = (0..<images.count).map { StyleMatch.features(images, $0) }
      let count = Double(max(rows.count, 1))
      let means = (0..<StyleMatch.features).map { place in rows.reduce(0) { $0 + $1[place] } / count }
      self.means = means
      variances = (0..<StyleMatch.features).map { place in
        rows.reduce(0) { $0 + ($1[place] - means[place]) * ($1[place] - means[place]) } / count
      }
    }
  }

  private static let features = 5
  /// Pictures that are looked at, of the set and of each style.
  private static let looked = 100

  /// The nearest of the styles, the first of equals.
  ///
  /// - Parameter draw: the pictures of a style.
  /// - Throws: what drawing throws.
  static func nearest(
    to images: LabeledImages, draw: (CaptchaStyle, Int) throws(InputError) -> LabeledImages
  ) throws(InputError) -> CaptchaStyle {
    let own = Statistics(images.selecting(Array(0..<min(images.count, looked))))
    var (best, least) = (CaptchaStyle.classic, Double.infinity)
    for style in CaptchaStyle.named {
      let drawn = Statistics(try draw(style, looked))
      let distance = (0..<features).reduce(0) { sum, place in
        let difference = own.means[place] - drawn.means[place]
        // A level of brightness keeps pictures without any spread apart, too.
        return sum + difference * difference / (own.variances[place] + drawn.variances[place] + 1)
      }
      if distance < least { (best, least) = (style, distance) }
    }
    return best
  }

  /// In levels of brightness, 0...255.
  private static func features(_ images: LabeledImages, _ index: Int) -> [Double] {
    let size = images.height * images.width
    let pixels = Array(images[index])
    let gray = (0..<size).map { place in
      Double((0..<images.channels).reduce(0) { $0 + Int(pixels[$1 * size + place]) }) / Double(images.channels)
    }
    let paper = gray.sorted()[size / 2]
    let mean = gray.reduce(0, +) / Double(size)
    let spread = (gray.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(size)).squareRoot()
    var (across, down) = (0.0, 0.0)
    for y in 0..<images.height {
      for x in 0..<images.width {
        let place = y * images.width + x
        if x > 0 { across += abs(gray[place] - gray[place - 1]) }
        if y > 0 { down += abs(gray[place] - gray[place - images.width]) }
      }
    }
    let ink = Double(gray.count { abs($0 - paper) > 48 }) / Double(size) * 255
    return [mean, spread, across / Double(size), down / Double(size), ink]
  }
}
