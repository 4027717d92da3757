// The C library, whichever the system has, and the few places where they differ.

#if canImport(Glibc)
  @_exported public import Glibc
#elseif canImport(Musl)
  @_exported public import Musl
#else
  @_exported public import Darwin
#endif

/// read(2), whose name a type's own method may hide.
package func systemRead(_ descriptor: CInt, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, bytes, count)
}

/// write(2), whose name a type's own method may hide.
package func systemWrite(_ descriptor: CInt, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}

/// Bytes that have come to a socket and nobody has read; none where the system does not say.
package func unreadBytes(of descriptor: CInt) -> Int {
  #if os(Linux)
    let request = UInt(FIONREAD)
  #else
    // _IOR('f', 127, int), which is no plain number in its header.
    let request: UInt = 0x4004_667F
  #endif
  var count: CInt = 0
  return ioctl(descriptor, request, &count) == 0 ? max(0, Int(count)) : 0
}

/// A place for pthread_create(3) to put a thread.
#if canImport(Glibc)
  package func emptyThread() -> pthread_t { pthread_t() }
#else
  package func emptyThread() -> pthread_t? { nil }
#endif

extension sigaction {
  package typealias Handler = @convention(c) (CInt) -> Void

  /// What a signal calls; `SIG_DFL` and `SIG_IGN` are numbers in a function's place.
  package var handler: Handler? {
    get { self[keyPath: Self.handlerPlace] }
    set { self[keyPath: Self.handlerPlace] = newValue }
  }

  #if canImport(Glibc)
    private static var handlerPlace: WritableKeyPath<sigaction, Handler?> { \.__sigaction_handler.sa_handler }
  #elseif canImport(Musl)
    private static var handlerPlace: WritableKeyPath<sigaction, Handler?> { \.__sa_handler.sa_handler }
  #else
    private static var handlerPlace: WritableKeyPath<sigaction, Handler?> { \.__sigaction_u.__sa_handler }
  #endif
}

/// The soft limits of the process's memory in bytes (`ulimit -v`, `ulimit -d`); nil where there is none.
package func memoryLimits() -> (addressSpace: Double?, data: Double?) {
  #if canImport(Glibc)
    (softLimit(__rlimit_resource_t(RLIMIT_AS.rawValue)), softLimit(__rlimit_resource_t(RLIMIT_DATA.rawValue)))
  #elseif canImport(Musl)
    (softLimit(RLIMIT_AS), softLimit(RLIMIT_DATA))
  #else
    (nil, nil)
  #endif
}

#if canImport(Glibc)
  private typealias Resource = __rlimit_resource_t
#else
  private typealias Resource = CInt
#endif

private func softLimit(_ resource: Resource) -> Double? {
  var limits = rlimit()
  guard getrlimit(resource, &limits) == 0, limits.rlim_cur != rlim_t.max else { return nil }
  return Double(limits.rlim_cur)
}

extension rusage {
  /// The largest resident memory of a process, in bytes: the system counts in kilobytes on Linux.
  package var peakBytes: Int {
    #if canImport(Darwin)
      Int(ru_maxrss)
    #else
      Int(ru_maxrss) * 1024
    #endif
  }
}
