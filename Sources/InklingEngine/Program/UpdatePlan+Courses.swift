import Synchronization

/// How far an optimiser is with a parameter. Each has its own count, as in PyTorch: one that was frozen at first begins
/// with a first step of its own, for which Adam corrects the bias of moments that are fresh.
struct OptimizerProgress: Equatable {
  /// Steps taken on it. It stays at 2^24, as PyTorch's, which is a float: nothing depends on it by then.
  var steps = 0
  /// What `Optimizer.advanced` made of it.
  var product = 1.0

  static let mostSteps = 1 << 24

  func advanced(by optimizer: any Optimizer) -> OptimizerProgress {
    let number = min(steps + 1, Self.mostSteps)
    return OptimizerProgress(steps: number, product: optimizer.advanced(product, step: number))
  }
}

extension UpdatePlan {
  /// Parameters on which the same step is taken: of one group, and equally far.
  struct Course {
    let setting: GroupSetting
    let isFrozen: Bool
    var progress: OptimizerProgress
    /// After the step that is prepared.
    var next: OptimizerProgress
  }

  /// The courses of slots that are so far, those of frozen ones last, and the course of each slot.
  static func courses(
    _ slots: [Slot], _ progress: (BlockProgram.Entry) -> OptimizerProgress
  ) -> (courses: [Course], ofSlots: [Int]) {
    var courses: [Course] = []
    var numbers = [Int](repeating: 0, count: slots.count)
    for isFrozen in [false, true] {
      for (index, slot) in slots.enumerated() where slot.isFrozen == isFrozen {
        let done = progress(slot.entry)
        let known = courses.firstIndex {
          $0.isFrozen == isFrozen && $0.setting == slot.setting && $0.progress == done
        }
        numbers[index] = known ?? courses.count
        if known == nil {
          courses.append(Course(setting: slot.setting, isFrozen: isFrozen, progress: done, next: done))
        }
      }
    }
    return (courses, numbers)
  }

  /// How far the optimiser is with the parameter of this name.
  func progress(of name: String) -> OptimizerProgress {
    slots.firstIndex { $0.entry.name == name }.map { courses[courseOfSlot[$0]].progress } ?? OptimizerProgress()
  }

  /// Works the numbers of the step out for each course; those of the first are returned.
  func prepare(_ optimizer: any Optimizer) -> OptimizerRule {
    // Loops over numbers, not over collections: those allocate in a debug build.
    for index in 0..<courses.count where !courses[index].isFrozen {
      let (setting, next) = (courses[index].setting, courses[index].progress.advanced(by: optimizer))
      courses[index].next = next
      rules[index] = optimizer.rule(
        OptimizerStep(
          number: next.steps, learningRate: optimizer.learningRate * setting.learningRateScale,
          weightDecay: setting.weightDecay ?? optimizer.weightDecay, product: next.product))
    }
    nextChunk.store(0, ordering: .relaxed)
    nextPiece.store(0, ordering: .relaxed)
    return rules[0]
  }

  /// Counts the step that was prepared.
  func finishStep() {
    for index in 0..<courses.count { courses[index].progress = courses[index].next }
  }

  func rule(ofSlot slot: Int) -> OptimizerRule { rules[courseOfSlot[slot]] }
}
