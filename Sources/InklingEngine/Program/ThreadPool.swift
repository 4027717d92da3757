import InklingFiles
import InklingPlatform
import Synchronization

/// Threads that all run one body whenever asked, with a barrier inside. The caller is the first of them.
///
/// Where the system gives fewer threads than are asked for there are fewer, down to the caller alone: no result depends on
/// how many there are.
///
/// Waiting spins for a tenth of a millisecond before it sleeps: a training step takes half a millisecond, and waking a
/// sleeper costs a tenth of that. Where there are more threads than processors, a spinning one keeps a processor from
/// another that has work: there it offers its processor between two looks.
///
/// `@unchecked Sendable`: shared state is atomic or guarded by the mutex, or was written before the first `run`.
package final class ThreadPool: @unchecked Sendable {
  /// The threads that there are, the caller among them.
  package private(set) var count = 1
  private let body: @Sendable (Int, ThreadPool) -> Void
  private let started: Event
  private let arrived = Atomic<Int>(0)
  private let crossed: Event
  private let stopping = Atomic<Bool>(false)
  private var threads: [SystemThread] = []

  /// - Parameters:
  ///   - wanted: how many threads there shall be.
  ///   - body: called on each thread with its number.
  package init(count wanted: Int, body: @escaping @Sendable (Int, ThreadPool) -> Void) {
    self.body = body
    let isCrowded = wanted > Processors.count
    started = Event(isCrowded: isCrowded)
    crossed = Event(isCrowded: isCrowded)
    while count < wanted {
      let number = count
      // Unowned: the pool outlives its threads, which `stop` joins.
      do throws(InputError) {
        threads.append(try SystemThread { [unowned self] in work(as: number) })
      } catch {
        break
      }
      count += 1
    }
  }

  /// Ends the threads. The pool cannot run afterwards.
  package func stop() {
    stopping.store(true, ordering: .releasing)
    started.signal()
    for thread in threads { thread.join() }
    threads = []
  }

  /// Runs the body on every thread and returns when all have reached its end.
  package func run() {
    started.signal()
    body(0, self)
    barrier()
  }

  /// Waits, inside the body, until every thread is here.
  func barrier() {
    if count == 1 { return }
    let generation = crossed.generation
    if arrived.add(1, ordering: .acquiringAndReleasing).newValue == count {
      arrived.store(0, ordering: .relaxed)
      crossed.signal()
    } else {
      crossed.wait(after: generation)
    }
  }

  private func work(as number: Int) {
    var generation = 0
    while true {
      started.wait(after: generation)
      generation += 1
      if stopping.load(ordering: .acquiring) { return }
      body(number, self)
      barrier()
    }
  }
}

/// A counter that threads wait on: first spinning, then asleep.
private final class Event: Sendable {
  private let counter = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let condition = ThreadCondition()
  /// Whether other threads of the pool want the processor that a spinning one has.
  private let isCrowded: Bool
  /// Loads between two looks at the clock, which costs as much as a hundred of them.
  private let loads: Int
  private static let longest: Duration = .microseconds(100)

  init(isCrowded: Bool) {
    self.isCrowded = isCrowded
    loads = isCrowded ? 1 : 1000
  }

  var generation: Int { counter.load(ordering: .acquiring) }

  func signal() {
    counter.add(1, ordering: .sequentiallyConsistent)
    if sleepers.load(ordering: .sequentiallyConsistent) > 0 { condition.wake() }
  }

  /// Returns once the counter has passed `generation`.
  func wait(after generation: Int) {
    if passes(generation) { return }
    sleepers.add(1, ordering: .sequentiallyConsistent)
    condition.wait { counter.load(ordering: .sequentiallyConsistent) != generation }
    sleepers.subtract(1, ordering: .relaxed)
  }

  /// Whether the counter passes `generation` while this thread spins. By the clock, so that a build without optimisation, or a
  /// slower machine, takes no more of the processors that others want.
  private func passes(_ generation: Int) -> Bool {
    var end: ContinuousClock.Instant?
    while true {
      for _ in 0..<loads where counter.load(ordering: .acquiring) != generation { return true }
      if isCrowded { sched_yield() }
      let now = ContinuousClock.now
      guard let limit = end else {
        end = now.advanced(by: Self.longest)
        continue
      }
      if now >= limit { return false }
    }
  }
}
