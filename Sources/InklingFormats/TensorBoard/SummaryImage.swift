/// A picture of an event (`tensorflow.Summary.Image`).
public struct SummaryImage: Sendable, Equatable {
  /// Pixels from top to bottom.
  public var height: Int
  /// Pixels from left to right.
  public var width: Int
  /// Channels: 1 gray, 3 colour, 4 with opacity; 0 where a file does not say.
  public var channels: Int
  /// The picture's file, a PNG.
  public var png: [UInt8]

  /// A picture whose PNG file has this size and these channels.
  public init(height: Int, width: Int, channels: Int, png: [UInt8]) {
    self.height = height
    self.width = width
    self.channels = channels
    self.png = png
  }
}
