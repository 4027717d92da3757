/// A colour image: red, green and blue, one byte each, row by row from the top left.
public struct ColorImage: Sendable, Equatable {
  /// Columns, in pixels.
  public let width: Int
  /// Rows, in pixels.
  public let height: Int
  /// `height * width * 3` bytes: R, G, B of the first pixel, then of the next.
  public var pixels: [UInt8]

  /// - Precondition: width and height are positive, and `pixels.count == width * height * 3`.
  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(width > 0 && height > 0, "an image of \(width)x\(height) pixels")
    precondition(
      pixels.count == width * height * 3, "\(pixels.count) bytes for a colour image of \(width)x\(height) pixels")
    self.width = width
    self.height = height
    self.pixels = pixels
  }
}
