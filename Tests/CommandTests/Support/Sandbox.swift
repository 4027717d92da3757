import Foundation
import InklingTestSupport

/// A folder with a small data set in it, in which commands run: nothing outside is found or touched.
final class Sandbox {
  private let folder: TemporaryFolder

  /// One folder deeper than the temporary one: a neighbour (`../shared`) would be somebody else's.
  var path: String { folder.file("work") }

  /// - Parameter data: what becomes `data/mnist`; nil for no data at all.
  init(_ data: TinyDataset? = .digits) throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    try data?.write(to: file("data/mnist"))
  }

  /// The path of `name` in the folder.
  func file(_ name: String) -> String { path + "/" + name }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

  func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: file(name)))) }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
  }

  /// The names in a folder, sorted; none when it is not there.
  func entries(_ name: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: file(name)))?.sorted() ?? []
  }

  /// Starts the command.
  func start(
    _ arguments: [String], environment: [String: String] = [:], holdsErrors: Bool = false
  ) throws -> RunningCommand {
    try RunningCommand(
      arguments, in: path, environment: self.environment.merging(environment) { $1 }, holdsErrors: holdsErrors)
  }

  /// Runs the command to its end.
  func run(_ arguments: [String], environment: [String: String] = [:]) throws -> CommandResult {
    try start(arguments, environment: environment).wait()
  }

  /// Runs a command that needs the server to its end.
  func runWhole(_ arguments: [String]) throws -> CommandResult {
    try RunningCommand(arguments, executable: RunningCommand.whole, in: path, environment: environment).wait()
  }

  /// Runs a line in a shell, in which `inkling` is the command.
  func shell(_ line: String, environment: [String: String] = [:]) throws -> CommandResult {
    try RunningCommand(
      ["-c", "inkling() { \"\(RunningCommand.executable)\" \"$@\"; }; \(line)"], executable: "/bin/sh", in: path,
      environment: self.environment.merging(environment) { $1 }
    ).wait()
  }

  /// Trains on the small data set, a second's work, with `--json`.
  func train(
    _ arguments: [String] = [], epochs: Int = 2, environment: [String: String] = [:]
  ) throws -> CommandResult {
    try run(Self.training(arguments, epochs: epochs), environment: environment)
  }

  /// The arguments of that.
  static func training(_ arguments: [String] = [], epochs: Int = 2) -> [String] {
    ["train", "--data", "data", "--epochs", "\(epochs)", "--json"] + arguments
  }

  private var environment: [String: String] {
    [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": path,
      "XDG_CACHE_HOME": file("cache"), "TERM": "xterm-256color",
    ]
  }
}
