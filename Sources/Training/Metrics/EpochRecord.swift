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
  public let imagesPerSecond: Double

  public init(epoch: Int, loss: Double, accuracy: Double, seconds: Double, imagesPerSecond: Double) {
    self.epoch = epoch
    self.loss = loss
    self.accuracy = accuracy
    self.seconds = seconds
    self.imagesPerSecond = imagesPerSecond
  }

  private enum CodingKeys: String, CodingKey {
    case epoch, loss, accuracy, seconds
    case imagesPerSecond = "images_per_second"
  }
}

extension [EpochRecord] {
  /// `history.csv`: a header and a line an epoch. Numbers are the shortest that read back to the same double.
  var csv: String {
    reduce(into: "epoch,loss,accuracy,seconds,images_per_second\n") { text, record in
      text += "\(record.epoch),\(record.loss),\(record.accuracy),\(record.seconds),\(record.imagesPerSecond)\n"
    }
  }

  /// The epoch whose weights are kept as the best: the lowest training loss, the first of several.
  var best: EpochRecord? { self.min { $0.loss < $1.loss } }
}
