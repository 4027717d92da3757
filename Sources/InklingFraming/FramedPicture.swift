/// A digit of a picture as the model reads it.
public struct FramedDigit: Sendable, Equatable {
  /// Greys of the model's size, row by row.
  public let pixels: [UInt8]
  /// Where it is in the picture, in the picture's own pixels.
  public let box: PixelBox
  /// The mean width of its strokes, in pixels of the model's size, before they were brought into range; 0 where the
  /// picture was taken as it is.
  public let strokeWidth: Float

  package init(pixels: [UInt8], box: PixelBox, strokeWidth: Float) {
    (self.pixels, self.box, self.strokeWidth) = (pixels, box, strokeWidth)
  }
}

/// What framing found in a picture.
public struct FramedPicture: Sendable, Equatable {
  /// Which way was taken.
  public let choice: FramingChoice
  /// The lines from the top, and the digits of each from the left; empty where there is no ink.
  public let lines: [[FramedDigit]]
  /// Figures about its ink.
  public let statistics: InkStatistics
  /// What is divided in the lines and may be one digit, in reading order.
  package var undivided: [UndividedDigit] = []

  /// All digits, line by line.
  public var digits: [FramedDigit] { lines.flatMap { $0 } }

  /// The picture in which some of what is divided is one digit.
  ///
  /// - Parameter places: of them among `undivided`, in ascending order.
  package func joining(_ places: [Int]) -> FramedPicture {
    guard !places.isEmpty else { return self }
    let lines = UndividedDigit.joined(self.lines, places.map { (undivided[$0], undivided[$0].digit) })
    return FramedPicture(choice: choice.counting(lines, statistics), lines: lines, statistics: statistics)
  }
}
