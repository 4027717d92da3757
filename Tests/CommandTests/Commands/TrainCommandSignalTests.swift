import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite struct TrainCommandSignalTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    @Test(arguments: [SIGINT, SIGTERM])
    func theFirstSignalSavesAndSaysHowToGoOn(signal: Int32) throws {
      let straight = try sandbox.train(["--name", "straight"], epochs: 30).json()["weights_sha256"]
      let command = try sandbox.start(Sandbox.training(["--name", "stopped"], epochs: 30))
      try command.wait(forError: "epoch  2/30")
      command.send(signal)
      let result = try command.wait()
      #expect(result.status == 128 + signal)
      #expect(result.output.isEmpty)
      let words = "stopped and saved; go on with: "
      #expect(result.lastError.hasPrefix(words), "\(result.errors)")
      let resumed = try sandbox.shell(String(result.lastError.dropFirst(words.count)))
      #expect(resumed.status == 0)
      #expect(resumed.errors.contains("going on with epoch"))
      #expect(try resumed.json()["weights_sha256"] == straight)
    }

    @Test func theSecondSignalStopsAtOnce() throws {
      let command = try sandbox.start(Sandbox.training(["--name", "stopped"], epochs: 300))
      try command.wait(forError: "epoch   1/300")
      command.send(SIGINT)
      command.send(SIGTERM)
      let result = try command.wait()
      #expect([-SIGINT, -SIGTERM].contains(result.status))
      #expect(!result.errors.contains("saved; go on"))
      // Nothing that was saved before is harmed.
      #expect(try sandbox.run(["evaluate", "stopped", "--data", "data"]).status == 0)
    }

    @Test func twoTrainersNeverShareARun() throws {
      let first = try sandbox.start(Sandbox.training(["--name", "a"], epochs: 300))
      defer { first.send(SIGKILL) }
      try first.wait(forError: "epoch   1/300")
      let second = try sandbox.run(["train", "--resume", "a", "--data", "data"])
      #expect(second.status == 73)
      #expect(second.lastError.contains("the run is in use in runs/a"))
      #expect(try sandbox.train(["--name", "a"]).status == 73)
      #expect(first.isRunning)
      first.send(SIGKILL)
      _ = try first.wait()
      // The lock ends with the process.
      #expect(try sandbox.run(["train", "--resume", "a", "--data", "data", "--seed", "1"]).status == 65)
    }
  }
}
