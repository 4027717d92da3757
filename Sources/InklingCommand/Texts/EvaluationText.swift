import Training

/// An evaluation for people.
struct EvaluationText {
  let result: EvaluationResult
  let showsConfusion: Bool

  init(_ result: EvaluationResult, showsConfusion: Bool) {
    self.result = result
    self.showsConfusion = showsConfusion
  }

  /// The lines, without a last line feed.
  var text: String {
    let interval = "95 % interval \(result.interval.lower.percent) to \(result.interval.upper.percent)"
    var lines = [
      "accuracy  \(result.accuracy.percent): \(result.correct.grouped) of \(result.count.of("test image")), \(interval)",
      "loss      \(result.loss.fixed(4))",
    ]
    if showsConfusion, let confusion = result.confusion { lines += ["", confusion.text()] }
    return lines.joined(separator: "\n")
  }
}
