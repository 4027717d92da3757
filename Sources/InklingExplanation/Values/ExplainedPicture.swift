public import InklingFraming
public import InklingRecognition

/// How the image of an explanation was made of a picture.
public struct ExplainedPicture: Sendable, Equatable {
  /// Which way the picture was framed, and why.
  public let choice: FramingChoice
  /// Which of the picture's digits the image is, in reading order from 0.
  public let digit: Int
  /// How many digits the picture has.
  public let count: Int
  /// How many lines they stand in.
  public let lines: Int
  /// Where the image is in the picture, in the picture's own pixels.
  public let box: PixelBox
  /// What each step of framing made of the picture; none where it was taken as it is.
  public let stages: [FramingSteps.Stage]
  /// Why the picture has no answer where it is only read; nil where it has one. The network computes one all the same.
  public let refusal: PictureAnswer.Refusal?

  /// The way in a sentence.
  public var sentence: String {
    let way =
      switch choice.mode {
      case .line: "framed as " + DigitCount.text(count, lines: lines)
      case .digit: "framed as one digit"
      case .none, .automatic: "taken as it is"
      }
    let inverted = choice.isInverted ? ", its grey levels turned round" : ""
    let which = count > 1 ? " This is digit \(digit) of them, counted from 0." : ""
    let refused =
      refusal.map { " It is refused, since \($0.rawValue); the network computes an answer all the same." } ?? ""
    return "The picture was \(way)\(inverted): \(choice.reason).\(which)\(refused)"
  }
}
