public import InklingFiles

/// A learning rate for every step, as a function of the step's number: PyTorch's `torch.optim.lr_scheduler`, in closed
/// form, with the same names and defaults.
///
/// A step is a batch or an epoch, whichever the schedule is asked by (`EpochSchedule` holds a rate for a whole epoch). The
/// first has the number zero. What a schedule says depends on the number alone, so a resumed run goes on exactly.
///
///     program.optimizer.follow(schedule, step: program.updateCount, base: 0.1)
public protocol Schedule: Sendable {
  /// The rate of step `step`, >= 0.
  ///
  /// - Parameters:
  ///   - step: the batch's or the epoch's number, from zero.
  ///   - base: the optimiser's own rate, which most schedules scale.
  func learningRate(_ step: Int, base: Double) -> Double
  /// The momentum (or Adam's first beta) of the step; nil for a schedule that leaves it alone.
  func momentum(_ step: Int) -> Double?
  /// - Throws: `InputError` (usage) for a value that makes no schedule.
  func validate() throws(InputError)
}

extension Schedule {
  /// Nil: the momentum is left alone.
  public func momentum(_ step: Int) -> Double? { nil }

  /// The rates of the first `count` steps: for a plot.
  public func learningRates(_ count: Int, base: Double) -> [Double] {
    (0..<count).map { learningRate($0, base: base) }
  }

  func require(_ holds: Bool, _ what: String, _ expected: String, _ found: Any) throws(InputError) {
    if !holds {
      throw InputError(.usage, "\(Self.self) cannot use this \(what)", expected: expected, found: "\(found)")
    }
  }
}

extension Optimizer {
  /// Takes the rate, and the momentum if it is scheduled, of a step.
  public mutating func follow(_ schedule: some Schedule, step: Int, base: Double) {
    learningRate = Float(schedule.learningRate(step, base: base))
    if let momentum = schedule.momentum(step) { cycledMomentum = momentum }
  }
}

extension TrainingProgram {
  /// Takes the rate, and the momentum if it is scheduled, of the step to come.
  ///
  /// - Parameters:
  ///   - schedule: what says the rate, and the momentum if it does.
  ///   - base: the rate that the schedule scales.
  ///   - step: counted from zero; nil for the optimiser's next one.
  public func follow(_ schedule: any Schedule, base: Double, step: Int? = nil) {
    let step = step ?? updateCount
    optimizer.learningRate = Float(schedule.learningRate(step, base: base))
    if let momentum = schedule.momentum(step) { optimizer.cycledMomentum = momentum }
  }
}
