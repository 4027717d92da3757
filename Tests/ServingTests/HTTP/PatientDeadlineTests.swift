import InklingFiles
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import InklingServing

@Suite struct PatientDeadlineTests {
  private final class Ending: Sendable {
    private let condition = ThreadCondition()
    private let time = Atomic<UInt64>(0)

    func came() {
      time.store(MonotonicTime.now, ordering: .sequentiallyConsistent)
      condition.wake()
    }

    func wait() async -> UInt64 {
      await TestServer.onThread { [self] in
        condition.wait { time.load(ordering: .sequentiallyConsistent) > 0 }
        return time.load(ordering: .sequentiallyConsistent)
      }
    }
  }

  @Test(arguments: [(0, 200), (900, 1100)])
  func anEventLoopThatWasAwayGivesClientsTheirTimeOnceMore(_ away: Int, _ least: UInt64) async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let (loop, ending, start) = (group.next(), Ending(), MonotonicTime.now)
    try await loop.submit {
      _ = PatientDeadline(after: .milliseconds(200), on: loop) { ending.came() }
      if away > 0 { TestServer.rest(milliseconds: away) }
    }.get()
    // Due after 200 ms in which the event loop did nothing else.
    #expect(await ending.wait() - start >= least * 1_000_000)
    try await group.shutdownGracefully()
  }

  @Test func whatIsCancelledDoesNotEnd() async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let (loop, ending) = (group.next(), Ending())
    try await loop.submit {
      PatientDeadline(after: .milliseconds(10), on: loop) { Issue.record("it was cancelled") }.cancel()
      _ = PatientDeadline(after: .milliseconds(100), on: loop) { ending.came() }
    }.get()
    _ = await ending.wait()
    try await group.shutdownGracefully()
  }
}
