import InklingTraining

/// How loss and accuracy have gone so far, for a curve: means over the steps between two events, and over more of them the
/// longer the run.
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
  /// The most points that are kept, each of its part of the run.
  static let capacity = 1024
  /// The part in which the last point lies, and how much of an epoch it stands for.
  private var last = (part: -1, weight: 0.0)
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
    append(
      Point(
        position: Double(epoch - 1) + (done + share) / 2, loss: max((total.loss - sums.loss) / part, 0),
        accuracy: min(max((total.accuracy - sums.accuracy) / part, 0), 1)), weight: part)
    (done, sums) = (share, total)
  }

  /// Adds a point, or makes it one with the last where both lie in one part of the run.
  private mutating func append(_ point: Point, weight: Double) {
    let part = Int(min(max(point.position / Double(epochs), 0), 1) * Double(Self.capacity - 1))
    guard part == last.part, let known = points.popLast() else {
      points.append(point)
      last = (part, weight)
      return
    }
    let sum = last.weight + weight
    func mean(_ value: KeyPath<Point, Double>) -> Double {
      (known[keyPath: value] * last.weight + point[keyPath: value] * weight) / sum
    }
    points.append(Point(position: mean(\.position), loss: mean(\.loss), accuracy: mean(\.accuracy)))
    last.weight = sum
  }
}
