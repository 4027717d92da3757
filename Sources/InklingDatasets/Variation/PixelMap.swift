import InklingMathematics

/// For each pixel of a turned plane, which four pixels of the plane it is made of, and their shares.
///
/// A pixel (x, y), from the middle and y downwards, comes from the place (cos a x + sin a y, cos a y - sin a x): the
/// inverse of a turn by a.
struct RotationTaps {
  /// Four a pixel: upper left, upper right, lower left, lower right.
  private var places: [Int32] = []
  /// Zero where a place is outside of the plane.
  private var shares: [Double] = []

  /// - Parameter degrees: clockwise.
  init(height: Int, width: Int, degrees: Double) {
    let (sine, cosine) = Elementary.sineAndCosine(degrees: degrees)
    let middle = SIMD2(Double(width - 1), Double(height - 1)) / 2
    places.reserveCapacity(4 * height * width)
    shares.reserveCapacity(4 * height * width)
    for row in 0..<height {
      for column in 0..<width {
        let from = SIMD2(Double(column), Double(row)) - middle
        let x = cosine * from.x + sine * from.y + middle.x
        let y = cosine * from.y - sine * from.x + middle.y
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

  /// Turns one plane.
  func run(_ source: UnsafePointer<UInt8>, _ target: UnsafeMutablePointer<UInt8>) {
    places.withUnsafeBufferPointer { places in
      shares.withUnsafeBufferPointer { shares in
        for pixel in 0..<places.count / 4 {
          var sum = 0.5
          for tap in 4 * pixel..<4 * pixel + 4 { sum += shares[tap] * Double(source[Int(places[tap])]) }
          target[pixel] = UInt8(min(sum, 255))
        }
      }
    }
  }
}
