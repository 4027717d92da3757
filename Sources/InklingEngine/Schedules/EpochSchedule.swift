public import InklingFiles

/// A schedule over epochs, for steps that are batches: its rate is held through each epoch.
public struct EpochSchedule: Schedule {
  /// The schedule, whose steps are epochs.
  public var schedule: any Schedule
  /// Batches in an epoch, at least 1.
  public var stepsPerEpoch: Int
  /// Steps of the first epoch that lie before step zero, as where a warm-up ends in the middle of one.
  public var firstStep: Int

  /// Asks `schedule` for the epoch that a batch lies in, instead of for the batch.
  public init(_ schedule: any Schedule, stepsPerEpoch: Int, firstStep: Int = 0) {
    self.schedule = schedule
    self.stepsPerEpoch = stepsPerEpoch
    self.firstStep = firstStep
  }

  /// The schedule's rate in epoch `(firstStep + step) / stepsPerEpoch`, rounded down.
  public func learningRate(_ step: Int, base: Double) -> Double { schedule.learningRate(epoch(step), base: base) }

  /// The schedule's momentum in the same epoch; nil where it has none.
  public func momentum(_ step: Int) -> Double? { schedule.momentum(epoch(step)) }

  private func epoch(_ step: Int) -> Int { (firstStep + step) / stepsPerEpoch }

  /// Checks the settings.
  ///
  /// - Throws: `InputError` (usage) for less than one step an epoch, a first step outside of it, or a wrong schedule.
  public func validate() throws(InputError) {
    try require(stepsPerEpoch >= 1, "number of steps an epoch", ">= 1", stepsPerEpoch)
    try require(firstStep >= 0 && firstStep < stepsPerEpoch, "first step", "0 up to the steps an epoch", firstStep)
    try schedule.validate()
  }
}
