/// One finished epoch, a line of `history.csv` and of the report.
public struct EpochRecord: Codable, Sendable, Equatable {
  /// Counted from one.
  public let epoch: Int
  /// Cross-entropy, the mean over the images as each was seen (before its step's update), in nats.
  public let loss: Double
  /// Share of the images called right as each was seen.
  public let accuracy: Double
  /// Wall time: shuffling, reading, steps and the checkpoints between them; not what is saved after the last step.
  public let seconds: Double
  /// Images trained on a second: the epoch's images over its wall time.
  public let imagesPerSecond: Double
  /// What the epoch's weights reach on the images that are held out; nil without such.
  public let validation: EpochValidation?
  /// The optimiser's rate in the epoch's last step; nil for an epoch of a release that did not write it down.
  public let learningRate: Float?

  /// A record of an epoch, counted from one, with what was measured in it.
  public init(
    epoch: Int, loss: Double, accuracy: Double, seconds: Double, imagesPerSecond: Double,
    validation: EpochValidation? = nil, learningRate: Float? = nil
  ) {
    self.epoch = epoch
    self.loss = loss
    self.accuracy = accuracy
    self.seconds = seconds
    self.imagesPerSecond = imagesPerSecond
    self.validation = validation
    self.learningRate = learningRate
  }

  private enum CodingKeys: String, CodingKey {
    case epoch, loss, accuracy, seconds
    case imagesPerSecond = "images_per_second"
    case validationLoss = "validation_loss"
    case validationAccuracy = "validation_accuracy"
    case learningRate = "learning_rate"
  }

  /// Reads an object with snake_case keys.
  ///
  /// - Throws: `DecodingError` for a key that is missing or of another type.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let validationLoss = try container.decodeIfPresent(Double.self, forKey: .validationLoss)
    let validationAccuracy = try container.decodeIfPresent(Double.self, forKey: .validationAccuracy)
    self.init(
      epoch: try container.decode(Int.self, forKey: .epoch), loss: try container.decode(Double.self, forKey: .loss),
      accuracy: try container.decode(Double.self, forKey: .accuracy),
      seconds: try container.decode(Double.self, forKey: .seconds),
      imagesPerSecond: try container.decode(Double.self, forKey: .imagesPerSecond),
      validation: validationLoss.flatMap { loss in
        validationAccuracy.map { EpochValidation(loss: loss, accuracy: $0) }
      }, learningRate: try container.decodeIfPresent(Float.self, forKey: .learningRate))
  }

  /// Writes an object with snake_case keys; what is nil is left out.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(epoch, forKey: .epoch)
    try container.encode(loss, forKey: .loss)
    try container.encode(accuracy, forKey: .accuracy)
    try container.encode(seconds, forKey: .seconds)
    try container.encode(imagesPerSecond, forKey: .imagesPerSecond)
    try container.encodeIfPresent(validation?.loss, forKey: .validationLoss)
    try container.encodeIfPresent(validation?.accuracy, forKey: .validationAccuracy)
    try container.encodeIfPresent(learningRate, forKey: .learningRate)
  }
}

extension [EpochRecord] {
  /// `history.csv`: a header and a line an epoch. Numbers are the shortest that read back to the same double.
  ///
  /// With held-out images each line has two more columns. The last is the learning rate.
  var csv: String {
    let isValidated = contains { $0.validation != nil }
    let header =
      "epoch,loss,accuracy,seconds,images_per_second"
      + (isValidated ? ",validation_loss,validation_accuracy" : "") + ",learning_rate\n"
    return reduce(into: header) { text, record in
      text += "\(record.epoch),\(record.loss),\(record.accuracy),\(record.seconds),\(record.imagesPerSecond)"
      if isValidated { text += record.validation.map { ",\($0.loss),\($0.accuracy)" } ?? ",," }
      text += ",\(record.learningRate.map { "\($0)" } ?? "")\n"
    }
  }

  /// The epoch with the lowest training loss, the first of several.
  var best: EpochRecord? { self.min { $0.loss < $1.loss } }

  /// The epoch whose weights are kept as the best: by what the plan watches, or without one the lowest training loss;
  /// the first of several.
  func best(by plan: ValidationPlan?) -> EpochRecord? {
    guard let plan else { return best }
    var leader: EpochRecord?
    for record in self where plan.prefers(record, to: leader) { leader = record }
    return leader
  }
}
