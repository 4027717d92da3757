/// The JSON in a checkpoint's metadata: the configuration, and the state with its doubles as bit patterns.
struct CheckpointState: Codable {
  var configuration: RunConfiguration
  var trainingCount: Int
  var epoch: Int
  var step: Int
  var lossSum: BitPattern
  var correct: Int
  var count: Int
  var epochSeconds: BitPattern
  var totalSeconds: BitPattern
  var history: [Row]

  /// A finished epoch; its number is its place.
  struct Row: Codable {
    var loss: BitPattern
    var accuracy: BitPattern
    var seconds: BitPattern
    var imagesPerSecond: BitPattern
    /// Of a run that holds out images.
    var validationLoss: BitPattern?
    var validationAccuracy: BitPattern?
    /// A float, which a double holds exactly.
    var learningRate: BitPattern?

    init(_ record: EpochRecord) {
      loss = BitPattern(record.loss)
      accuracy = BitPattern(record.accuracy)
      seconds = BitPattern(record.seconds)
      imagesPerSecond = BitPattern(record.imagesPerSecond)
      validationLoss = record.validation.map { BitPattern($0.loss) }
      validationAccuracy = record.validation.map { BitPattern($0.accuracy) }
      learningRate = record.learningRate.map { BitPattern(Double($0)) }
    }

    /// As the epoch of this number.
    func record(epoch: Int) -> EpochRecord {
      EpochRecord(
        epoch: epoch, loss: loss.value, accuracy: accuracy.value, seconds: seconds.value,
        imagesPerSecond: imagesPerSecond.value,
        validation: validationLoss.flatMap { loss in
          validationAccuracy.map { EpochValidation(loss: loss.value, accuracy: $0.value) }
        }, learningRate: learningRate.map { Float($0.value) })
    }
  }

  /// A double as the sixteen hexadecimal digits of its bits: no decimal comes between.
  struct BitPattern: Codable {
    var value: Double

    init(_ value: Double) { self.value = value }

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      let text = try container.decode(String.self)
      guard let bits = UInt64(text, radix: 16), Self.digits(bits) == text else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "not 16 small hexadecimal digits")
      }
      value = Double(bitPattern: bits)
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(Self.digits(value.bitPattern))
    }

    private static func digits(_ bits: UInt64) -> String {
      let digits = String(bits, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
  }
}

extension CheckpointState {
  init(_ checkpoint: Checkpoint) {
    let state = checkpoint.state
    self.init(
      configuration: checkpoint.configuration, trainingCount: checkpoint.trainingCount, epoch: state.epoch,
      step: state.step, lossSum: BitPattern(state.lossSum), correct: state.correct, count: state.count,
      epochSeconds: BitPattern(state.epochSeconds), totalSeconds: BitPattern(state.totalSeconds),
      history: state.history.map(Row.init))
  }

  var trainingState: TrainingState {
    TrainingState(
      epoch: epoch, step: step, lossSum: lossSum.value, correct: correct, count: count,
      epochSeconds: epochSeconds.value, totalSeconds: totalSeconds.value,
      history: history.enumerated().map { $1.record(epoch: $0 + 1) })
  }

  /// What no run of this program can have saved, in a few words; nil when all is well.
  var impossibility: String? {
    let times = [epochSeconds, totalSeconds] + history.map(\.seconds)
    // The counts are only ever read together: a checkpoint that contradicts itself is refused as a whole.
    if epoch < 1 || epoch > Recipe.largestEpochs + 1 { return "epoch \(epoch)" }
    if history.count != epoch - 1 { return "\(history.count) finished epochs before epoch \(epoch)" }
    if trainingCount < 1 || trainingCount > Int(Int32.max) { return "\(trainingCount) training images" }
    let batch = configuration.recipe.batchSize
    if batch < 1 || batch > trainingCount { return "batches of \(batch) from \(trainingCount) images" }
    if step < 0 || step > configuration.recipe.stepsPerEpoch(trainingCount: trainingCount) { return "step \(step)" }
    if count != min(step * batch, trainingCount) { return "\(count) images in \(step) steps of \(batch)" }
    if correct < 0 || correct > count { return "\(correct) right of \(count)" }
    if !lossSum.value.isFinite { return "a loss of \(lossSum.value)" }
    let isValidated = configuration.recipe.data.validation != nil
    if history.contains(where: {
      ($0.validationLoss != nil) != isValidated || ($0.validationAccuracy != nil) != isValidated
    }) {
      return "epochs with and without validation"
    }
    if times.contains(where: { !($0.value >= 0 && $0.value.isFinite) }) { return "a time below zero" }
    return nil
  }
}
