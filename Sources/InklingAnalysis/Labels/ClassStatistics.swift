import InklingDatasets

/// What the images of each class have in common, and how they differ: mean and deviation of each pixel, ink, and the
/// variance within the class.
public struct ClassStatistics: Sendable {
  /// One class.
  public struct Row: Sendable {
    /// The number of its images.
    public let count: Int
    /// The mean of each pixel, [C, H, W], 0...255.
    public let mean: [Double]
    /// The deviation of each pixel, [C, H, W], that of the population.
    public let deviation: [Double]
    /// The sum over the pixels of their variance, with pixels in 0...1: how much the class's images differ.
    public let variance: Double
  }

  /// The classes, in the order of the labels.
  public let classes: [Row]
  /// All images together.
  public let all: Row
  /// How many pixels have each of the 256 values.
  public let pixelCounts: [Int]
  /// How many images of each class have a mean pixel in each of `inkBins` equal parts of 0...255: [class, bin].
  public let inkCounts: [[Int]]

  /// The number of parts.
  public static let inkBins = 64

  /// Counts the images of a split. Sums are of integers, and so exact.
  public init(of images: LabeledImages) {
    let (size, count) = (images.imageSize, images.classNames.count)
    var sums = [[UInt64]](repeating: [UInt64](repeating: 0, count: size), count: count)
    var squares = sums
    var numbers = [Int](repeating: 0, count: count)
    var pixelCounts = [Int](repeating: 0, count: 256)
    var inkCounts = [[Int]](repeating: [Int](repeating: 0, count: Self.inkBins), count: count)
    images.images.withUnsafeBufferPointer { pixels in
      for (image, label) in images.labels.enumerated() {
        let start = image * size
        let label = Int(label)
        numbers[label] += 1
        var ink = 0
        sums[label].withUnsafeMutableBufferPointer { sums in
          squares[label].withUnsafeMutableBufferPointer { squares in
            pixelCounts.withUnsafeMutableBufferPointer { counts in
              for place in 0..<size {
                let value = Int(pixels[start + place])
                ink += value
                counts[value] += 1
                sums[place] &+= UInt64(value)
                squares[place] &+= UInt64(value * value)
              }
            }
          }
        }
        inkCounts[label][min(ink * Self.inkBins / (size * 256), Self.inkBins - 1)] += 1
      }
    }
    classes = (0..<count).map { Row(numbers[$0], sums[$0], squares[$0]) }
    func added(_ parts: [[UInt64]]) -> [UInt64] {
      parts.reduce(into: [UInt64](repeating: 0, count: size)) { total, part in
        for place in 0..<size { total[place] += part[place] }
      }
    }
    all = Row(numbers.reduce(0, +), added(sums), added(squares))
    self.pixelCounts = pixelCounts
    self.inkCounts = inkCounts
  }
}

extension ClassStatistics.Row {
  init(_ count: Int, _ sums: [UInt64], _ squares: [UInt64]) {
    self.count = count
    let divisor = Double(max(count, 1))
    let mean = sums.map { Double($0) / divisor }
    let variances = zip(squares, mean).map { max(Double($0) / divisor - $1 * $1, 0) }
    self.mean = mean
    deviation = variances.map { $0.squareRoot() }
    variance = variances.reduce(0, +) / 65025
  }
}
