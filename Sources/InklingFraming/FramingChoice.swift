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

/// How the digits of a picture are told of.
package enum DigitCount {
  /// "one digit", "3 digits side by side", or "6 digits in 3 lines".
  package static func text(_ count: Int, lines: Int) -> String {
    if count == 1 { return "one digit" }
    return lines > 1 ? "\(count) digits in \(lines) lines" : "\(count) digits side by side"
  }
}

/// Which way a picture was framed, and why.
public struct FramingChoice: Sendable, Equatable {
  /// The way that was taken; never `automatic`.
  public let mode: FramingMode
  /// Whether grey levels were turned round.
  public let isInverted: Bool
  /// Why, as the end of a sentence: "it has the model's size and looks like its training images".
  public let reason: String

  /// Why what was asked for was done.
  package static let asked = "it was asked for"

  /// The same with the number of digits that there are, where that is the reason.
  func counting(_ lines: [[FramedDigit]], _ statistics: InkStatistics) -> FramingChoice {
    guard reason != Self.asked else { return self }
    let count = lines.reduce(0) { $0 + $1.count }
    return FramingChoice(
      mode: count > 1 ? .line : mode, isInverted: isInverted, reason: Self.reason(count, lines.count, statistics))
  }

  /// The reason for so many digits in so many lines.
  private static func reason(_ count: Int, _ lines: Int, _ statistics: InkStatistics) -> String {
    if count == 0 { return "there is no ink" }
    let end = statistics.reachesEdges ? ", and reaches all edges" : ""
    return "its ink is " + DigitCount.text(count, lines: lines) + end
  }
}
