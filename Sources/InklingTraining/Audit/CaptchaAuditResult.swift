/// What an audit found.
///
/// Its JSON form has the keys in snake_case: `{"pictures", "tested", "alphabet", "network", "style", "steps",
/// "seconds", "stopped", "trainings": [{"start", "labels", "steps", "planned_steps", "seconds", "stopped", "texts",
/// "correct", "accuracy", "interval", "character_accuracy", "points"}]}`.
public struct CaptchaAuditResult: Sendable, Equatable {
  /// What a training started from.
  public enum Start: String, Sendable, Codable {
    /// First weights that the seed draws.
    case nothing
    /// A network that was trained on drawn pictures, or the model that was given.
    case network
  }

  /// Why an audit or a training ended before its steps were done.
  public enum Stop: String, Sendable, Codable {
    /// Its time was over.
    case budget
    /// Somebody asked for it.
    case request
  }

  /// What was read at one moment of a training.
  public struct Point: Sendable, Equatable {
    /// Steps so far.
    public let steps: Int
    /// Seconds of training so far, those of evaluations not counted.
    public let seconds: Double
    /// Texts of the test part that were read as a whole.
    public let correct: Int
    /// Texts of the test part.
    public let texts: Int
    /// The share of their characters that were read.
    public let characterAccuracy: Double

    /// `correct / texts`.
    public var accuracy: Double { counted.accuracy }

    /// Where the accuracy on all such pictures lies, with 95 % confidence.
    public var interval: WilsonInterval { counted.interval }

    fileprivate var counted: AccuracyCount { AccuracyCount(correct: correct, count: texts) }
  }

  /// One network.
  public struct Training: Sendable, Equatable {
    /// What it started from.
    public let start: Start
    /// Labelled pictures that it was trained on; 0 for the one that was trained on drawn pictures.
    public let labels: Int
    /// Steps that were planned.
    public let plannedSteps: Int
    /// What was read in its course; the last is at its end.
    public let points: [Point]
    /// Why it ended before its steps were done; nil where it did not.
    public let stop: Stop?

    /// Whole texts at its end; nil where it was stopped before any was read.
    public var end: Point? { points.last }
  }

  /// Labelled pictures that could be trained on.
  public let pictures: Int
  /// Pictures of the test part.
  public let tested: Int
  /// Characters of the alphabet.
  public let alphabet: String
  /// The network that was trained.
  public let network: String
  /// The style of the drawn pictures; nil where none were drawn.
  public let style: String?
  /// Steps in all that were planned: the same number gives the same figures.
  public let steps: Int
  /// Seconds in all.
  public let seconds: Double
  /// Why it ended before all was done; nil where it did not.
  public let stop: Stop?
  /// Each network, in the order in which they were trained.
  public let trainings: [Training]

  /// The network with the most whole texts, the first of equals; nil where nothing was read.
  public var best: Training? {
    let read = trainings.filter { $0.end != nil }
    guard let most = read.compactMap({ $0.end?.correct }).max() else { return nil }
    return read.first { $0.end?.correct == most }
  }
}

extension CaptchaAuditResult: Encodable {
  private enum CodingKeys: String, CodingKey {
    case pictures, tested, alphabet, network, style, steps, seconds, trainings
    case stop = "stopped"
  }

  /// Writes the JSON form above.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(pictures, forKey: .pictures)
    try container.encode(tested, forKey: .tested)
    try container.encode(alphabet, forKey: .alphabet)
    try container.encode(network, forKey: .network)
    try container.encode(style, forKey: .style)
    try container.encode(steps, forKey: .steps)
    try container.encode(seconds, forKey: .seconds)
    try container.encode(stop, forKey: .stop)
    try container.encode(trainings, forKey: .trainings)
  }
}

extension CaptchaAuditResult.Training: Encodable {
  private enum CodingKeys: String, CodingKey {
    case start, labels, steps, seconds, texts, correct, accuracy, interval, points
    case plannedSteps = "planned_steps"
    case stop = "stopped"
    case characterAccuracy = "character_accuracy"
  }

  /// Writes the JSON form above.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(start, forKey: .start)
    try container.encode(labels, forKey: .labels)
    try container.encode(plannedSteps, forKey: .plannedSteps)
    try container.encode(stop, forKey: .stop)
    try container.encode(end?.steps ?? 0, forKey: .steps)
    try container.encode(end?.seconds ?? 0, forKey: .seconds)
    try container.encode(end?.texts, forKey: .texts)
    if let end {
      try end.counted.encode(to: encoder)
    } else {
      for key in [CodingKeys.correct, .accuracy, .interval] { try container.encodeNil(forKey: key) }
    }
    try container.encode(end?.characterAccuracy, forKey: .characterAccuracy)
    try container.encode(points, forKey: .points)
  }
}

extension CaptchaAuditResult.Point: Encodable {
  private enum CodingKeys: String, CodingKey {
    case steps, seconds, texts
    case characterAccuracy = "character_accuracy"
  }

  /// Writes the JSON form above.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(steps, forKey: .steps)
    try container.encode(seconds, forKey: .seconds)
    try counted.encode(to: encoder)
    try container.encode(texts, forKey: .texts)
    try container.encode(characterAccuracy, forKey: .characterAccuracy)
  }
}
