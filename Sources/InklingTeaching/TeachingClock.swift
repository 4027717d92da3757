import InklingFiles

/// When a teaching is to end before its time.
struct TeachingClock: Sendable {
  private let start = ContinuousClock.now
  private let limit: Double?
  private let isStopped: @Sendable () -> Bool

  init(limit: Double?, isStopped: @escaping @Sendable () -> Bool) {
    self.limit = limit
    self.isStopped = isStopped
  }

  /// Since the teaching began.
  var seconds: Double {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }

  /// Whether it is to end now.
  var isOver: Bool { isStopped() || limit.map { seconds > $0 } ?? false }

  /// - Throws: `InputError` of kind `.failed` when it is to end now.
  func check() throws(InputError) {
    if isStopped() {
      throw InputError(.failed, "the teaching was stopped", remedy: "the model is as it was; teach it again")
    }
    guard let limit, seconds > limit else { return }
    throw InputError(
      .failed, "the teaching took too long, and was given up", expected: "at most \(Int(limit)) seconds",
      remedy: "the model is as it was; teach it when the machine has less to do, or with fewer images")
  }
}
