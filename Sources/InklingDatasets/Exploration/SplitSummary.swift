/// One split in figures.
public struct SplitSummary: Sendable, Equatable, Codable {
  /// The number of images.
  public let count: Int
  /// Channels of an image: 1 for grey, 3 for colours.
  public let channels: Int
  /// Rows of an image, in pixels.
  public let height: Int
  /// Columns of an image, in pixels.
  public let width: Int
  /// Mean and deviation over all pixels.
  public let pixels: PixelSummary
  /// Mean and deviation over the pixels of each channel: what a normalisation needs.
  public let channelPixels: [PixelSummary]
  /// One for each class name, in their order.
  public let classes: [ClassSummary]

  /// - Precondition: every label is below the number of class names, and there are less than 2^32 images.
  init(of images: LabeledImages, samplesPerClass: Int, seed: UInt64, split: Int) {
    count = images.count
    channels = images.channels
    height = images.height
    width = images.width
    let sums = PixelSums(of: images)
    channelPixels = (0..<images.channels).map { PixelSummary(sums.channel($0)) }
    pixels = PixelSummary(sums.total)
    let indices = ClassIndices(of: images)
    classes = images.classNames.enumerated().map { label, name in
      ClassSummary(
        label: label, name: name, count: indices.ofClass[label].count,
        sums: PixelSums.perPosition(indices.ofClass[label], of: images), of: images.count,
        samples: indices.samples(of: label, count: samplesPerClass, seed: seed, split: split))
    }
  }

  enum CodingKeys: String, CodingKey {
    case count, channels, height, width, pixels
    case channelPixels = "channel_pixels"
    case classes
  }
}

/// Mean and deviation of pixels, in units of pixel / 255, so from 0 to 1. Zero when there are no pixels.
public struct PixelSummary: Sendable, Equatable, Codable {
  /// The mean, 0...1: 0.1307 for MNIST's training images.
  public let mean: Double
  /// The deviation of the population, √(E[x²] - E[x]²): MNIST's 0.3081.
  public let deviation: Double
  /// The smallest pixel, 0...255.
  public let smallest: UInt8
  /// The largest pixel, 0...255.
  public let largest: UInt8

  init(_ sums: PixelSums.Moments) {
    let count = Double(max(sums.count, 1))
    mean = Double(sums.sum) / count / 255
    // n Σx² - (Σx)² without rounding: the difference of two large numbers is exact in integers.
    let (high, low) = sums.spread
    let spread = Double(high) * 0x1p64 + Double(low)
    deviation = spread.squareRoot() / count / 255
    smallest = sums.smallest
    largest = sums.largest
  }
}

/// One class of a split in figures.
public struct ClassSummary: Sendable, Equatable, Codable {
  /// The class's label, an index into the class names.
  public let label: Int
  /// The class's name: "Ankle boot".
  public let name: String
  /// The number of its images.
  public let count: Int
  /// Its part of the split's images, 0...1.
  public let share: Double
  /// The mean of all its pixels, in units of pixel / 255: how much of the image is ink.
  public let ink: Double
  /// The mean image, [C, H, W], rounded to bytes; all zero without images.
  public let meanImage: [UInt8]
  /// Indices of images drawn at random, in rising order.
  public let samples: [Int]

  init(label: Int, name: String, count: Int, sums: [UInt64], of total: Int, samples: [Int]) {
    self.label = label
    self.name = name
    self.samples = samples
    self.count = count
    share = total > 0 ? Double(count) / Double(total) : 0
    let divisor = UInt64(max(count, 1))
    ink = Double(sums.reduce(0, +)) / Double(divisor) / Double(sums.count) / 255
    meanImage = sums.map { UInt8(($0 + divisor / 2) / divisor) }
  }

  enum CodingKeys: String, CodingKey {
    case label, name, count, share, ink, samples
    case meanImage = "mean_image"
  }
}
