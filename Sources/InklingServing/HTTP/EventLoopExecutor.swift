import NIOCore

/// Runs tasks on an event loop (SE-0417), so that a request is read and answered by the thread that its bytes come to.
///
/// The loop outlives its tasks: whoever ends it waits for them first.
final class EventLoopExecutor: TaskExecutor {
  private let loop: any EventLoop

  init(_ loop: any EventLoop) { self.loop = loop }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  /// Bodies from which on another thread reads them, because others wait for an event loop's.
  static let largeBody = 65_536

  /// Runs what takes time by a body's size: on the event loop for a small one.
  static func run<Value>(
    bytes: Int, _ body: () async throws(ServedFault) -> Value
  ) async throws(ServedFault) -> Value {
    guard bytes >= largeBody else { return try await body() }
    return try await withTaskExecutorPreference(globalConcurrentExecutor, operation: body)
  }
}
