import Synchronization

/// What the desks of one server share.
final class TeachingLimits: Sendable {
  /// Readers of events.
  let readers = Atomic<Int>(0)
  /// Requests that use the store.
  let storeWork = Atomic<Int>(0)
  /// Whether a model is being taught: one at a time, for each takes all threads.
  private let isTeaching = Atomic<Bool>(false)

  /// The most readers of events at a time.
  static let mostReaders = 64
  /// The most requests at a time that use the store, which may be locked for a while.
  static let mostStoreWork = 32

  /// Takes the turn to teach.
  ///
  /// - Returns: false while another has it.
  func takeTurn() -> Bool {
    isTeaching.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged
  }

  /// Gives the turn back.
  func giveTurn() { isTeaching.store(false, ordering: .releasing) }
}
