/// How many of some answers are right, with what follows from it.
///
/// Its JSON form is `{"accuracy", "correct", "interval": [lower, upper]}`: the part that every result with an accuracy has.
/// Of how many, a result says under a name of its own.
struct AccuracyCount: Sendable, Equatable, Encodable {
  /// Answers that are right.
  let correct: Int
  /// All of them.
  let count: Int

  /// `correct / count`; zero of none.
  var accuracy: Double { count == 0 ? 0 : Double(correct) / Double(count) }

  /// Where the accuracy lies, with 95 % confidence.
  var interval: WilsonInterval { WilsonInterval(successes: correct, trials: count) }

  private enum CodingKeys: String, CodingKey { case accuracy, correct, interval }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(accuracy, forKey: .accuracy)
    try container.encode(correct, forKey: .correct)
    try container.encode(interval, forKey: .interval)
  }
}
