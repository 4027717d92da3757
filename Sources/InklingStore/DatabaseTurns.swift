import InklingFiles
import InklingPlatform
import Synchronization

/// A connection that threads use one after the other. Whoever waits for a turn, and then for another program's lock, waits
/// no longer than so long for both together.
final class DatabaseTurns: Sendable {
  private let database: Database
  private let milliseconds: Int
  private let isTaken = Atomic<Bool>(false)
  private let condition = ThreadCondition()

  /// - Parameter milliseconds: how long is waited at most.
  init(_ database: Database, milliseconds: Int) {
    self.database = database
    self.milliseconds = min(max(0, milliseconds), 3_600_000)
  }

  /// Does something with the connection, alone.
  ///
  /// - Throws: `InputError` of kind `.unavailable` when its turn does not come in time, and once it is closed.
  func turn<Value>(_ body: (Database) throws(InputError) -> Value) throws(InputError) -> Value {
    let deadline = ContinuousClock.now + .milliseconds(milliseconds)
    var isOurs = false
    condition.wait(atMost: UInt64(milliseconds) * 1_000_000) {
      isOurs = isTaken.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged
      return isOurs
    }
    // Those before wait for the same lock, mostly.
    guard isOurs else { throw DatabaseFault.locked(database.path) }
    defer {
      isTaken.store(false, ordering: .releasing)
      condition.wake()
    }
    guard database.isOpen else { throw DatabaseFault.closed(database.path) }
    database.deadline = deadline
    return try body(database)
  }

  /// Closes the connection once nobody uses it; whoever comes later is refused.
  ///
  /// - Parameter last: what is done before.
  /// - Throws: as `turn`, and as `last`: then it is closed all the same.
  func close(after last: (Database) throws(InputError) -> Void = { _ in }) throws(InputError) {
    try turn { database throws(InputError) in
      defer { database.close() }
      try last(database)
    }
  }
}
