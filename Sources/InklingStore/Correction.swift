/// A person's word on a model's answer: what was drawn, what the model said, and what it is.
public struct Correction: Sendable, Equatable {
  /// What the model saw, as a PNG of the model's image size: 28x28 for digits.
  public var framed: [UInt8]
  /// What was drawn or sent, as a PNG; nil where it was not kept.
  public var canvas: [UInt8]?
  /// The pen's way, stroke by stroke; empty for a picture that nobody drew here.
  public var strokes: [[StrokePoint]]
  /// Which model answered.
  public var model: ModelIdentity
  /// The name of the class that it answered; nil where it refused to.
  public var answer: String?
  /// The probability of that answer, 0...1.
  public var probability: Double
  /// The name of the right class.
  public var label: String
  /// When it was given: milliseconds since 1970, UTC.
  public var time: Int64
  /// Whose it is: a random token (`CorrectionStore.newContributor()`), by which they can take back what they gave.
  public var contributor: String

  /// Which model answered.
  public struct ModelIdentity: Sendable, Equatable {
    /// What it is called: "digits".
    public var name: String
    /// Which of its versions, from 1 on.
    public var version: Int
    /// SHA-256 of its weights, in hexadecimal.
    public var digest: String

    /// A model by its name, version and weights.
    public init(name: String, version: Int, digest: String) {
      self.name = name
      self.version = version
      self.digest = digest
    }
  }

  /// A correction. What is wrong with it, `CorrectionStore.add` says.
  ///
  /// - Parameters:
  ///   - framed: what the model saw, as a PNG.
  ///   - canvas: what was drawn or sent, as a PNG; nil where it is not kept.
  ///   - strokes: the pen's way.
  ///   - model: which model answered.
  ///   - answer: the class that it answered; nil where it refused to.
  ///   - probability: of that answer, 0...1.
  ///   - label: the right class.
  ///   - time: milliseconds since 1970; by default now.
  ///   - contributor: whose it is.
  public init(
    framed: [UInt8], canvas: [UInt8]? = nil, strokes: [[StrokePoint]] = [], model: ModelIdentity, answer: String?,
    probability: Double, label: String, time: Int64 = Correction.now(), contributor: String
  ) {
    self.framed = framed
    self.canvas = canvas
    self.strokes = strokes
    self.model = model
    self.answer = answer
    self.probability = probability
    self.label = label
    self.time = time
    self.contributor = contributor
  }
}

/// A correction as a store holds it.
public struct StoredCorrection: Sendable, Equatable, Identifiable {
  /// Its number in the store; none is given twice.
  public let id: Int64
  /// What was given.
  public let correction: Correction

  /// A correction with its number.
  public init(id: Int64, correction: Correction) {
    self.id = id
    self.correction = correction
  }
}
