/// Where a run is, apart from its weights: everything else that an exact resume needs.
struct TrainingState: Sendable, Equatable {
  /// The epoch being trained, counted from one; one more than the configuration's when all are done.
  var epoch = 1
  /// Steps done in it.
  var step = 0
  /// Sums over the images seen in it.
  var lossSum = 0.0
  var correct = 0
  var count = 0
  /// Wall time spent in it.
  var epochSeconds = 0.0
  /// Wall time of the whole run.
  var totalSeconds = 0.0
  /// The finished epochs.
  var history: [EpochRecord] = []

  /// The mean loss over the images of the unfinished epoch; zero before the first.
  var loss: Double { count == 0 ? 0 : lossSum / Double(count) }

  var accuracy: Double { count == 0 ? 0 : Double(correct) / Double(count) }

  var imagesPerSecond: Double { epochSeconds > 0 ? Double(count) / epochSeconds : 0 }

  mutating func add(lossSum: Double, correct: Int, count: Int) {
    step += 1
    self.lossSum += lossSum
    self.correct += correct
    self.count += count
  }

  /// Closes the epoch and opens the next.
  mutating func finishEpoch(validation: EpochValidation? = nil, learningRate: Float? = nil) -> EpochRecord {
    let record = EpochRecord(
      epoch: epoch, loss: loss, accuracy: accuracy, seconds: epochSeconds, imagesPerSecond: imagesPerSecond,
      validation: validation, learningRate: learningRate)
    history.append(record)
    self = TrainingState(epoch: epoch + 1, totalSeconds: totalSeconds, history: history)
    return record
  }
}
