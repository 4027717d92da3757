import InklingPlatform
import Synchronization

/// Ctrl-C and SIGTERM as a polite request: the first asks a run to stop and save, the second ends the process at once,
/// with the exit status that the signal gives (130, 143).
package enum StopSignals {
  /// The first signal; zero before one came. Lock-free, as a signal handler needs it.
  private static let first = Atomic<Int32>(0)

  /// Lets SIGINT, SIGTERM and SIGHUP through, where a parent had them blocked: what starts a process from a thread of a pool
  /// often does, and whoever sends one means it.
  package static func unblock() {
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// Takes over SIGINT and SIGTERM, also where the parent had them ignored: a shell script does that to what it starts in
  /// the background, and whoever sends one means it. A signal that has come already counts: one between two runs of a
  /// command stops the second.
  package static func install() {
    // A global is made at its first use, under a lock: that must not be in the handler.
    _ = first.load(ordering: .sequentiallyConsistent)
    for signal in [SIGINT, SIGTERM] {
      var action = sigaction()
      setHandler(&action)
      sigemptyset(&action.sa_mask)
      // Reads and writes under way go on: the request is polled, nothing needs to be woken.
      action.sa_flags = Int32(bitPattern: UInt32(SA_RESTART))
      sigaction(signal, &action, nil)
    }
  }

  /// The signal that asked to stop; nil before one came.
  package static var received: Int32? {
    let signal = first.load(ordering: .relaxed)
    return signal == 0 ? nil : signal
  }

  /// Whether a signal asked to stop. Cheap enough to ask at every step.
  package static var isStopRequested: Bool { first.load(ordering: .relaxed) != 0 }

  private static func setHandler(_ action: inout sigaction) {
    // Only async-signal-safe calls: an atomic exchange, signal(2), raise(3).
    let handler: @convention(c) (Int32) -> Void = { signal in
      guard StopSignals.first.exchange(signal, ordering: .sequentiallyConsistent) != 0 else { return }
      // Delivered when this handler returns, for it is blocked until then.
      restoreDefault(signal)
      raise(signal)
    }
    action.handler = handler
  }
}

private func restoreDefault(_ number: Int32) { signal(number, SIG_DFL) }
