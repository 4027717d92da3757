public import InklingFiles

/// The events of a run as an asynchronous sequence; the run starts with its first iterator.
///
/// Cancelling the task that iterates asks the run to stop, and so does leaving the loop early. A cancelled task still
/// gets the events to the end: the checkpoint that is saved, and `.stopped`. The sequence can be iterated once.
public struct TrainingEvents: AsyncSequence, Sendable {
  /// One event.
  public typealias Element = TrainingEvent
  /// What a run fails with.
  public typealias Failure = InputError

  let start: @Sendable () -> EventChannel
  let stop: StopRequest

  /// Starts the run and listens to it.
  public func makeAsyncIterator() -> Iterator { Iterator(reader: Reader(channel: start(), stop: stop)) }

  /// Listens to one run. When it is let go the run is asked to stop.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate let reader: Reader

    /// Waits for the next event; nil after the last.
    ///
    /// - Throws: `InputError` that ended the run.
    public mutating func next(isolation: isolated (any Actor)?) async throws(InputError) -> TrainingEvent? {
      let reader = reader
      await withTaskCancellationHandler {
        await reader.channel.wait(isolation: isolation)
      } onCancel: {
        reader.stop.make()
      }
      return try reader.channel.take()
    }
  }

  /// Notices when nobody listens any more.
  fileprivate final class Reader: Sendable {
    let channel: EventChannel
    let stop: StopRequest

    init(channel: EventChannel, stop: StopRequest) {
      self.channel = channel
      self.stop = stop
    }

    deinit { stop.make() }
  }
}
