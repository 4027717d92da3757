import InklingTraining

/// An evaluation for people.
struct EvaluationText {
  let result: EvaluationResult
  let showsConfusion: Bool
  /// One of the images, in words.
  let noun: String

  init(_ result: EvaluationResult, showsConfusion: Bool, noun: String = SplitChoice.test.noun) {
    self.result = result
    self.showsConfusion = showsConfusion
    self.noun = noun
  }

  /// The lines, without a last line feed.
  var text: String {
    let interval = "95 % interval \(result.interval.lower.percent) to \(result.interval.upper.percent)"
    var lines = [
      "accuracy  \(result.accuracy.percent): \(result.correct.grouped) of \(result.count.of(noun)), \(interval)",
      "loss      \(result.loss.fixed(4))",
    ]
    if case .text(let text)? = result.details { lines += TextMetricsText(text).lines }
    if showsConfusion, let confusion = result.confusion { lines += ["", confusion.text()] }
    return lines.joined(separator: "\n")
  }
}
