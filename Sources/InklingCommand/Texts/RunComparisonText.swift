import InklingFiles
import InklingTraining

/// A comparison of two runs for people.
struct RunComparisonText {
  let comparison: RunComparison
  /// One of the images, in words.
  let noun: String

  /// A difference that chance makes less often than this is called one.
  private static let level = 0.05

  /// The lines, without a last line feed.
  var text: String {
    let test = comparison.mcnemar
    let method = test.statistic.map { "chi-squared \($0.fixed(2))" } ?? "exact"
    let verdict =
      test.pValue < Self.level
      ? "chance alone makes such a difference in less than 5 % of cases" : "chance alone can make such a difference"
    return """
      \(line(comparison.first))
      \(line(comparison.second))
      only the first is right on \(test.onlyFirst.of(noun)), only the second on \(test.onlySecond.grouped)
      McNemar's test: p \(test.pValue < 0.0001 ? "< 0.0001" : "= \(test.pValue.fixed(4))") (\(method)); \(verdict)
      """
  }

  private func line(_ side: RunComparison.Side) -> String {
    let result = side.result
    return "\(result.accuracy.percent)  \(result.correct.grouped) of \(result.count.grouped), 95 % interval "
      + "\(result.interval.lower.percent) to \(result.interval.upper.percent)  \(PrintableText.escaped(side.run))"
  }
}
