/// Exact sums over the pixels of a split.
struct PixelSums {
  /// The sums from which mean and deviation follow.
  struct Moments: Equatable {
    var count: UInt64 = 0
    var sum: UInt64 = 0
    var sumOfSquares: UInt64 = 0
    var smallest: UInt8 = 0
    var largest: UInt8 = 0

    /// n Σx² - (Σx)², in 128 bits: never negative, by Cauchy and Schwarz.
    var spread: (high: UInt64, low: UInt64) {
      let squares = count.multipliedFullWidth(by: sumOfSquares)
      let square = sum.multipliedFullWidth(by: sum)
      let (low, borrow) = squares.low.subtractingReportingOverflow(square.low)
      return (squares.high - square.high - (borrow ? 1 : 0), low)
    }
  }

  /// For each channel, how often each of the 256 values occurs.
  private var histograms: [[UInt64]]

  /// - Parameter indices: the images that count; nil for all.
  init(of images: LabeledImages, at indices: [Int32]? = nil) {
    let size = images.channels * images.height * images.width
    let plane = images.height * images.width
    histograms = [[UInt64]](repeating: [UInt64](repeating: 0, count: 256), count: images.channels)
    images.images.withUnsafeBufferPointer { pixels in
      for place in 0..<(indices?.count ?? images.count) {
        let start = (indices.map { Int($0[place]) } ?? place) * size
        for channel in 0..<images.channels {
          let values = pixels[start + channel * plane..<start + (channel + 1) * plane]
          histograms[channel].withUnsafeMutableBufferPointer { histogram in
            for value in values { histogram[Int(value)] &+= 1 }
          }
        }
      }
    }
  }

  /// The sum of some images at each position [C, H, W]: one class at a time, since these are eight bytes a pixel.
  static func perPosition(_ indices: [Int], of images: LabeledImages) -> [UInt64] {
    let size = images.channels * images.height * images.width
    var sums = [UInt64](repeating: 0, count: size)
    images.images.withUnsafeBufferPointer { pixels in
      sums.withUnsafeMutableBufferPointer { sums in
        for index in indices {
          let image = UnsafeBufferPointer(rebasing: pixels[index * size..<(index + 1) * size])
          for position in 0..<size { sums[position] &+= UInt64(image[position]) }
        }
      }
    }
    return sums
  }

  /// The sums over one channel.
  func channel(_ channel: Int) -> Moments { Self.moments(histograms[channel]) }

  /// The sums over all channels.
  var total: Moments {
    Self.moments((0..<256).map { value in histograms.reduce(0) { $0 + $1[value] } })
  }

  private static func moments(_ histogram: [UInt64]) -> Moments {
    var moments = Moments()
    for (value, count) in histogram.enumerated() {
      moments.count += count
      moments.sum += count * UInt64(value)
      moments.sumOfSquares += count * UInt64(value * value)
    }
    moments.smallest = UInt8(histogram.firstIndex { $0 > 0 } ?? 0)
    moments.largest = UInt8(histogram.lastIndex { $0 > 0 } ?? 0)
    return moments
  }
}
