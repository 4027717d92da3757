import Foundation
import InklingTestSupport
import Testing

extension CommandTests {
  /// Runs that lose their folder, a file or their lock while they are trained.
  @Suite struct TakenAwayTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    private func start() throws -> RunningCommand {
      let command = try sandbox.start(Sandbox.training(["--name", "a"], epochs: 3000))
      try command.wait(forError: "epoch    2/3000")
      return command
    }

    @Test(arguments: ["mv runs/a runs/b", "rm -r runs/a", "rm runs/a/configuration.json", "rm runs/a/model.json"])
    func itIsNoticed(line: String) throws {
      let command = try start()
      defer { command.send(SIGKILL) }
      // What saves at the same moment may put a file into a folder that is being removed.
      #expect(try sandbox.shell("until \(line); do :; done").status == 0)
      let result = try command.wait()
      #expect([73, 74].contains(result.status), "\(result.errors)")
      if !line.hasPrefix("rm -r") { #expect(result.status == 74) }
      #expect(!result.errors.contains("saved in"))
      #expect(result.output.isEmpty)
    }

    @Test func withoutTheLockFileTheRunIsStillInUse() throws {
      let command = try start()
      defer { command.send(SIGKILL) }
      #expect(try sandbox.shell("rm runs/a/lock").status == 0)
      let second = try sandbox.run(["train", "--resume", "a", "--data", "data"])
      #expect(second.status == 73)
      #expect(second.lastError.contains("the run is in use in runs/a"))
      #expect(command.isRunning)
      command.send(SIGINT)
      #expect(try command.wait().status == 130)
      #expect(try sandbox.run(["evaluate", "a", "--data", "data"]).status == 0)
    }
  }
}
