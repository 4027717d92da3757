import InklingCharts
import InklingFiles
import InklingImages

extension FeatureMaps {
  /// Each map as a grey image: the smallest number of all is black, the largest white, or as `scale` says.
  ///
  /// - Parameter side: the most pixels in either direction; larger maps are made smaller.
  func images(largestSide side: Int) -> [Picture] {
    let range = scale ?? range ?? 0...0
    let least = Double(range.lowerBound)
    // The difference of two large floats is no float.
    let span = max(Double(range.upperBound) - least, .leastNormalMagnitude)
    return (0..<count).map { place in
      let samples = map(place).map { UInt8(min(max(255 * ((Double($0) - least) / span), 0), 255).rounded()) }
      return Picture(width: width, height: height, samples: samples).reduced(toFit: side)
    }
  }
}

extension FeatureMaps {
  /// Each map as a picture in a page.
  ///
  /// - Throws: `InputError` of kind `.unavailable` when there is not enough memory.
  func pictures(largestSide side: Int) throws(InputError) -> [EmbeddedImage] {
    var pictures: [EmbeddedImage] = []
    for image in images(largestSide: side) {
      pictures.append(
        EmbeddedImage(png: try PictureFile.encode(image, as: .png), width: image.width, height: image.height))
    }
    return pictures
  }
}
