/// A decoded picture: grey or red, green and blue, one byte a sample, row by row from the top left.
///
/// Samples are coded as sRGB (IEC 61966-2-1): 0 is black and 255 white, and 128 is far less than half the light. There
/// is no transparency: what a file says of it is settled when the file is read (`PictureBackground`).
public struct Picture: Sendable, Equatable {
  /// Columns, in pixels.
  public let width: Int
  /// Rows, in pixels.
  public let height: Int
  /// Samples of a pixel: 1 (grey) or 3 (red, green, blue).
  public let channels: Int
  /// `[height, width, channels]`, row-major: all samples of the first pixel, then of the one right of it.
  public var samples: [UInt8] {
    didSet { precondition(samples.count == oldValue.count, "\(samples.count) samples in place of \(oldValue.count)") }
  }

  /// - Precondition: width and height are positive, channels are 1 or 3, and there are
  ///   `width * height * channels` samples.
  public init(width: Int, height: Int, channels: Int = 1, samples: [UInt8]) {
    precondition(width > 0 && height > 0, "a picture of \(width)x\(height) pixels")
    precondition(channels == 1 || channels == 3, "a picture of \(channels) channels")
    precondition(
      samples.count == width * height * channels,
      "\(samples.count) samples for a picture of \(width)x\(height) pixels with \(channels) channels")
    self.width = width
    self.height = height
    self.channels = channels
    self.samples = samples
  }

  /// A grey picture of one level.
  public init(width: Int, height: Int, gray: UInt8 = 0) {
    self.init(width: width, height: height, samples: [UInt8](repeating: gray, count: width * height))
  }

  /// Whether it has one channel.
  public var isGray: Bool { channels == 1 }

  /// One sample of the pixel in column x of row y.
  public subscript(x: Int, y: Int, channel: Int = 0) -> UInt8 {
    get { samples[index(x, y, channel)] }
    set { samples[index(x, y, channel)] = newValue }
  }

  /// The negative: every sample becomes 255 less itself, so that light on black is ink on paper.
  public func inverted() -> Picture {
    Picture(width: width, height: height, channels: channels, samples: samples.map { 255 - $0 })
  }

  /// The part with its top left pixel at (x, y).
  ///
  /// - Precondition: it lies inside the picture and is not empty.
  public func cropped(x: Int, y: Int, width: Int, height: Int) -> Picture {
    precondition(
      x >= 0 && y >= 0 && width > 0 && height > 0 && x <= self.width - width && y <= self.height - height,
      "a part of \(width)x\(height) pixels at (\(x), \(y)) of a picture of \(self.width)x\(self.height)")
    var part: [UInt8] = []
    part.reserveCapacity(width * height * channels)
    for row in y..<y + height {
      let start = (row * self.width + x) * channels
      part += samples[start..<start + width * channels]
    }
    return Picture(width: width, height: height, channels: channels, samples: part)
  }

  /// Puts a picture with its top left pixel at (x, y), as far as it lies inside.
  ///
  /// - Precondition: both have as many channels.
  public mutating func paste(_ other: Picture, x: Int, y: Int) {
    precondition(other.channels == channels, "\(other.channels) channels pasted on \(channels)")
    let columns = max(x, 0)..<max(min(x + other.width, width), max(x, 0))
    guard !columns.isEmpty else { return }
    for row in max(y, 0)..<max(min(y + other.height, height), max(y, 0)) {
      let from = ((row - y) * other.width + columns.lowerBound - x) * channels
      let to = (row * width + columns.lowerBound) * channels
      let count = columns.count * channels
      samples.replaceSubrange(to..<to + count, with: other.samples[from..<from + count])
    }
  }

  /// Fills the rectangle with its top left pixel at (x, y), all channels alike, as far as it lies in the picture.
  mutating func fill(x: Int, y: Int, width: Int, height: Int, gray: UInt8) {
    for row in max(y, 0)..<max(min(y + height, self.height), max(y, 0)) {
      let columns = max(x, 0)..<max(min(x + width, self.width), max(x, 0))
      for place in columns.lowerBound * channels..<columns.upperBound * channels {
        samples[row * self.width * channels + place] = gray
      }
    }
  }

  private func index(_ x: Int, _ y: Int, _ channel: Int) -> Int {
    precondition(
      x >= 0 && x < width && y >= 0 && y < height && channel >= 0 && channel < channels,
      "sample \(channel) of pixel (\(x), \(y)) of a picture of \(width)x\(height) pixels with \(channels) channels")
    return (y * width + x) * channels + channel
  }
}
