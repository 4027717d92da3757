import HummingbirdCore
import NIOCore
import Synchronization

/// The requests of a connection or of a stream, until somebody answers them.
///
/// NIO ends the process where a channel's writer is dropped unfinished. So one that nobody takes any more, because who takes
/// them has been told to end, is closed.
final class RequestChannel: Sendable {
  private let value: HTTP1Channel.Value
  private let isTaken = Atomic(false)

  init(_ value: HTTP1Channel.Value) { self.value = value }

  /// Who takes it finishes it.
  func take() -> HTTP1Channel.Value {
    isTaken.store(true, ordering: .relaxed)
    return value
  }

  deinit {
    guard !isTaken.load(ordering: .relaxed) else { return }
    // At once, as far as nothing is waited for: the event loops may be about to end.
    Task.immediate { [value] in
      // It is to be closed: whether it was already makes no difference.
      try? await value.executeThenClose { _, _ in }
    }
  }
}
