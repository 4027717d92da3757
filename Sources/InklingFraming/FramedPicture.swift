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
  /// The ink of the only digit, where it is so wide that it may be several; nil where it is not, or not alone.
  package var lone: LoneInk?
  /// What may be digits besides, in reading order.
  package var strays: [StrayInk] = []

  /// All digits, line by line.
  public var digits: [FramedDigit] { lines.flatMap { $0 } }

  /// The picture with the digits that were read.
  package func read(as reading: WideReading) -> FramedPicture {
    guard reading != WideReading() else { return self }
    let wholes = reading.joined.map { undivided[$0] }
    let joined = UndividedDigit.joined(self.lines, wholes.map { ($0, $0.digit) })
    let added = reading.added.compactMap { place in strays[place].digit.map { (strays[place], $0) } }
    let lines =
      reading.division.isEmpty ? StrayInk.added(added, to: joined, joined: wholes) : [reading.division]
    return FramedPicture(choice: choice.counting(lines, statistics), lines: lines, statistics: statistics)
  }
}
