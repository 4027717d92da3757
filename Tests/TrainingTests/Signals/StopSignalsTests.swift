import Foundation
import InklingFiles
import Testing

@testable import InklingTraining

/// Signals end processes, so each of these tests runs in one of its own.
@Suite struct StopSignalsTests {
  /// Sends a signal to this process and gives it up to a minute to arrive. (`raise` would send it to this thread alone, and the
  /// threads of tasks have signals blocked.)
  private static func send(_ signal: Int32, until isDone: () -> Bool = { false }) {
    kill(getpid(), signal)
    for _ in 0..<60_000 where !isDone() { usleep(1000) }
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func theFirstIsOnlyARequest(_ number: Int32) async {
    await #expect(processExitsWith: .success) { [number] in
      StopSignals.install()
      guard StopSignals.received == nil, !StopSignals.isStopRequested else { exit(1) }
      Self.send(number) { StopSignals.isStopRequested }
      exit(StopSignals.received == number ? 0 : 2)
    }
  }

  @Test(arguments: [SIGINT, SIGTERM], [SIGINT, SIGTERM])
  func theSecondEndsTheProcess(_ first: Int32, _ second: Int32) async {
    await #expect(processExitsWith: .signal(second)) { [first, second] in
      StopSignals.install()
      Self.send(first) { StopSignals.isStopRequested }
      Self.send(second)
      exit(0)
    }
  }

  @Test func aThreadThatComputesSeesTheRequest() async {
    await #expect(processExitsWith: .success) {
      StopSignals.install()
      try SystemThread(stackBytes: 8 << 20) {
        while !StopSignals.isStopRequested { usleep(100) }
        exit(0)
      }.detach()
      Self.send(SIGTERM)
      exit(1)
    }
  }

  @Test func whatTheParentIgnoredIsTakenOver() async {
    await #expect(processExitsWith: .success) {
      signal(SIGINT, SIG_IGN)
      StopSignals.install()
      Self.send(SIGINT) { StopSignals.isStopRequested }
      exit(StopSignals.received == SIGINT ? 0 : 1)
    }
  }
}
