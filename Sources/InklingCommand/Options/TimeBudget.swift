/// "30m" on the command line: seconds, minutes or hours, fractions too.
struct TimeBudget: ExplainedValue {
  static let form = "a number and its unit, seconds, minutes or hours, such as 90s, 30m or 2h, and at most 1000h"
  let seconds: Double

  /// Half an hour.
  static let usual = 1800.0
  private static let most = 1000.0 * 3600

  init?(argument: String) {
    let units = ["s": 1.0, "m": 60, "h": 3600]
    guard let last = argument.last, let unit = units[String(last)], let number = Double(argument.dropLast()),
      number >= 0, number * unit <= Self.most
    else { return nil }
    seconds = number * unit
  }
}

/// "50,500" on the command line.
struct CountList: ExplainedValue {
  static let form = "whole numbers with commas, such as 50,500"
  let counts: [Int]

  init?(argument: String) {
    let words = argument.split(separator: ",", omittingEmptySubsequences: false)
    counts = words.compactMap { Int($0) }
    guard counts.count == words.count else { return nil }
  }
}
