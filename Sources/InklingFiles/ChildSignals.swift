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

  /// Watches over a command; `end` when it has ended.
  package static func begin(_ child: pid_t) {
    count.withLock { count in
      if count == 0 { for place in numbers.indices { install(place) } }
      count += 1
      if let place = (0..<capacity).first(where: { shared.children[$0] == 0 }) { shared.children[place] = child }
    }
  }

  package static func end(_ child: pid_t) {
    count.withLock { count in
      for place in 0..<capacity where shared.children[place] == child { shared.children[place] = 0 }
      count -= 1
      if count == 0 { for place in numbers.indices { sigaction(numbers[place], shared.previous + place, nil) } }
    }
  }

  private static func install(_ place: Int) {
    sigaction(numbers[place], nil, shared.previous + place)
    var action = sigaction()
    sigemptyset(&action.sa_mask)
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESTART))
    // Only async-signal-safe calls: kill(2), sigaction(2), raise(3).
    let handler: @convention(c) (Int32) -> Void = { number in
      for place in 0..<ChildSignals.capacity {
        let child = ChildSignals.shared.children[place]
        if child > 0 { kill(child, SIGTERM) }
      }
      // Delivered when this handler returns, for it is blocked until then.
      let place = number == SIGINT ? 0 : number == SIGTERM ? 1 : 2
      sigaction(number, ChildSignals.shared.previous + place, nil)
      raise(number)
    }
    let isIgnored = address(shared.previous[place].handler) == address(SIG_IGN)
    action.handler = handler
    if !isIgnored { sigaction(numbers[place], &action, nil) }
  }

  /// Handlers cannot be compared; that of ignored signals is a number.
  private static func address(_ handler: (@convention(c) (Int32) -> Void)?) -> Int {
    handler.map { unsafeBitCast($0, to: Int.self) } ?? 0
  }
}
