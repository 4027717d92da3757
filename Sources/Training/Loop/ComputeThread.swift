import Files

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A thread of the system for work that computes for minutes: on the threads of Swift's tasks, of which there are as many
/// as processors, it would keep all others waiting.
enum ComputeThread {
  /// Runs `body` on a new thread, and does not wait for it.
  ///
  /// - Throws: `InputError` of kind `.unavailable` when the system gives no thread.
  static func start(_ body: @escaping @Sendable () -> Void) throws(InputError) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    // Other threads than the main one have half a megabyte on macOS.
    pthread_attr_setstacksize(&attributes, 8 << 20)
    let work = Unmanaged.passRetained(Work(body))
    #if canImport(Glibc)
      var thread = pthread_t()
    #else
      var thread: pthread_t?
    #endif
    let code = pthread_create(&thread, &attributes, runWork, work.toOpaque())
    guard code == 0 else {
      work.release()
      throw InputError(
        .unavailable, "no thread to train on", found: systemReason(code), remedy: "end other programs and try again")
    }
  }

  fileprivate final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}

#if canImport(Glibc)
  private func runWork(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let pointer { Unmanaged<ComputeThread.Work>.fromOpaque(pointer).takeRetainedValue().body() }
    return nil
  }
#else
  private func runWork(_ pointer: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<ComputeThread.Work>.fromOpaque(pointer).takeRetainedValue().body()
    return nil
  }
#endif
