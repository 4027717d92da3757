import Synchronization

/// A value that another thread gives, for one task that waits for it no longer than until it is cancelled.
final class AwaitedValue<Value: Sendable>: Sendable {
  private enum State {
    case open
    case waiting(CheckedContinuation<Value?, Never>)
    case given(Value)
    case abandoned
  }

  private let state = Mutex(State.open)

  /// Whether nobody waits for it any more.
  var isAbandoned: Bool {
    state.withLock { state in
      if case .abandoned = state { true } else { false }
    }
  }

  /// Once; of no effect when nobody waits any more.
  func give(_ value: Value) {
    let waiting: CheckedContinuation<Value?, Never>? = state.withLock { state in
      switch state {
      case .open: state = .given(value)
      case .waiting(let continuation):
        state = .given(value)
        return continuation
      case .given, .abandoned: break
      }
      return nil
    }
    waiting?.resume(returning: value)
  }

  /// Asked once.
  ///
  /// - Returns: nil when the task is cancelled before it is given.
  func value() async -> Value? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let (isDecided, value): (Bool, Value?) = state.withLock { state in
          switch state {
          case .given(let value): return (true, value)
          case .abandoned: return (true, nil)
          case .open, .waiting:
            state = .waiting(continuation)
            return (false, nil)
          }
        }
        if isDecided { continuation.resume(returning: value) }
      }
    } onCancel: {
      abandon()
    }
  }

  private func abandon() {
    let waiting: CheckedContinuation<Value?, Never>? = state.withLock { state in
      defer { if case .given = state {} else { state = .abandoned } }
      if case .waiting(let continuation) = state { return continuation }
      return nil
    }
    waiting?.resume(returning: nil)
  }
}
