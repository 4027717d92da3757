package import InklingPlatform
import Synchronization

/// Lets no command outlive this process because of a signal: SIGINT, SIGTERM and SIGHUP end the commands that run beside it
/// first, then do here what they would have done.
package enum ChildSignals {
  private static let numbers = [SIGINT, SIGTERM, SIGHUP]
  private static let capacity = 64

  /// What the handler reads. Memory that is never moved and never freed; a command's number is written in one piece.
  private struct Shared: @unchecked Sendable {
    let children: UnsafeMutablePointer<pid_t>
    let previous: UnsafeMutablePointer<sigaction>

    init() {
      children = .allocate(capacity: ChildSignals.capacity)
      children.initialize(repeating: 0, count: ChildSignals.capacity)
      previous = .allocate(capacity: ChildSignals.numbers.count)
      previous.initialize(repeating: sigaction(), count: ChildSignals.numbers.count)
    }
  }

  private static let shared = Shared()
  private static let count = Mutex(0)
  /// Commands that are being started, whose numbers nobody knows yet.
  private static let starting = Atomic<Int>(0)
  /// The signals that came meanwhile, a bit each.
  private static let held = Atomic<Int>(0)

  /// Starts a command, and watches over it; `end` when it has ended. A signal that comes while it starts is held until the
  /// command is known, so that none is left behind.
  ///
  /// - Parameter start: starts the command, puts its number into what it is given, and returns 0 or an errno.
  /// - Returns: what `start` returned, and the command's number.
  package static func spawn(_ start: (inout pid_t) -> CInt) -> (code: CInt, child: pid_t) {
    var child = pid_t()
    let code = count.withLock { count in
      starting.add(1, ordering: .sequentiallyConsistent)
      defer { starting.subtract(1, ordering: .sequentiallyConsistent) }
      if count == 0 { for place in numbers.indices { install(place) } }
      let code = start(&child)
      if code == 0 {
        count += 1
        if let place = (0..<capacity).first(where: { shared.children[$0] == 0 }) { shared.children[place] = child }
      } else if count == 0 {
        uninstall()
      }
      return code
    }
    deliver()
    return (code, child)
  }

  /// Watches over a command no longer.
  package static func end(_ child: pid_t) {
    count.withLock { count in
      for place in 0..<capacity where shared.children[place] == child { shared.children[place] = 0 }
      count -= 1
      if count == 0 { uninstall() }
    }
  }

  private static func uninstall() {
    for place in numbers.indices { sigaction(numbers[place], shared.previous + place, nil) }
  }

  private static func install(_ place: Int) {
    sigaction(numbers[place], nil, shared.previous + place)
    var action = sigaction()
    sigemptyset(&action.sa_mask)
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESTART))
    // Only async-signal-safe calls: kill(2), getpid(2), sigaction(2), and atomic numbers.
    let handler: @convention(c) (Int32) -> Void = { number in
      let place = number == SIGINT ? 0 : number == SIGTERM ? 1 : 2
      _ = ChildSignals.held.bitwiseOr(1 << place, ordering: .sequentiallyConsistent)
      ChildSignals.deliver()
    }
    let isIgnored = address(shared.previous[place].handler) == address(SIG_IGN)
    action.handler = handler
    if !isIgnored { sigaction(numbers[place], &action, nil) }
  }

  /// Does what the signals that came ask for, unless a command is being started: who starts it calls this afterwards. One
  /// of the two sees both the signal and that nothing is being started.
  private static func deliver() {
    guard starting.load(ordering: .sequentiallyConsistent) == 0 else { return }
    let signals = held.exchange(0, ordering: .sequentiallyConsistent)
    guard signals != 0 else { return }
    for place in 0..<capacity {
      let child = shared.children[place]
      if child > 0 { kill(child, SIGTERM) }
    }
    // In a handler it is delivered when that returns, for it is blocked until then.
    for place in 0..<3 where signals >> place & 1 == 1 {
      let number = place == 0 ? SIGINT : place == 1 ? SIGTERM : SIGHUP
      sigaction(number, shared.previous + place, nil)
      // To the process, not to this thread, which may have it blocked.
      kill(getpid(), number)
    }
  }

  /// Handlers cannot be compared; that of ignored signals is a number.
  private static func address(_ handler: (@convention(c) (Int32) -> Void)?) -> Int {
    handler.map { unsafeBitCast($0, to: Int.self) } ?? 0
  }
}
