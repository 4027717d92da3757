import InklingPlatform
import Synchronization

/// A thread of the system. Every thread of the program starts here, so that one place knows what to do without.
package struct SystemThread: @unchecked Sendable {
  /// Never changed; `pthread_t` is a pointer on some systems, which is why the compiler must be told.
  private let thread: pthread_t
  private let work: Work

  /// How many more threads may start in this task, for tests of what happens without them; nil for all that the system
  /// gives.
  @TaskLocal package static var allowance: Allowance?

  /// A count of threads that tests take from.
  package final class Allowance: Sendable {
    private let left: Atomic<Int>

    package init(_ count: Int) { left = Atomic(count) }

    /// Whether there was one left.
    fileprivate func take() -> Bool { left.subtract(1, ordering: .relaxed).oldValue > 0 }
  }

  /// Runs `body` on a new thread.
  ///
  /// - Parameter stackBytes: a megabyte is enough for kernels; other threads than the main one have half of that on macOS.
  /// - Throws: `InputError` of kind `.unavailable` when the system gives no thread.
  package init(stackBytes: Int = 1 << 20, _ body: @escaping @Sendable () -> Void) throws(InputError) {
    if let allowance = Self.allowance, !allowance.take() { throw Self.refusal(EAGAIN) }
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackBytes)
    let own = Work(body)
    let work = Unmanaged.passRetained(own)
    var started = emptyThread()
    let code = pthread_create(
      &started, &attributes,
      { context in
        // Optional on Linux only.
        let context: UnsafeMutableRawPointer? = context
        if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run() }
        return nil
      }, work.toOpaque())
    let thread: pthread_t? = started
    guard code == 0, let thread else {
      work.release()
      throw Self.refusal(code)
    }
    self.thread = thread
    self.work = own
  }

  /// Waits for its end. Call this or `detach`, once.
  package func join() { pthread_join(thread, nil) }

  /// Lets it end by itself.
  ///
  /// Not by `pthread_detach` from here: glibc looks at the thread again when it may have ended and be gone.
  package func detach() {
    if work.isLeft.exchange(true, ordering: .sequentiallyConsistent) { pthread_join(thread, nil) }
  }

  private static func refusal(_ code: CInt) -> InputError {
    InputError(
      .unavailable, "the system gives no more threads", found: SystemError(code: code).text,
      remedy: "end other programs, or raise the limits of processes and memory (ulimit -u, ulimit -v)")
  }

  /// What a C function can be handed: a reference without type parameters.
  private final class Work: Sendable {
    private let body: @Sendable () -> Void
    /// Set by whichever comes first: the thread's end, or who needs it no more. The other sees to what the thread holds.
    let isLeft = Atomic(false)

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }

    func run() {
      body()
      if isLeft.exchange(true, ordering: .sequentiallyConsistent) { pthread_detach(pthread_self()) }
    }
  }
}
