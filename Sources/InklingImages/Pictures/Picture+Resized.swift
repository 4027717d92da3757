extension Picture {
  /// The picture with other numbers of columns and rows. Each axis for itself: where it shrinks, a pixel is the mean of
  /// the area that it covers, parts of pixels counted as parts; where it grows, it is linear between pixels' centres,
  /// and the border's pixel goes on outside. The samples are taken as they are coded.
  ///
  /// The arithmetic is of whole numbers, so the same picture comes out on every machine; it is at most 0.51 levels from
  /// the exact value. (Pillow: `BOX` when both axes shrink, `BILINEAR` when both grow.)
  ///
  /// - Precondition: both are positive.
  public func resized(width newWidth: Int, height newHeight: Int) -> Picture {
    precondition(newWidth > 0 && newHeight > 0, "a picture resized to \(newWidth)x\(newHeight) pixels")
    if newWidth == width && newHeight == height { return self }
    let columns = ResamplingAxis(from: width, to: newWidth)
    let rows = ResamplingAxis(from: height, to: newHeight)
    let result = [UInt8](unsafeUninitializedCapacity: newWidth * newHeight * channels) { result, count in
      samples.withUnsafeBufferPointer { resample($0, columns, rows, into: result) }
      count = newWidth * newHeight * channels
    }
    return Picture(width: newWidth, height: newHeight, channels: channels, samples: result)
  }

  /// The picture with its aspect kept and no more than `side` pixels in either direction, as `resized` makes it; itself
  /// when it is small enough.
  ///
  /// - Precondition: `side` is positive.
  public func reduced(toFit side: Int) -> Picture {
    precondition(side > 0, "a picture reduced to \(side) pixels")
    let largest = max(width, height)
    guard largest > side else { return self }
    return resized(width: max(1, width * side / largest), height: max(1, height * side / largest))
  }

  /// Each source row is resampled once, when the first output row needs it, and added to the output rows that it is
  /// part of: at most two, so only their sums are kept.
  private func resample(
    _ samples: UnsafeBufferPointer<UInt8>, _ columns: ResamplingAxis, _ rows: ResamplingAxis,
    into result: UnsafeMutableBufferPointer<UInt8>
  ) {
    let count = columns.count * channels
    // The last two resampled rows, by their number: neighbours share one.
    var lines = [[UInt16](repeating: 0, count: count), [UInt16](repeating: 0, count: count)]
    var numbers = [-1, -1]
    var sums = [UInt64](repeating: 0, count: count)
    for row in 0..<rows.count {
      for index in 0..<count { sums[index] = 1 << (ResamplingAxis.weightBits + 7) }
      for (source, weight) in rows.parts(of: row) {
        let place = source & 1
        if numbers[place] != source {
          columns.resample(samples, at: source * width * channels, channels: channels, into: &lines[place])
          numbers[place] = source
        }
        lines[place].withUnsafeBufferPointer { line in
          sums.withUnsafeMutableBufferPointer { sums in
            for index in 0..<count { sums[index] += UInt64(line[index]) * UInt64(weight) }
          }
        }
      }
      for index in 0..<count {
        result[row * count + index] = UInt8(min(sums[index] >> (ResamplingAxis.weightBits + 8), 255))
      }
    }
  }
}
