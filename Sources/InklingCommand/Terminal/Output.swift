import InklingFiles
import InklingPlatform

/// The process's streams: results go to standard output, everything else to standard error.
enum Output {
  /// Makes writing into a pipe that nobody reads, or past the largest size of a file, an error instead of the process's
  /// end: a training goes on when its progress is no longer looked at, and says why it cannot save.
  static func letFaultsBeErrors() {
    for number in [SIGPIPE, SIGXFSZ] { _ = signal(number, SIG_IGN) }
  }

  /// Puts something in the place of a standard stream that is closed, so that no file is opened under its number and
  /// written over. What is written there is an error still.
  static func keepClosedStreamsClosed() {
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) == -1 {
      _ = open("/dev/null", O_RDONLY)
    }
  }

  /// Writes a result and a line feed to standard output.
  ///
  /// When nobody reads it any more the process ends as every filter does, by SIGPIPE and without a word.
  ///
  /// - Throws: `InputError` of kind `.broken`, such as on a full disk.
  static func result(_ text: String) throws(InputError) {
    let code = write(text + "\n", to: STDOUT_FILENO)
    if code == EPIPE {
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
    }
    guard code == 0 else {
      throw InputError(.broken, "standard output cannot be written", found: String(cString: strerror(code)))
    }
  }

  /// Writes a line to standard error. Nothing depends on whether it arrives.
  ///
  /// Line feeds stay; whatever else a terminal would obey is escaped.
  static func note(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    progress(lines.map { PrintableText.escaped(String($0)) }.joined(separator: "\n") + "\n")
  }

  /// Says what went wrong beside the result.
  static func note(of error: InputError) { note("note: \(error)") }

  /// Writes to standard error, without a line feed.
  static func progress(_ text: String) { _ = write(text, to: STDERR_FILENO) }

  /// Zero, or the system's error number.
  private static func write(_ text: String, to descriptor: CInt) -> CInt {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        bytes = bytes.dropFirst(count)
      } else if errno == EAGAIN {
        // Somebody made the terminal or the pipe non-blocking for all of its users.
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&ready, 1, 1000)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }
}
