import InklingFiles
import Synchronization

/// Carries events from the compute thread to one task or thread, without ever keeping the compute thread waiting.
///
/// A slow one finds only the newest of the step events that came in a row; every other event is kept.
final class EventChannel: Sendable {
  private struct State {
    var events: [TrainingEvent] = []
    var isFinished = false
    var failure: InputError?
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())
  private let bell = ThreadCondition()

  /// Called by the compute thread.
  func send(_ event: TrainingEvent) {
    let waiter = state.withLock { state in
      if case .step = event, case .step? = state.events.last { state.events.removeLast() }
      state.events.append(event)
      return state.waiter.take()
    }
    waiter?.resume()
    bell.wake()
  }

  /// Ends the sequence, with an error or without.
  func finish(_ failure: InputError?) {
    let waiter = state.withLock { state in
      state.isFinished = true
      state.failure = failure
      return state.waiter.take()
    }
    waiter?.resume()
    bell.wake()
  }

  /// The oldest event, for which the calling thread waits; nil at the end. Needs no thread but the two.
  ///
  /// - Throws: what the run failed of, once.
  func next() throws(InputError) -> TrainingEvent? {
    bell.wait { state.withLock { !$0.events.isEmpty || $0.isFinished } }
    return try take()
  }

  /// Waits until there is an event, or the end. For one task at a time.
  func wait(isolation: isolated (any Actor)?) async {
    await withCheckedContinuation(isolation: isolation) { continuation in
      let isReady = state.withLock { state in
        precondition(state.waiter == nil, "the events of a training run are for one task alone")
        if state.events.isEmpty, !state.isFinished { state.waiter = continuation }
        return state.waiter == nil
      }
      if isReady { continuation.resume() }
    }
  }

  /// The oldest event; nil at the end.
  ///
  /// - Throws: what the run failed of, once.
  func take() throws(InputError) -> TrainingEvent? {
    let (event, failure) = state.withLock { state -> (TrainingEvent?, InputError?) in
      if !state.events.isEmpty { return (state.events.removeFirst(), nil) }
      return (nil, state.failure.take())
    }
    if let failure { throw failure }
    return event
  }
}
