import Foundation
import InklingTestSupport

/// What a command left behind.
struct CommandResult {
  /// The exit status, or minus the signal that ended it.
  let status: Int32
  let output: String
  let errors: String

  /// Standard error's last line.
  var lastError: String { errors.split(separator: "\n").last.map(String.init) ?? "" }

  /// Standard output, which must be one JSON object on one line and nothing else.
  func json() throws -> [String: JSONValue] {
    guard output.hasSuffix("}\n"), output.dropLast().contains("\n") == false else { throw NoObject(text: output) }
    return try JSONDecoder().decode([String: JSONValue].self, from: Data(output.utf8))
  }

  struct NoObject: Error { let text: String }
}

/// The command `inkling` in a process of its own, its streams in files.
final class RunningCommand {
  private let process = Process()
  private let output: String
  private let errors: String
  private let held: HeldErrors?

  /// - Parameters:
  ///   - executable: another program, such as a shell.
  ///   - folder: the working directory, which also gets the files for the streams.
  ///   - holdsErrors: whether the process waits with what it says on standard error until somebody waits for it. So a training
  ///     of few epochs is stopped in its middle for sure, however busy the machine is.
  init(
    _ arguments: [String], executable: String = RunningCommand.executable, in folder: String,
    environment: [String: String], holdsErrors: Bool = false
  ) throws {
    let name = UUID().uuidString
    output = folder + "/\(name).out"
    errors = folder + "/\(name).err"
    for path in [output, errors] { _ = FileManager.default.createFile(atPath: path, contents: nil) }
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.environment = environment
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: output)
    held = holdsErrors ? HeldErrors() : nil
    process.standardError = held?.writing ?? FileHandle(forWritingAtPath: errors)
    try process.run()
    held?.begin()
  }

  var isRunning: Bool { process.isRunning }

  /// Sends a signal.
  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for the end.
  func wait() throws -> CommandResult {
    let said = try held?.rest()
    process.waitUntilExit()
    let status = process.terminationReason == .uncaughtSignal ? -process.terminationStatus : process.terminationStatus
    return CommandResult(
      status: status, output: try String(contentsOfFile: output, encoding: .utf8),
      errors: try said ?? String(contentsOfFile: errors, encoding: .utf8))
  }

  /// Waits until standard error has `text`, or the process ends.
  func wait(forError text: String) throws {
    if let held { return try held.read(to: text) }
    while isRunning, try !String(contentsOfFile: errors, encoding: .utf8).contains(text) { usleep(2_000) }
  }

  /// The command that `INKLING_COMMAND` names, such as a release build, or the one that was built beside the tests.
  static let executable: String = {
    if let given = ProcessInfo.processInfo.environment["INKLING_COMMAND"], !given.isEmpty {
      return URL(fileURLWithPath: given).path
    }
    return whole
  }()

  /// The one that was built beside the tests: it has the server, which the one that `INKLING_COMMAND` names may lack.
  static let whole: String = {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") }?.components(separatedBy: ".xctest")[0]
    let folder = bundle.map { ($0 as NSString).deletingLastPathComponent } ?? Goldens.packageRoot + "/.build/debug"
    return folder + "/inkling"
  }()
}
