public import InklingFiles

/// One setting of a search, and what it has reached so far.
public struct Trial: Sendable, Equatable {
  /// Counted from zero.
  public let number: Int
  /// The searched values, by their keys' paths, in the order of the space; lists and mappings on one line, as in a recipe.
  public let values: [(path: String, text: String)]
  /// What it reached at the rungs, the shortest first.
  public internal(set) var rungs: [TrialScore]
  /// Why it was given up, such as a loss that is not finite.
  public internal(set) var failure: String?

  /// Whether number, values, scores and failure are the same.
  public static func == (left: Trial, right: Trial) -> Bool {
    left.number == right.number && left.rungs == right.rungs && left.failure == right.failure
      && left.values.elementsEqual(right.values, by: ==)
  }
}

/// What a trial reached on the validation images after so many epochs.
public struct TrialScore: Sendable, Equatable, Codable {
  /// Epochs that it was trained, from the first on.
  public let epochs: Int
  /// The share of the images called right, 0...1.
  public let accuracy: Double
  /// Cross-entropy, the mean over the images, in nats.
  public let loss: Double
  /// Wall time of the trial so far.
  public let seconds: Double

  /// A score after so many epochs.
  public init(epochs: Int, accuracy: Double, loss: Double, seconds: Double) {
    self.epochs = epochs
    self.accuracy = accuracy
    self.loss = loss
    self.seconds = seconds
  }

  /// Whether it is better than `other`; equal accuracies are told apart by the loss.
  func isBetter(than other: TrialScore, by monitor: Monitor) -> Bool {
    if monitor == .validationLoss { return loss < other.loss }
    return accuracy == other.accuracy ? loss < other.loss : accuracy > other.accuracy
  }
}

/// What trains a trial. A search knows nothing else of training, so that it can be tested without.
public protocol TrialRunner: Sendable {
  /// Trains a trial up to `epochs`, from where it was left, and evaluates it on the validation images.
  ///
  /// - Returns: nil when it was asked to stop before.
  /// - Throws: `InputError` of kind `.failed` when the trial diverges, which ends the trial alone; any other ends the
  ///   search.
  func run(_ trial: Trial, recipe: Recipe, toEpoch epochs: Int) throws(InputError) -> TrialScore?

  /// Refuses a trial of before that was trained by another recipe than it would be now, such as by a file that was changed
  /// since, or by a release in which a setting meant something else.
  ///
  /// - Throws: `InputError` of kind `.malformed` that names the key.
  func requireSame(_ trial: Trial, recipe: Recipe) throws(InputError)
}

extension TrialRunner {
  /// Takes every trial: for a runner that keeps nothing of them.
  public func requireSame(_ trial: Trial, recipe: Recipe) throws(InputError) {}
}

extension Trial: Codable {
  private struct Value: Codable {
    let key: String
    let value: DocumentNode
  }

  private enum CodingKeys: String, CodingKey { case number, values, rungs, failure }

  /// Reads an object with the number, the values, the scores, and the failure if there is one.
  ///
  /// - Throws: `DecodingError` for a key that is missing or of another type.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    number = try container.decode(Int.self, forKey: .number)
    values = try container.decode([Value].self, forKey: .values).map {
      ($0.key, $0.value.text ?? YAMLText.flow($0.value))
    }
    rungs = try container.decode([TrialScore].self, forKey: .rungs)
    failure = try container.decodeIfPresent(String.self, forKey: .failure)
  }

  /// Writes the number, the values, the scores, and the failure if there is one.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(number, forKey: .number)
    try container.encode(
      values.map { Value(key: $0.path, value: DocumentNode(.scalar($0.text, isQuoted: false))) }, forKey: .values)
    try container.encode(rungs, forKey: .rungs)
    try container.encodeIfPresent(failure, forKey: .failure)
  }
}
