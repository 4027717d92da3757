import Synchronization

/// Whether the server is ending, and how many requests it still owes an answer.
package final class ServerLifecycle: Sendable {
  private let draining = Atomic<Bool>(false)
  private let running = Atomic<Int>(0)
  private let broken = Atomic<Int>(0)

  package init() {}

  package var isDraining: Bool { draining.load(ordering: .relaxed) }
  /// Requests that are being answered.
  package var requests: Int { running.load(ordering: .relaxed) }

  /// Requests that were broken off when the time for the end was up.
  package var unanswered: Int { broken.load(ordering: .relaxed) }

  func brokeOff(_ requests: Int) { broken.add(requests, ordering: .relaxed) }
  func drain() { draining.store(true, ordering: .relaxed) }
  /// - Returns: how many there are now.
  func began() -> Int { running.add(1, ordering: .relaxed).newValue }
  func ended() { running.subtract(1, ordering: .relaxed) }
}
