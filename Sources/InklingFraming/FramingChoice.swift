/// How a picture is to be framed.
public enum FramingMode: String, Sendable, CaseIterable, Codable {
  /// As the picture shows: as it is, one digit, or lines of digits.
  case automatic
  /// As it is, only brought to the model's size.
  case none
  /// One digit: all ink together.
  case digit
  /// Digits side by side, in one line or several.
  case line
}

/// Which way a picture was framed, and why.
public struct FramingChoice: Sendable, Equatable {
  /// The way that was taken; never `automatic`.
  public let mode: FramingMode
  /// Whether grey levels were turned round.
  public let isInverted: Bool
  /// Why, as the end of a sentence: "it has the model's size and looks like its training images".
  public let reason: String
}
