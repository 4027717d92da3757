import InklingFiles

/// A thread of the system for work that computes for minutes: on the threads of Swift's tasks, of which there are as many
/// as processors, it would keep all others waiting.
enum ComputeThread {
  /// Runs `body` on a new thread, and does not wait for it.
  ///
  /// - Throws: `InputError` of kind `.unavailable` when the system gives no thread.
  static func start(_ body: @escaping @Sendable () -> Void) throws(InputError) {
    try SystemThread(stackBytes: 8 << 20, body).detach()
  }
}
