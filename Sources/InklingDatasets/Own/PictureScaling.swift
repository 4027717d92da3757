/// Brings a picture to another size, in whole numbers, so that every machine gives the same bytes.
///
/// A direction that shrinks is averaged: each pixel is the mean of the area that it covers. One that grows is interpolated
/// linearly between the pixels' centres. The picture fills the size; its aspect is not kept.
struct PictureScaling {
  /// The weight of a pixel of the picture in a pixel of the result, of `total` in all.
  private struct Tap {
    let place: Int
    let weight: Int
  }

  /// The picture as [C, H, W]. Colours become their luma, (299 R + 587 G + 114 B) / 1000; grey becomes three equal
  /// channels.
  ///
  /// - Precondition: 1 or 3 channels on both sides.
  static func planar(_ picture: DecodedPicture, as size: ImageSize) -> [UInt8] {
    let own = picture.size
    precondition(
      [1, 3].contains(own.channels) && [1, 3].contains(size.channels), "a picture of \(own) brought to \(size)")
    let planes = (0..<own.channels).map { channel in
      plane(picture.samples, channel, own, height: size.height, width: size.width)
    }
    if own.channels == size.channels { return planes.flatMap(\.self) }
    if own.channels == 1 { return planes[0] + planes[0] + planes[0] }
    let (red, green, blue) = (planes[0], planes[1], planes[2])
    return (0..<size.plane).map { place in
      let luma = 299 * Int(red[place]) + 587 * Int(green[place]) + 114 * Int(blue[place])
      return UInt8((luma + 500) / 1000)
    }
  }

  private static func plane(
    _ samples: [UInt8], _ channel: Int, _ own: ImageSize, height: Int, width: Int
  ) -> [UInt8] {
    let channels = own.channels
    if own.height == height, own.width == width {
      return channels == 1 ? samples : stride(from: channel, to: samples.count, by: channels).map { samples[$0] }
    }
    let columns = taps(from: own.width, to: width)
    let rows = taps(from: own.height, to: height)
    let (across, down) = (columns.total, rows.total)
    let half = across * down / 2
    return [UInt8](unsafeUninitializedCapacity: height * width) { output, count in
      samples.withUnsafeBufferPointer { input in
        // Only the rows that a row of the result needs are summed across, once for each.
        var (line, sums) = (-1, [Int](repeating: 0, count: width))
        for row in 0..<height {
          var totals = [Int](repeating: 0, count: width)
          for tap in rows.taps[row] {
            if tap.place != line {
              line = tap.place
              let start = line * own.width * channels + channel
              for column in 0..<width {
                var sum = 0
                for tap in columns.taps[column] { sum += tap.weight * Int(input[start + tap.place * channels]) }
                sums[column] = sum
              }
            }
            for column in 0..<width { totals[column] += tap.weight * sums[column] }
          }
          for column in 0..<width { output[row * width + column] = UInt8((totals[column] + half) / (across * down)) }
        }
      }
      count = height * width
    }
  }

  /// What each of `target` pixels is made of, of `source` along one direction.
  private static func taps(from source: Int, to target: Int) -> (taps: [[Tap]], total: Int) {
    if source > target {
      // In units of 1 / target of a pixel, pixel i covers i * target and on, and the result's pixel j j * source and on.
      let taps = (0..<target).map { pixel in
        let (begin, end) = (pixel * source, (pixel + 1) * source)
        return (begin / target...(end - 1) / target).map { place in
          Tap(place: place, weight: min(end, (place + 1) * target) - max(begin, place * target))
        }
      }
      return (taps, source)
    }
    // In units of 1 / (2 target), the centre of the result's pixel j is at (2 j + 1) source, that of pixel i at
    // (2 i + 1) target.
    let unit = 2 * target
    let taps = (0..<target).map { pixel in
      let centre = min(max((2 * pixel + 1) * source - target, 0), (source - 1) * unit)
      let (place, rest) = centre.quotientAndRemainder(dividingBy: unit)
      return rest == 0
        ? [Tap(place: place, weight: unit)]
        : [Tap(place: place, weight: unit - rest), Tap(place: place + 1, weight: rest)]
    }
    return (taps, unit)
  }
}
