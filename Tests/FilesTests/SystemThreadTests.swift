import Synchronization
import Testing

@testable import InklingFiles

@Suite struct SystemThreadTests {
  @Test func aThreadRunsItsBody() throws {
    let ran = Mutex(false)
    try SystemThread { ran.withLock { $0 = true } }.join()
    #expect(ran.withLock { $0 })
  }

  /// Many that end at once, with stacks that are given back to the system: some end before they are let go, some after.
  @Test func threadsThatAreLetGoRunToTheirEnd() async throws {
    let count = Mutex(0)
    for _ in 0..<500 { try SystemThread(stackBytes: 8 << 20) { count.withLock { $0 += 1 } }.detach() }
    while count.withLock({ $0 }) < 500 { try await Task.sleep(for: .milliseconds(1)) }
  }

  @Test func noThreadIsSaidInOneSentence() {
    let error = #expect(throws: InputError.self) {
      try SystemThread.$allowance.withValue(.init(0)) { try SystemThread {} }
    }
    #expect(error?.kind == .unavailable)
    #expect(error?.what == "the system gives no more threads")
  }

  @Test(arguments: [0, 1, 100]) func everyNumberIsDoneOnce(allowed: Int) {
    let done = Mutex<[Int]>([])
    SystemThread.$allowance.withValue(.init(allowed)) {
      SystemThread.perform(40) { number in done.withLock { $0.append(number) } }
      SystemThread.perform(0) { number in done.withLock { $0.append(number) } }
    }
    #expect(done.withLock { $0.sorted() } == Array(0..<40))
  }
}
