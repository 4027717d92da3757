/// A digit of a picture as the model reads it.
public struct FramedDigit: Sendable, Equatable {
  /// Greys of the model's size, row by row.
  public let pixels: [UInt8]
  /// Where it is in the picture, in the picture's own pixels.
  public let box: PixelBox
  /// The mean width of its strokes, in pixels of the model's size, before they were brought into range; 0 where the
  /// picture was taken as it is.
  public let strokeWidth: Float
}

/// What framing found in a picture.
public struct FramedPicture: Sendable, Equatable {
  /// Which way was taken.
  public let choice: FramingChoice
  /// The lines from the top, and the digits of each from the left; empty where there is no ink.
  public let lines: [[FramedDigit]]
  /// Figures about its ink.
  public let statistics: InkStatistics

  /// All digits, line by line.
  public var digits: [FramedDigit] { lines.flatMap { $0 } }
}
