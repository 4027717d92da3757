import InklingFiles
import InklingPlatform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A command that runs beside this process, with what it prints kept.
struct ChildProcess: ~Copyable {
  /// How it ended: its exit code, or minus the signal that ended it.
  struct Outcome: Sendable, Equatable {
    let code: Int
    let output: String
    let errors: String
  }

  private let identifier: pid_t
  private var output: OutputPipe
  private var errors: OutputPipe

  /// Starts a command found on the PATH.
  ///
  /// - Parameter inherited: a descriptor that stays open in the command as long as it runs.
  /// - Throws: `InputError` (`.unavailable`) when it cannot be started, such as when it is not installed.
  init(_ arguments: [String], inheriting inherited: CInt? = nil) throws(InputError) {
    let output = try OutputPipe()
    let errors = try OutputPipe()
    var actions = SpawnActions(output: output.writeEnd, errors: errors.writeEnd, inherited: inherited)
    let environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C"]) { $1 }
    let variables = environment.map { "\($0)=\($1)" }
    let (code, identifier) = ChildSignals.spawn { actions.spawn(&$0, arguments, variables) }
    guard code == 0 else {
      throw InputError(
        .unavailable, "the command \(arguments[0]) cannot be run", found: String(cString: strerror(code)),
        remedy: "install it (Debian, Ubuntu: apt install \(arguments[0]); macOS has it), or check the PATH")
    }
    self.identifier = identifier
    self.output = output
    self.errors = errors
    self.output.closeWriteEnd()
    self.errors.closeWriteEnd()
  }

  /// Waits for the end, calling `tick` some times a second; ends the command when that returns false.
  consuming func wait(tick: () -> Bool) -> Outcome {
    defer { ChildSignals.end(identifier) }
    var pause: UInt32 = 1_000
    var status: CInt = 0
    while true {
      output.drain()
      errors.drain()
      let ended = waitpid(identifier, &status, WNOHANG)
      if ended == identifier { break }
      if ended < 0, errno != EINTR { return Outcome(code: -1, output: output.text, errors: "its end was not seen") }
      if !tick() { kill(identifier, SIGTERM) }
      usleep(pause)
      pause = min(2 * pause, 50_000)
    }
    output.drain()
    errors.drain()
    // The macros WIFEXITED and WEXITSTATUS, which Swift does not import.
    let code = status & 0x7f == 0 ? Int(status >> 8 & 0xff) : -Int(status & 0x7f)
    return Outcome(code: code, output: output.text, errors: errors.text)
  }
}

/// A pipe from a command to this process.
private struct OutputPipe: ~Copyable {
  /// Enough for what a command has to say; the rest is read and dropped.
  private static let limit = 1 << 16

  private let readEnd: CInt
  private(set) var writeEnd: CInt
  private var bytes: [UInt8] = []

  init() throws(InputError) {
    var ends: [CInt] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw InputError(.broken, "a pipe cannot be opened", found: String(cString: strerror(errno)))
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    (readEnd, writeEnd) = (ends[0], ends[1])
  }

  deinit {
    close(readEnd)
    if writeEnd >= 0 { close(writeEnd) }
  }

  var text: String {
    let text = String(decoding: bytes, as: UTF8.self)
    return String(text.reversed().drop(while: \.isWhitespace).reversed())
  }

  mutating func closeWriteEnd() {
    close(writeEnd)
    writeEnd = -1
  }

  /// Takes what is there now.
  mutating func drain() {
    withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
      while true {
        let count = read(readEnd, buffer.baseAddress, buffer.count)
        if count <= 0 { return }
        if bytes.count < Self.limit { bytes += buffer[..<count] }
      }
    }
  }
}
