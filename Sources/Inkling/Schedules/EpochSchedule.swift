import Files

/// A schedule over epochs, for steps that are batches: its rate is held through each epoch.
public struct EpochSchedule: Schedule {
  public var schedule: any Schedule
  public var stepsPerEpoch: Int

  public init(_ schedule: any Schedule, stepsPerEpoch: Int) {
    self.schedule = schedule
    self.stepsPerEpoch = stepsPerEpoch
  }

  public func learningRate(_ step: Int, base: Double) -> Double {
    schedule.learningRate(step / stepsPerEpoch, base: base)
  }

  public func momentum(_ step: Int) -> Double? { schedule.momentum(step / stepsPerEpoch) }

  public func validate() throws(InputError) {
    try require(stepsPerEpoch >= 1, "number of steps an epoch", ">= 1", stepsPerEpoch)
    try schedule.validate()
  }
}
