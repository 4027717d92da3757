import InklingCharts
import InklingDatasets
import InklingFiles
import InklingImages

/// Pictures of a data set as they stand in a page.
struct ReportPicture {
  let width: Int
  let height: Int
  /// Grey, or red, green and blue, a byte each.
  let pixels: [UInt8]
  let isColor: Bool

  /// Larger pictures are reduced to so many pixels a side.
  static let largestSide = 32

  /// - Parameter planes: [C, H, W]; three channels are red, green and blue, otherwise the first is shown.
  init(_ planes: [UInt8], channels: Int, height: Int, width: Int, side: Int = largestSide) {
    let count = channels == 3 ? 3 : 1
    let plane = height * width
    let samples =
      count == 1
      ? Array(planes[..<plane]) : (0..<plane).flatMap { place in (0..<3).map { planes[$0 * plane + place] } }
    let picture = Picture(width: width, height: height, channels: count, samples: samples).reduced(toFit: side)
    self.width = picture.width
    self.height = picture.height
    isColor = count == 3
    pixels = picture.samples
  }

  /// One image of a set.
  init(_ images: LabeledImages, _ index: Int, side: Int = largestSide) {
    self.init(
      Array(images[index]), channels: images.channels, height: images.height, width: images.width, side: side)
  }

  /// A picture in colours, three bytes a pixel.
  init(colors: [UInt8], height: Int, width: Int) {
    (self.width, self.height, pixels, isColor) = (width, height, colors, true)
  }

  func embedded() throws(InputError) -> EmbeddedImage {
    let picture = Picture(width: width, height: height, channels: isColor ? 3 : 1, samples: pixels)
    let png = try PictureFile.encode(picture, as: .png)
    return EmbeddedImage(png: png, width: width, height: height)
  }

  /// The picture in a page, about 56 CSS pixels high unless it says otherwise.
  func markup(_ alternative: String, target: Int = 56) throws(InputError) -> Markup {
    try embedded().markup(scale: max(1, target / max(width, height)), alternative: alternative)
  }
}

extension ReportPicture {
  /// A map of numbers as a picture: light for the largest, or red for positive and blue for negative ones.
  init(map: SaliencyMap, over image: ReportPicture) {
    let values = map.normalized.values
    let colors = values.enumerated().flatMap { place, value -> [UInt8] in
      // The image is seen faintly through the map.
      let gray = Float(image.isColor ? image.pixels[3 * place] : image.pixels[place]) * 0.35
      let strength = value.magnitude
      let color: (Float, Float, Float) = value >= 0 ? (255, 96, 32) : (48, 128, 255)
      return [color.0, color.1, color.2].map { UInt8(min(max(gray * (1 - strength) + $0 * strength, 0), 255)) }
    }
    self.init(colors: colors, height: map.height, width: map.width)
  }

  /// Numbers as greys, from the smallest to the largest; for signed ones the middle grey is nothing.
  init(values: [Float], height: Int, width: Int, isSigned: Bool) {
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    let reach = max(low.magnitude, high.magnitude)
    let bytes = values.map { value -> UInt8 in
      let share =
        isSigned ? (reach > 0 ? value / reach / 2 + 0.5 : 0.5) : (high > low ? (value - low) / (high - low) : 0)
      return UInt8(min(max(share * 255, 0), 255).rounded())
    }
    self.init(bytes, channels: 1, height: height, width: width)
  }
}
