import NIOCore
import Synchronization

/// The connections that are open: no more than may be. One more takes the place of the one that has kept the server waiting
/// longest, so that silent clients keep nobody out.
final class ConnectionTable: Sendable {
  private struct Entry {
    let channel: any Channel
    let deadlines: NIOLoopBound<ConnectionDeadlines>
    let patience: ConnectionPatience
  }

  private let limit: Int
  private let entries = Mutex<[ObjectIdentifier: Entry]>([:])

  init(limit: Int) { self.limit = limit }

  /// Takes a connection in until it closes. On its own event loop.
  ///
  /// It is ended itself when every other one is being answered.
  func add(_ channel: any Channel, _ deadlines: ConnectionDeadlines) {
    let key = ObjectIdentifier(channel)
    let bound = NIOLoopBound(deadlines, eventLoop: channel.eventLoop)
    let entry = Entry(channel: channel, deadlines: bound, patience: deadlines.patience)
    let (isFull, silent) = entries.withLock { entries in
      guard entries.count >= limit else {
        entries[key] = entry
        return (false, nil as Entry?)
      }
      let waiting = entries.filter { $0.value.patience.isWaiting }
      let longest = waiting.min { $0.value.patience.order < $1.value.patience.order }
      if let longest {
        entries[longest.key] = nil
        entries[key] = entry
      }
      return (true, longest?.value)
    }
    channel.closeFuture.whenComplete { [self] _ in entries.withLock { _ = $0.removeValue(forKey: key) } }
    guard isFull else { return }
    guard let silent else { return channel.close(promise: nil) }
    silent.channel.eventLoop.execute {
      // It may have asked for something in the meantime: that is answered, and the new one has come too late.
      if !silent.deadlines.value.endIfWaiting() { channel.close(promise: nil) }
    }
  }
}

/// Since when a connection has kept the server waiting; other threads may look at it.
final class ConnectionPatience: Sendable {
  /// Nanoseconds; behind a time no clock reaches lie the connections whose request has begun to come, and at the very end those
  /// that are being answered.
  private let place = Atomic(MonotonicTime.now)

  private static let begun: UInt64 = 1 << 62

  /// A smaller one is ended sooner.
  var order: UInt64 { place.load(ordering: .relaxed) }
  /// Whether it waits for the client, and not the client for it.
  var isWaiting: Bool { order != .max }

  func waits() { place.store(MonotonicTime.now, ordering: .relaxed) }
  func waitsForBody() { place.store(Self.begun + MonotonicTime.now, ordering: .relaxed) }
  func answers() { place.store(.max, ordering: .relaxed) }
}
