public import InklingFiles

/// The events of a run as an asynchronous sequence; the run starts with its first iterator.
///
/// Cancelling the task that iterates asks the run to stop, and so does leaving the loop early. A cancelled task still
/// gets the events to the end: the checkpoint that is saved, and `.stopped`. The sequence can be iterated once.
public struct TrainingEvents: AsyncSequence, Sendable {
  public typealias Element = TrainingEvent
  public typealias Failure = InputError

  let start: @Sendable () -> EventChannel
  let stop: StopRequest

  public func makeAsyncIterator() -> Iterator { Iterator(reader: Reader(channel: start(), stop: stop)) }

  public struct Iterator: AsyncIteratorProtocol {
    fileprivate let reader: Reader

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
