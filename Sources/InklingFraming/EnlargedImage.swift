package import InklingImages

/// A picture that somebody made by enlarging a small one, which can be had back.
package enum EnlargedImage {
  /// The image of the model's size that the picture is a whole multiple of; nil for any other picture.
  ///
  /// An enlargement repeats each pixel, or its greys change slowly: interpolation spreads a step over as many pixels as it
  /// enlarges by, and sharpens it to less than twice that slope. What a pen drew has steep edges.
  package static func original(of picture: Picture, width: Int, height: Int) -> Picture? {
    let factor = picture.width / width
    guard picture.isGray, factor >= 2, picture.width == factor * width, picture.height == factor * height else {
      return nil
    }
    guard repeatsPixels(picture, factor) || steepest(picture) * factor <= 2 * 255 else { return nil }
    return picture.resized(width: width, height: height)
  }

  private static func repeatsPixels(_ picture: Picture, _ factor: Int) -> Bool {
    for y in 0..<picture.height {
      let row = y * picture.width
      let first = y / factor * factor * picture.width
      for x in 0..<picture.width where picture.samples[row + x] != picture.samples[first + x / factor * factor] {
        return false
      }
    }
    return true
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
