package import InklingImages

/// A picture that somebody made by enlarging a small one, which can be had back.
package enum EnlargedImage {
  /// The image of the model's size that the picture enlarges; nil for any other picture.
  ///
  /// An enlargement repeats each pixel, or its greys change slowly: interpolation spreads a step over as many pixels as it
  /// enlarges by, and sharpens it to less than twice that slope. What a pen drew has steep edges. Both leave a pixel's
  /// value where its centre was (linear, cubic and Lanczos interpolation do), so there it is taken from: a mean of its
  /// area would blur it.
  package static func original(of picture: Picture, width: Int, height: Int) -> Picture? {
    guard picture.isGray, picture.width >= 2 * width, picture.width * height == picture.height * width else {
      return nil
    }
    let original = Picture(width: width, height: height, samples: centres(of: picture, width, height))
    guard steepest(picture) * picture.width <= 2 * 255 * width || repeatsPixels(picture, of: original) else {
      return nil
    }
    return original
  }

  /// The greys at the centres of the original's pixels, linear between those of the picture.
  private static func centres(of picture: Picture, _ width: Int, _ height: Int) -> [UInt8] {
    let columns = (0..<width).map { Place(of: $0, in: width, of: picture.width) }
    let rows = (0..<height).map { Place(of: $0, in: height, of: picture.height) }
    return rows.flatMap { row in
      columns.map { column in
        func between(_ y: Int) -> Int {
          let left = y * picture.width + column.first
          return column.mixed(Int(picture.samples[left]), Int(picture.samples[left + 1]))
        }
        let whole = row.whole * column.whole
        return UInt8((row.mixed(between(row.first), between(row.first + 1)) + whole / 2) / whole)
      }
    }
  }

  /// Where the centre of one of `count` pixels is on an axis of `all`: so many parts of `whole` behind the centre of
  /// pixel `first`.
  private struct Place {
    let first: Int
    let part: Int
    let whole: Int

    /// - Precondition: `all` is at least twice `count`, so that there is a pixel after the first.
    init(of index: Int, in count: Int, of all: Int) {
      whole = 2 * count
      let place = (2 * index + 1) * all - count
      (first, part) = (place / whole, place % whole)
    }

    func mixed(_ one: Int, _ other: Int) -> Int { one * (whole - part) + other * part }
  }

  /// Whether each pixel has the grey of the original's that its centre lies in, or nearly so, as JPEG files have it.
  private static func repeatsPixels(_ picture: Picture, of original: Picture) -> Bool {
    var (difference, inked) = (0, 0)
    for y in 0..<picture.height {
      let row = (2 * y + 1) * original.height / (2 * picture.height)
      for x in 0..<picture.width {
        let column = (2 * x + 1) * original.width / (2 * picture.width)
        let value = Int(original.samples[row * original.width + column])
        let distance = abs(Int(picture.samples[y * picture.width + x]) - value)
        guard distance < 80 else { return false }
        difference += distance
        inked += min(value, 255 - value) > 12 || distance > 0 ? 1 : 0
      }
    }
    return difference <= 12 * inked
  }

  /// The largest step between neighbours.
  private static func steepest(_ picture: Picture) -> Int {
    let (width, samples) = (picture.width, picture.samples)
    var steepest = 0
    for index in samples.indices {
      if index % width > 0 { steepest = max(steepest, abs(Int(samples[index]) - Int(samples[index - 1]))) }
      if index >= width { steepest = max(steepest, abs(Int(samples[index]) - Int(samples[index - width]))) }
    }
    return steepest
  }
}
