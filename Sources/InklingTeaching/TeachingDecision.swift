import InklingFiles

/// Whether a taught model takes the place of the one before.
struct TeachingDecision {
  let isAccepted: Bool
  /// In one sentence, without a full stop.
  let reason: String

  init(_ test: TeachingComparison, margin: Double, isForced: Bool) {
    let fall = test.accuracyBefore - test.accuracyAfter
    let isWithin = fall <= margin + 1e-12
    isAccepted = isWithin || isForced
    let allowed = "\(Self.points(margin)) points"
    let change =
      fall > 0
      ? "the accuracy on the test set fell by \(Self.points(fall)) points"
      : fall < 0
        ? "the accuracy on the test set rose by \(Self.points(-fall)) points"
        : "the accuracy on the test set is the same"
    if isWithin {
      reason = fall > 0 ? "\(change), and may fall by \(allowed)" : change
    } else if isForced {
      reason = "\(change), more than the \(allowed) that it may; it is used all the same, as was asked for"
    } else {
      reason = "\(change), more than the \(allowed) that it may: it is kept, and not used"
    }
  }

  /// Percentage points with two decimals.
  static func points(_ share: Double) -> String {
    let hundredths = Int((share * 10_000).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100)." + (rest < 10 ? "0" : "") + "\(rest)"
  }
}
