import Synchronization

/// A wish to stop, made by any thread and seen by the loop before its next step.
final class StopRequest: Sendable {
  private let requested = Atomic<Bool>(false)

  var isMade: Bool { requested.load(ordering: .relaxed) }

  func make() { requested.store(true, ordering: .relaxed) }
}
