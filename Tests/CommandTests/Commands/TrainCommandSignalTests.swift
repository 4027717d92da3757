import Foundation
import InklingTestSupport
import Testing

extension CommandTests {
  @Suite struct TrainCommandSignalTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    @Test(arguments: [SIGINT, SIGTERM])
    func theFirstSignalSavesAndSaysHowToGoOn(signal: Int32) throws {
      let epochs = HeldErrors.lines + 20
      let straight = try sandbox.train(["--name", "straight"], epochs: epochs).json()["weights_sha256"]
      let command = try sandbox.start(Sandbox.training(["--name", "stopped"], epochs: epochs), holdsErrors: true)
      try command.wait(forError: "epoch  2/\(epochs)")
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
      let command = try sandbox.start(Sandbox.training(["--name", "stopped"], epochs: 3000))
      try command.wait(forError: "epoch    1/3000")
      // Both arrive at once: between two, the process could end in peace.
      for signal in [SIGSTOP, SIGINT, SIGTERM, SIGCONT] { command.send(signal) }
      let result = try command.wait()
      #expect([-SIGINT, -SIGTERM].contains(result.status))
      #expect(!result.errors.contains("saved; go on"))
      // Nothing that was saved before is harmed.
      #expect(try sandbox.run(["evaluate", "stopped", "--data", "data"]).status == 0)
    }

    /// A curl that never ends by itself.
    @Test(arguments: [SIGINT, SIGTERM, SIGHUP]) func aDownloadIsNotLeftBehind(signal: Int32) throws {
      let sandbox = try Sandbox(nil)
      let script = """
        #!/bin/sh
        trap 'echo > ended; exit 1' TERM
        echo > began
        while :; do sleep 0.05; done
        """
      try sandbox.write(Array(script.utf8), to: "curl")
      #expect(chmod(sandbox.file("curl"), 0o755) == 0)
      let command = try sandbox.start(
        ["train", "--dataset", "mnist", "--download"], environment: ["PATH": sandbox.path + ":/usr/bin:/bin"])
      while command.isRunning, !sandbox.exists("began") { usleep(2_000) }
      command.send(signal)
      #expect(try command.wait().status == -signal)
      while !sandbox.exists("ended") { usleep(2_000) }
    }

    @Test func twoTrainersNeverShareARun() throws {
      let first = try sandbox.start(Sandbox.training(["--name", "a"], epochs: 3000))
      defer { first.send(SIGKILL) }
      try first.wait(forError: "epoch    1/3000")
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
