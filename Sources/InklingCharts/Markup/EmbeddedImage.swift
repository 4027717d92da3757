/// A picture that stands in the page itself: the bytes of a PNG file, and its size.
public struct EmbeddedImage: Sendable, Equatable {
  /// Columns, in pixels.
  public let width: Int
  /// Rows, in pixels.
  public let height: Int
  /// The picture as an address that needs no network: "data:image/png;base64,...".
  public let address: String

  /// A picture from the bytes of a PNG file.
  ///
  /// - Precondition: a positive size.
  public init(png: [UInt8], width: Int, height: Int) {
    precondition(width > 0 && height > 0, "a picture of \(width)x\(height) pixels")
    self.width = width
    self.height = height
    address = "data:image/png;base64," + Base64Text.text(png)
  }

  /// The picture in a page, so many times as large, its pixels sharp.
  ///
  /// - Parameters:
  ///   - scale: pixels of the page for one of the picture's, each way.
  ///   - alternative: what it shows, in words, for whoever cannot see it.
  public func markup(scale: Int = 1, alternative: String) -> Markup {
    Markup(
      "img",
      [
        "class": "pixels", "src": address, "width": "\(width * scale)", "height": "\(height * scale)",
        "alt": alternative,
      ])
  }
}
