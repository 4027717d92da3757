/// The size of an image: channels, rows and columns.
public struct ImageSize: Sendable, Hashable, CustomStringConvertible {
  /// 1 for grey, 3 for colours.
  public let channels: Int
  /// Rows.
  public let height: Int
  /// Columns.
  public let width: Int

  /// A size of so many channels, rows and columns.
  public init(channels: Int, height: Int, width: Int) {
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// "3x32x32": channels, height and width; nil for other text, and for numbers below 1.
  public init?(_ text: String) {
    let parts = text.lowercased().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let channels = parts[0], let height = parts[1], let width = parts[2],
      channels > 0, height > 0, width > 0
    else { return nil }
    self.init(channels: channels, height: height, width: width)
  }

  /// "3x32x32".
  public var description: String { "\(channels)x\(height)x\(width)" }

  /// Pixels of one channel.
  var plane: Int { height * width }
  /// Bytes of the image, [C, H, W].
  var count: Int { channels * plane }
}

extension LabeledImages {
  /// The size of each image.
  public var size: ImageSize { ImageSize(channels: channels, height: height, width: width) }
}
