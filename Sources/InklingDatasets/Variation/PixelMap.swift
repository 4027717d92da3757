/// A bilinear resampling as a table: for each pixel of the result, which four pixels of the image it is made of, and their
/// shares. The same table serves every image.
///
/// Where the places are multiples of 1/256 the sums are exact, so that moving by whole pixels copies bytes as they are.
package struct PixelMap: Sendable {
  /// Four a pixel: upper left, upper right, lower left, lower right.
  private var places: [Int32] = []
  /// Zero where a place is outside of the image.
  private var shares: [Double] = []
  /// Pixels of an image.
  package let plane: Int

  /// - Parameter source: from a pixel of the result (x, y) to its place in the image, both in pixels to the right and down
  ///   from the middle of the image's.
  package init(
    height: Int, width: Int, from source: (_ x: Double, _ y: Double) -> (x: Double, y: Double)
  ) {
    plane = height * width
    let (middleX, middleY) = (Double(width - 1) / 2, Double(height - 1) / 2)
    places.reserveCapacity(4 * plane)
    shares.reserveCapacity(4 * plane)
    for row in 0..<height {
      for column in 0..<width {
        let place = source(Double(column) - middleX, Double(row) - middleY)
        let (x, y) = (place.x + middleX, place.y + middleY)
        let (left, top) = (x.rounded(.down), y.rounded(.down))
        let (right, down) = (x - left, y - top)
        for (shift, share) in [(0, 1 - down), (1, down)] {
          add(Int(left), Int(top) + shift, share * (1 - right), height, width)
          add(Int(left) + 1, Int(top) + shift, share * right, height, width)
        }
      }
    }
  }

  private mutating func add(_ x: Int, _ y: Int, _ share: Double, _ height: Int, _ width: Int) {
    let isInside = x >= 0 && x < width && y >= 0 && y < height
    places.append(isInside ? Int32(y * width + x) : 0)
    shares.append(isInside ? share : 0)
  }

  /// Writes one channel of an image as the map shows it, each pixel rounded to the nearest byte, halves up.
  package func apply(_ source: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>) {
    places.withUnsafeBufferPointer { places in
      shares.withUnsafeBufferPointer { shares in
        for pixel in 0..<plane {
          var sum = 0.5
          for tap in 4 * pixel..<4 * pixel + 4 { sum += shares[tap] * Double(source[Int(places[tap])]) }
          target[pixel] = UInt8(min(sum, 255))
        }
      }
    }
  }
}
