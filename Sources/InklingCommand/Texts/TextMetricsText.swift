import InklingFiles
import InklingTraining

/// What an evaluation of texts says beside accuracy and loss, for people.
struct TextMetricsText {
  private let metrics: TextMetrics

  /// Pairs of characters that are shown.
  private static let shown = 12

  init(_ metrics: TextMetrics) { self.metrics = metrics }

  /// The lines.
  var lines: [String] {
    var lines = [
      "errors    \(metrics.characterErrorRate.percent) of \(metrics.characters.of("character")): "
        + metrics.edits.of("edit")
    ]
    guard metrics.texts.count > 0 else { return lines }
    lines.append("read      \(metrics.characterAccuracy.percent) of the characters")
    let places = metrics.byPosition.enumerated().map { "\($0 + 1): \($1.accuracy.percent)" }
    if !places.isEmpty { lines.append("position  \(places.joined(separator: ", "))") }
    let lengths = metrics.byLength.enumerated().filter { $1.count > 0 }
    if lengths.count > 1 {
      lines.append(
        "length    " + lengths.map { "\($0): \($1.accuracy.percent) of \($1.count.grouped)" }.joined(separator: ", "))
    }
    if metrics.withRepeats.count > 0 {
      lines.append(
        "repeats   \(metrics.withRepeats.accuracy.percent) of \(metrics.withRepeats.count.grouped) with two equal characters "
          + "side by side, \(metrics.withoutRepeats.accuracy.percent) of \(metrics.withoutRepeats.count.grouped) without"
      )
    }
    let pairs = metrics.frequentConfusions.prefix(Self.shown).map { "\(Self.text($0.confusion)) \($0.count.grouped)" }
    if !pairs.isEmpty { lines.append("confused  \(pairs.joined(separator: ", "))") }
    return lines
  }

  /// "O read as 0", "1 lost", "1 added".
  private static func text(_ confusion: TextMetrics.Confusion) -> String {
    let (truth, answer) = (PrintableText.escaped(confusion.truth), PrintableText.escaped(confusion.answer))
    if truth.isEmpty { return "\(answer) added" }
    return answer.isEmpty ? "\(truth) lost" : "\(truth) read as \(answer)"
  }
}
