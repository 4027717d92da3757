import InklingTraining

/// How loss and accuracy have gone so far, for a curve: means over the steps between two events, and over fewer points the
/// longer it lasts.
struct TrainingHistory: Equatable {
  /// What was trained at a moment of the run.
  struct Point: Equatable {
    /// In epochs from the start of the run.
    var position: Double
    var loss: Double
    var accuracy: Double
  }

  /// Epochs of the whole run.
  let epochs: Int
  private(set) var points: [Point] = []
  /// What the epochs reach on the images that are held out.
  private(set) var validation: [Point] = []
  /// Points that are kept.
  static let capacity = 1024
  /// The epoch that is trained, how much of it is done, and the sums so far.
  private var epoch = 0
  private var done = 0.0
  private var sums = (loss: 0.0, accuracy: 0.0)

  /// - Parameter history: the epochs that a resumed run had finished.
  init(epochs: Int, history: [EpochRecord] = []) {
    self.epochs = max(epochs, 1)
    for record in history { add(record) }
  }

  static func == (one: Self, other: Self) -> Bool {
    (one.epochs, one.points, one.validation) == (other.epochs, other.points, other.validation)
  }

  mutating func add(_ progress: StepProgress) {
    add(
      epoch: progress.epoch, share: Double(progress.step) / Double(max(progress.stepsPerEpoch, 1)),
      loss: progress.loss, accuracy: progress.accuracy)
  }

  mutating func add(_ record: EpochRecord) {
    add(epoch: record.epoch, share: 1, loss: record.loss, accuracy: record.accuracy)
    guard let held = record.validation else { return }
    validation.append(Point(position: Double(record.epoch), loss: held.loss, accuracy: held.accuracy))
  }

  /// - Parameters:
  ///   - share: of the epoch that is done.
  ///   - loss: the mean over that part.
  private mutating func add(epoch: Int, share: Double, loss: Double, accuracy: Double) {
    if epoch != self.epoch { (self.epoch, done, sums) = (epoch, 0, (0, 0)) }
    let part = share - done
    guard part > 0, loss.isFinite, accuracy.isFinite else { return }
    let total = (loss: loss * share, accuracy: accuracy * share)
    points.append(
      Point(
        position: Double(epoch - 1) + (done + share) / 2, loss: max((total.loss - sums.loss) / part, 0),
        accuracy: min(max((total.accuracy - sums.accuracy) / part, 0), 1)))
    (done, sums) = (share, total)
    if points.count > Self.capacity { thin() }
  }

  /// Makes one point of two neighbours.
  private mutating func thin() {
    points = stride(from: 0, to: points.count, by: 2).map { index in
      guard index + 1 < points.count else { return points[index] }
      let (one, other) = (points[index], points[index + 1])
      return Point(
        position: (one.position + other.position) / 2, loss: (one.loss + other.loss) / 2,
        accuracy: (one.accuracy + other.accuracy) / 2)
    }
  }
}
