package import InklingImages

extension PictureScaling {
  /// The picture as [C, H, W] with its aspect kept: it is scaled until it fills one direction, stands in the middle, and the
  /// rest is its own paper.
  ///
  /// The paper is, channel by channel, the median of the outermost pixels of all four sides. Sizes are rounded to whole
  /// pixels, at least one. Everything is in whole numbers, so that every machine gives the same bytes.
  ///
  /// - Precondition: 1 or 3 channels on both sides.
  static func fitted(_ picture: DecodedPicture, in size: ImageSize) -> [UInt8] {
    let own = picture.size
    let inner = fittedSize(of: own, in: size)
    let scaled = planar(picture, as: inner)
    guard inner != size else { return scaled }
    let (left, top) = ((size.width - inner.width) / 2, (size.height - inner.height) / 2)
    // The paper is measured on the picture as it is, and becomes grey or colours as its pixels do.
    let color = DecodedPicture(
      size: ImageSize(channels: own.channels, height: 1, width: 1),
      samples: (0..<own.channels).map { paper(of: picture, $0) })
    let ground = planar(color, as: ImageSize(channels: size.channels, height: 1, width: 1))
    var image: [UInt8] = []
    image.reserveCapacity(size.count)
    for channel in 0..<size.channels {
      var plane = [UInt8](repeating: ground[channel], count: size.plane)
      for row in 0..<inner.height {
        let from = channel * inner.plane + row * inner.width
        let to = (top + row) * size.width + left
        plane.replaceSubrange(to..<to + inner.width, with: scaled[from..<from + inner.width])
      }
      image += plane
    }
    return image
  }

  /// The largest size of the picture's aspect that the other holds.
  private static func fittedSize(of own: ImageSize, in size: ImageSize) -> ImageSize {
    func rounded(_ value: Int, _ divisor: Int) -> Int { max(1, (2 * value + divisor) / (2 * divisor)) }
    if own.width * size.height >= own.height * size.width {
      let height = min(size.height, rounded(own.height * size.width, own.width))
      return ImageSize(channels: size.channels, height: height, width: size.width)
    }
    let width = min(size.width, rounded(own.width * size.height, own.height))
    return ImageSize(channels: size.channels, height: size.height, width: width)
  }

  /// The median of a channel's outermost pixels, the lower of two.
  private static func paper(of picture: DecodedPicture, _ channel: Int) -> UInt8 {
    let (height, width, channels) = (picture.size.height, picture.size.width, picture.size.channels)
    var counts = [Int](repeating: 0, count: 256)
    func add(_ row: Int, _ column: Int) {
      counts[Int(picture.samples[(row * width + column) * channels + channel])] += 1
    }
    for column in 0..<width {
      add(0, column)
      if height > 1 { add(height - 1, column) }
    }
    for row in 1..<max(height - 1, 1) {
      add(row, 0)
      if width > 1 { add(row, width - 1) }
    }
    let total = counts.reduce(0, +)
    var below = 0
    for (level, count) in counts.enumerated() {
      below += count
      if 2 * below >= total { return UInt8(level) }
    }
    return 255
  }
}

/// How a picture becomes an image of a model that reads texts: the same for data sets and for pictures that somebody gives.
package enum TextImage {
  /// The picture as [C, H, W], with its aspect kept and its own paper around it.
  ///
  /// - Precondition: 1 or 3 channels on both sides.
  package static func planar(_ picture: Picture, as size: ImageSize) -> [UInt8] {
    let own = ImageSize(channels: picture.channels, height: picture.height, width: picture.width)
    return PictureScaling.fitted(DecodedPicture(size: own, samples: picture.samples), in: size)
  }
}
