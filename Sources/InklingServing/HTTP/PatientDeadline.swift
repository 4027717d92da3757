import NIOCore

/// Ends something that a client takes too long for; its time counts as long as its event loop runs.
///
/// An event loop that is late was away, its whole process stopped it may be: what clients sent and took in the meantime is
/// still to be seen. They have their time once more, but not a third time.
final class PatientDeadline {
  /// From here on an event loop counts as late: far behind what a busy server is.
  static let late = TimeAmount.milliseconds(250)

  private var task: Scheduled<Void>?

  /// On the event loop.
  init(after time: TimeAmount, on loop: any EventLoop, _ end: @escaping @Sendable () -> Void) {
    schedule(time, loop, isFirst: true, end)
  }

  func cancel() { task?.cancel() }

  private func schedule(
    _ time: TimeAmount, _ loop: any EventLoop, isFirst: Bool, _ end: @escaping @Sendable () -> Void
  ) {
    let deadline = NIODeadline.now() + time
    let own = NIOLoopBound(self, eventLoop: loop)
    task = loop.scheduleTask(deadline: deadline) {
      guard isFirst, NIODeadline.now() - deadline > Self.late else { return end() }
      own.value.schedule(time, loop, isFirst: false, end)
    }
  }
}
