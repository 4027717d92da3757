import InklingPlatform

/// SIGTERM and SIGINT before a server follows them, while models are opened: nobody is served yet, so the process ends at
/// once, with 0 as after an end in order.
package enum EarlyEnd {
  /// Until the server follows the signals itself.
  package static func install() {
    for signal in [SIGTERM, SIGINT] {
      var action = sigaction()
      // Async-signal-safe: nothing but the end.
      action.handler = { _ in _exit(0) }
      sigemptyset(&action.sa_mask)
      sigaction(signal, &action, nil)
    }
  }
}
