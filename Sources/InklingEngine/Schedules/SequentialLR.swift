public import InklingFiles

/// Schedules one after the other, each counting from its own milestone: PyTorch's `SequentialLR`.
public struct SequentialLR: Schedule {
  /// The schedules in their order, at least one.
  public var schedules: [any Schedule]
  /// The first steps of all schedules but the first.
  public var milestones: [Int]

  /// Goes from `schedules[i]` to the next at `milestones[i]`.
  public init(_ schedules: [any Schedule], milestones: [Int]) {
    self.schedules = schedules
    self.milestones = milestones
  }

  /// The rate climbs on a line from `startFactor` of the base rate in `steps` steps, then follows `schedule` from its
  /// beginning.
  public static func warmUp(steps: Int, startFactor: Double = 0.01, then schedule: any Schedule) -> SequentialLR {
    SequentialLR([LinearLR(startFactor: startFactor, totalIters: steps), schedule], milestones: [steps])
  }

  /// A constant rate after a linear warm-up.
  public static func constant(warmUp steps: Int, startFactor: Double = 0.01) -> SequentialLR {
    warmUp(steps: steps, startFactor: startFactor, then: ConstantLR(factor: 1, totalIters: 0))
  }

  /// The rate of the schedule that `step` lies in, whose own steps count from its milestone.
  public func learningRate(_ step: Int, base: Double) -> Double {
    let (index, first) = place(step)
    return schedules[index].learningRate(step - first, base: base)
  }

  /// The momentum of the schedule that `step` lies in; nil where it has none.
  public func momentum(_ step: Int) -> Double? {
    let (index, first) = place(step)
    return schedules[index].momentum(step - first)
  }

  /// Checks the settings.
  ///
  /// - Throws: `InputError` (usage) unless there is one milestone between each two schedules, they grow from
  ///   above 0, and all schedules are valid.
  public func validate() throws(InputError) {
    try require(
      !schedules.isEmpty && milestones.count == schedules.count - 1, "list of milestones",
      "one between each two schedules", "\(milestones.count) for \(schedules.count)")
    try require(
      zip(milestones, milestones.dropFirst()).allSatisfy { $0 < $1 } && milestones.allSatisfy { $0 > 0 },
      "list of milestones", "growing numbers > 0", milestones)
    for schedule in schedules { try schedule.validate() }
  }

  private func place(_ step: Int) -> (index: Int, first: Int) {
    var (index, first) = (0, 0)
    while index < milestones.count, step >= milestones[index] {
      first = milestones[index]
      index += 1
    }
    return (index, first)
  }
}
