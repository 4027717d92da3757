/// A grey image: one byte a pixel, 0 black and 255 white, row by row from the top left.
public struct GrayImage: Sendable, Equatable {
  /// Columns, in pixels.
  public let width: Int
  /// Rows, in pixels.
  public let height: Int
  /// `height * width` bytes, row-major.
  public var pixels: [UInt8]

  /// - Precondition: width and height are positive, and `pixels.count == width * height`.
  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(width > 0 && height > 0, "an image of \(width)x\(height) pixels")
    precondition(pixels.count == width * height, "\(pixels.count) bytes for an image of \(width)x\(height) pixels")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// An image of one grey.
  public init(width: Int, height: Int, gray: UInt8 = 0) {
    self.init(width: width, height: height, pixels: [UInt8](repeating: gray, count: width * height))
  }

  /// The pixel in column x of row y.
  public subscript(x: Int, y: Int) -> UInt8 {
    get { pixels[index(x, y)] }
    set { pixels[index(x, y)] = newValue }
  }

  /// The negative: ink on paper where there was light on black.
  public func inverted() -> GrayImage {
    GrayImage(width: width, height: height, pixels: pixels.map { 255 - $0 })
  }

  /// Fills the rectangle with its top left pixel at (x, y), as far as it lies in the image.
  mutating func fill(x: Int, y: Int, width: Int, height: Int, gray: UInt8) {
    for row in max(y, 0)..<max(min(y + height, self.height), max(y, 0)) {
      for column in max(x, 0)..<max(min(x + width, self.width), max(x, 0)) { self[column, row] = gray }
    }
  }

  private func index(_ x: Int, _ y: Int) -> Int {
    precondition(x >= 0 && x < width && y >= 0 && y < height, "pixel (\(x), \(y)) of an image of \(width)x\(height)")
    return y * width + x
  }
}
