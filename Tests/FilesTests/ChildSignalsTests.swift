import Foundation
import Testing

@testable import InklingFiles

@Suite struct ChildSignalsTests {
  /// In a process of its own, whose signals are nobody else's.
  @Test func aSignalWhileACommandStartsIsHeldUntilItIsKnown() async {
    await #expect(processExitsWith: .success) {
      // What the process does by itself about the signal: it notes it.
      signal(SIGHUP) { _ in _ = close(200) }
      dup2(0, 200)
      let (code, child) = ChildSignals.spawn { child in
        // To the process: the thread of a test has signals blocked.
        kill(getpid(), SIGHUP)
        usleep(300_000)
        // Held: the process's own handler has not run yet.
        if fcntl(200, F_GETFD) == -1 { exit(2) }
        let words: [UnsafeMutablePointer<CChar>?] = [strdup("sleep"), strdup("20"), nil]
        // A command that inherited the blocked signals would not end.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        return posix_spawnp(&child, "sleep", nil, &attributes, words, environ)
      }
      var status: Int32 = 0
      waitpid(child, &status, 0)
      ChildSignals.end(child)
      guard code == 0, status & 0x7f == SIGTERM else { exit(3) }
      usleep(300_000)
      // And then it has.
      exit(fcntl(200, F_GETFD) == -1 ? 0 : 4)
    }
  }

  @Test func aCommandThatDoesNotStartLeavesNothing() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      let (code, _) = ChildSignals.spawn { _ in
        kill(getpid(), SIGTERM)
        usleep(300_000)
        return ENOENT
      }
      usleep(300_000)
      exit(code)
    }
  }
}
