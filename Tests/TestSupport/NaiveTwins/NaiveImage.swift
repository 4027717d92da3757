import Foundation

/// An image in plain `Double` loops, for the twins of augmentations: [C, H, W], bytes as numbers.
public struct NaiveImage: Equatable, Sendable {
  public var channels: Int
  public var height: Int
  public var width: Int
  public var values: [Double]

  public init(channels: Int, height: Int, width: Int, values: [Double]) {
    self.channels = channels
    self.height = height
    self.width = width
    self.values = values
  }

  public init(channels: Int, height: Int, width: Int, bytes: some Sequence<UInt8>) {
    self.init(channels: channels, height: height, width: width, values: bytes.map(Double.init))
  }

  public subscript(channel: Int, row: Int, column: Int) -> Double {
    get { values[(channel * height + row) * width + column] }
    set { values[(channel * height + row) * width + column] = newValue }
  }

  /// Every pixel made anew from its channel, row and column.
  public func map(_ pixel: (_ channel: Int, _ row: Int, _ column: Int) -> Double) -> NaiveImage {
    var result = self
    for channel in 0..<channels {
      for row in 0..<height {
        for column in 0..<width { result[channel, row, column] = pixel(channel, row, column) }
      }
    }
    return result
  }

  /// The pixel, or `fill` outside of the image.
  public func pixel(_ channel: Int, _ row: Int, _ column: Int, fill: Double) -> Double {
    row >= 0 && row < height && column >= 0 && column < width ? self[channel, row, column] : fill
  }

  /// The bilinear mean of the four pixels around a place.
  public func bilinear(_ channel: Int, y: Double, x: Double, fill: Double) -> Double {
    let (top, left) = (floor(y), floor(x))
    guard abs(top) < 1e6, abs(left) < 1e6 else { return fill }
    var sum = 0.0
    for (row, rowShare) in [(Int(top), 1 - (y - top)), (Int(top) + 1, y - top)] {
      for (column, share) in [(Int(left), 1 - (x - left)), (Int(left) + 1, x - left)] {
        sum += rowShare * share * pixel(channel, row, column, fill: fill)
      }
    }
    return sum
  }

  /// Each pixel p taken from A(p + d(p)): d are displacements (x, y) by row and column, and A is the inverse of
  /// p -> middle + shift + R(angle) shear scale (p - middle), as the matrix says that `RandomAffine` documents.
  public func resampled(
    angle: Double = 0, shift: (x: Double, y: Double) = (0, 0), scale: Double = 1, shear: Double = 0, fill: Double = 0,
    displacements: (_ row: Int, _ column: Int) -> (x: Double, y: Double) = { _, _ in (0, 0) }
  ) -> NaiveImage {
    let (a, s) = (angle * .pi / 180, shear * .pi / 180)
    let matrix = [
      scale * cos(a), scale * (-cos(a) * tan(s) - sin(a)), scale * sin(a), scale * (-sin(a) * tan(s) + cos(a)),
    ]
    let determinant = matrix[0] * matrix[3] - matrix[1] * matrix[2]
    let middle = (x: Double(width - 1) / 2, y: Double(height - 1) / 2)
    return map { channel, row, column in
      let d = displacements(row, column)
      let x = Double(column) + d.x - middle.x - shift.x
      let y = Double(row) + d.y - middle.y - shift.y
      return bilinear(
        channel, y: (matrix[0] * y - matrix[2] * x) / determinant + middle.y,
        x: (matrix[3] * x - matrix[1] * y) / determinant + middle.x, fill: fill)
    }
  }

  /// Smoothed with a Gaussian's values on size by size pixels, two-dimensional and without a trick; the image goes on by
  /// reflection.
  public func blurred(size: Int, sigma: Double) -> NaiveImage {
    let radius = size / 2
    func weight(_ dy: Int, _ dx: Int) -> Double { exp(-Double(dy * dy + dx * dx) / (2 * sigma * sigma)) }
    func reflected(_ place: Int, _ count: Int) -> Int {
      place < 0 ? -place : place >= count ? 2 * count - 2 - place : place
    }
    return map { channel, row, column in
      var (sum, weights) = (0.0, 0.0)
      for dy in -radius...radius {
        for dx in -radius...radius {
          sum += weight(dy, dx) * self[channel, reflected(row + dy, height), reflected(column + dx, width)]
          weights += weight(dy, dx)
        }
      }
      return sum / weights
    }
  }

  /// The largest distance of a byte to its number.
  public func distance(to bytes: [UInt8]) -> Double {
    precondition(bytes.count == values.count, "\(bytes.count) bytes for \(values.count) numbers")
    return zip(values, bytes).map { abs($0 - Double($1)) }.max() ?? 0
  }
}
