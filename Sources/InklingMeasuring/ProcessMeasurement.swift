package import InklingFiles
import InklingPlatform

/// What running another program took.
package struct ProcessMeasurement: Sendable {
  /// From before its start to after its end.
  package let seconds: Double
  /// The largest resident memory of the process, in bytes.
  package let peakBytes: Int
  package let output: [UInt8]

  /// Runs a program to its end, its standard output caught, its standard error dropped.
  ///
  /// A child starts with its parent's memory until it becomes the other program, and the kernel counts that too: call
  /// this before the parent has grown.
  ///
  /// - Throws: `InputError` if it cannot be started or does not end with status zero.
  package static func run(_ path: String, _ arguments: [String]) throws(InputError) -> ProcessMeasurement {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw InputError(.broken, "no pipe could be made", found: "error \(errno)") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = SpawnActions(output: ends[1], errors: nil)
    let start = ContinuousClock.now
    let (failed, process) = ChildSignals.spawn { actions.spawn(&$0, [path] + arguments) }
    close(ends[1])
    defer { close(ends[0]) }
    guard failed == 0 else {
      throw InputError(.unavailable, "a program could not be started", path: path, found: "error \(failed)")
    }
    defer { ChildSignals.end(process) }
    let output = readAll(ends[0])
    var status: Int32 = 0
    var usage = rusage()
    while wait4(process, &status, 0, &usage) < 0 && errno == EINTR {}
    let duration = ContinuousClock.now - start
    guard status == 0 else {
      // The macros WIFEXITED and WEXITSTATUS, which Swift does not import.
      let (signal, code) = (status & 0x7f, status >> 8 & 0xff)
      throw InputError(
        signal == 0 ? InputError.Kind(rawValue: code) ?? .failed : .failed, "a program did not end well", path: path,
        expected: "exit status 0", found: signal == 0 ? "exit status \(code)" : "its end by signal \(signal)",
        remedy: "run it by hand: \(([path] + arguments).joined(separator: " "))")
    }
    return ProcessMeasurement(
      seconds: InklingMeasuring.seconds(duration), peakBytes: usage.peakBytes, output: output)
  }

  private static func readAll(_ descriptor: Int32) -> [UInt8] {
    var all: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &piece, piece.count)
      if count > 0 {
        all += piece[..<count]
      } else if count == 0 || errno != EINTR {
        return all
      }
    }
  }
}
