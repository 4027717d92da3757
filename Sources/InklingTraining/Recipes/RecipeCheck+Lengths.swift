import InklingFiles

/// The lengths in a schedule against the run's, and against what a warm-up leaves of it.
extension RecipeCheck {
  /// - Parameter stepsPerEpoch: of the optimiser; nil before the data is known, when only epochs can be compared.
  func checkLengths(stepsPerEpoch: Int?) {
    let schedule = recipe.schedule
    if let warmUp = schedule.warmUp, let length = length(in: warmUp.interval, stepsPerEpoch) {
      let key = warmUp.interval == .step ? "schedule.warm_up.steps" : "schedule.warm_up.epochs"
      if warmUp.length > length {
        return fault(key, "is longer than the run: expected \(atMost(length, warmUp.interval)), found \(warmUp.length)")
      }
      // A recipe's own warm-up may be tried in a shorter run.
      let isShortened = node.place(of: "epochs").isOption && !node.place(of: key).isOption
      if isGiven, !isShortened, warmUp.length == length, ![.constant, .reduceOnPlateau].contains(schedule.name) {
        return fault(
          key,
          "takes the whole run and leaves nothing to the schedule \(schedule.name.rawValue): found \(warmUp.length) of "
            + "\(length) \(warmUp.interval.rawValue)\(length == 1 ? "" : "s"); train longer, or set schedule.warm_up to none"
        )
      }
    }
    let milestones = schedule.milestones
    if stepsPerEpoch == nil, zip(milestones, milestones.dropFirst()).contains(where: { $0 >= $1 }) {
      fault("schedule.milestones", "should rise, but are \(NameList.text(milestones.map(String.init)))")
    }
    guard let length = length(in: schedule.interval, stepsPerEpoch) else { return }
    guard let warmUp = schedule.warmUp else { return checkSchedule(in: length, warmedUp: 0, whole: 0) }
    if warmUp.interval == schedule.interval {
      checkSchedule(in: length, warmedUp: warmUp.length, whole: warmUp.length)
    } else if let stepsPerEpoch {
      let steps = warmUp.steps(stepsPerEpoch)
      let unit = schedule.interval == .step ? 1 : stepsPerEpoch
      checkSchedule(in: length, warmedUp: (steps + unit - 1) / unit, whole: steps / unit)
    }
  }

  /// - Parameters:
  ///   - length: of the run, in what the schedule counts.
  ///   - warmedUp: the first of them without a warm-up.
  ///   - whole: those that the warm-up takes whole.
  private func checkSchedule(in length: Int, warmedUp: Int, whole: Int) {
    let (schedule, rest) = (recipe.schedule, length - whole)
    let run = whole > 0 ? "what the warm-up leaves of the run" : "the run"
    for key in ["t_max", "t_0", "total_iters"] {
      guard let value = schedule.count(key), value > rest else { continue }
      fault("schedule.\(key)", "is longer than \(run): expected \(atMost(rest, schedule.interval)), found \(value)")
    }
    func reach(_ key: String, _ value: Int, _ end: Int) {
      guard value >= end else { return }
      let expected = end > 1 ? atMost(end - 1, schedule.interval) : "a longer run, or no schedule"
      fault("schedule.\(key)", "is not reached in \(run): expected \(expected), found \(value)")
    }
    if let size = schedule.count("step_size") { reach("step_size", size, rest) }
    guard let first = schedule.milestones.min(), let last = schedule.milestones.max() else { return }
    reach("milestones", last, length)
    if first < warmedUp {
      fault("schedule.milestones", "lies in the warm-up: expected at least \(warmedUp), found \(first)")
    }
  }

  private func length(in interval: ScheduleRecipe.Interval, _ stepsPerEpoch: Int?) -> Int? {
    interval == .epoch ? recipe.epochs : stepsPerEpoch.map { $0 * recipe.epochs }
  }

  private func atMost(_ count: Int, _ interval: ScheduleRecipe.Interval) -> String {
    "at most \(count) \(interval.rawValue)\(count == 1 ? "" : "s")"
  }
}
