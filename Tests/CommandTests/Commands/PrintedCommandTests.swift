import Foundation
import InklingTestSupport
import Testing

extension CommandTests {
  /// Every command that the program prints is run in a shell, as it is printed, and answers as the run did.
  @Suite struct PrintedCommandTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    private static let quick = ["--learning-rate", "0.02", "--batch-size", "16"]

    /// What follows `words` in a text, to the end of the line or to `end`.
    private func command(after words: String, in text: String, to end: String = "\n") throws -> String {
      let start = try #require(text.range(of: words), "\(text)")
      let rest = text[start.upperBound...]
      return String(rest[..<(rest.range(of: end)?.lowerBound ?? rest.endIndex)])
    }

    private func line(_ name: String, of text: String) -> Substring? {
      text.split(separator: "\n").first { $0.hasPrefix(name) }
    }

    static let runs: [[String]] = [
      [], ["--set", "data.shift=inverted"], ["--set", "data.classes=[7, 1, 4]"],
      ["--set", "data.images_per_class=9", "--set", "data.shift=thick"],
      ["--set", "evaluation.views=[shifts, rotations]", "--set", "data.validation=0.2"],
      ["--model", "sprint", "--set", "averaging={name: ema, decay: 0.9}"], ["--dataset", "strokes"],
      ["--name", "x", "--validation", "0.2", "--patience", "1"],
    ]

    @Test(arguments: runs) func evaluateAnswersAsTheRun(options: [String]) throws {
      let epochs = options.contains("strokes") ? "1" : "2"
      let trained = try sandbox.run(["train", "--data", "data", "--epochs", epochs] + Self.quick + options)
      #expect(trained.status == 0, "\(trained.errors)")
      let evaluate = try command(after: "\nevaluate  ", in: trained.output)
      let evaluated = try sandbox.shell(evaluate)
      #expect(evaluated.status == 0, "\(evaluate): \(evaluated.errors)")
      for name in ["accuracy", "loss"] {
        #expect(line(name, of: evaluated.output) == line(name, of: trained.output), "\(evaluate)")
      }
    }

    /// Folders that a shell or the command would read as something else.
    @Test func foldersWithOddNames() throws {
      try TinyDataset.digits.write(to: sandbox.file("-my data's/mnist"))
      let options = ["--data=-my data's", "--runs=--runs", "--epochs", "1"] + Self.quick
      let trained = try sandbox.run(["train", "--name", "a"] + options)
      let evaluated = try sandbox.shell(try command(after: "\nevaluate  ", in: trained.output))
      #expect(line("accuracy", of: evaluated.output) == line("accuracy", of: trained.output), "\(evaluated.errors)")
      try FileManager.default.removeItem(atPath: sandbox.file("--runs/a/model.json"))
      let without = try sandbox.run(["evaluate", "a", "--runs=--runs", "--data=-my data's"])
      #expect(without.status == 66)
      let train = try command(after: "train it first: '", in: without.lastError, to: "'.")
      #expect(try sandbox.shell(train + " --data \"./-my data's\"").status == 0, "\(train)")
      let again = try sandbox.run(["evaluate", "a", "--runs=--runs", "--data=-my data's"])
      #expect(line("accuracy", of: again.output) == line("accuracy", of: trained.output))
    }

    /// More than a process says before it waits for its reader.
    private static let epochs = HeldErrors.lines + 20

    /// Stopped by a signal, the printed command gives what the run would have given.
    private func stopped(_ options: [String], at words: String) throws -> CommandResult {
      let running = try sandbox.start(Sandbox.training(options, epochs: Self.epochs), holdsErrors: true)
      try running.wait(forError: words)
      running.send(SIGINT)
      let result = try running.wait()
      #expect(result.status == 130, "it had ended before: \(result.errors)")
      return try sandbox.shell(try command(after: "go on with: ", in: result.errors))
    }

    @Test func resume() throws {
      let straight = try sandbox.train(["--name", "a"], epochs: Self.epochs).json()
      let resumed = try stopped(["--name", "b"], at: "epoch  2/\(Self.epochs)")
      #expect(try resumed.json()["weights_sha256"] == straight["weights_sha256"], "\(resumed.errors)")
    }

    /// One fold's run is not the cross-validation: the whole is gone on with, under the name that was made for it.
    @Test func foldsGoOnTogether() throws {
      let straight = try sandbox.train(["--name", "a", "--folds", "3"], epochs: Self.epochs).json()
      let resumed = try stopped(["--folds", "3"], at: "fold 2 of 3").json()
      func digests(_ result: [String: JSONValue]) -> [JSONValue?]? {
        result["folds"]?.array?.map { $0.object?["weights_sha256"] }
      }
      #expect(digests(resumed)?.count == 3 && digests(resumed) == digests(straight))
      #expect(resumed["accuracy"] == straight["accuracy"])
    }

    @Test func membersGoOnTogether() throws {
      let options = ["--recipe", "classic", "--set", "ensemble.members=2", "--set", "evaluation.views=[scales]"]
      let straight = try sandbox.train(options + ["--name", "a"], epochs: Self.epochs)
      let resumed = try stopped(options, at: "member 2 of 2")
      for key in ["accuracy", "loss", "models", "views"] {
        #expect(try resumed.json()[key] == straight.json()[key], "\(resumed.errors)")
      }
      let evaluate = try command(after: "evaluate again with: ", in: resumed.errors)
      #expect(try sandbox.shell(evaluate + " --json").json()["loss"] == straight.json()["loss"])
      // Another recipe under the same name is refused; the same one looks at no member's test set again.
      let other = try sandbox.train(options + ["--name", "a", "--seed", "4"], epochs: Self.epochs)
      #expect(other.status == 65 && other.lastError.contains("found --seed 4"), "\(other.errors)")
      let again = try sandbox.train(options + ["--name", "a"], epochs: Self.epochs)
      #expect(try again.json()["loss"] == straight.json()["loss"])
      let log = String(decoding: try sandbox.bytes("runs/a-2/test-evaluations.log"), as: UTF8.self)
      // Its own training once, the ensemble twice.
      #expect(log.split(separator: "\n").count == 3)
    }

    @Test func tuneGoesOnAndItsBestRecipeTrains() throws {
      try sandbox.write(
        Array(
          """
          trials: 3
          set: {data.validation: 80, epochs: 30, batch_size: 32}
          space: {optimizer.learning_rate: {log_uniform: [0.001, 0.05]}}
          """.utf8), to: "-space.yaml")
      let running = try sandbox.start(["tune", "./-space.yaml", "--data", "data", "--runs=-r"])
      try running.wait(forError: "trial 1 to epoch")
      usleep(20_000)
      running.send(SIGTERM)
      let stopped = try running.wait()
      #expect(stopped.status == 143)
      let done = try sandbox.shell(try command(after: "same command: ", in: stopped.errors))
      #expect(done.status == 0, "\(done.errors)")
      let trained = try sandbox.shell(try command(after: "\ntrain     ", in: done.output) + " --json")
      let best = try #require(done.output.split(separator: "\n").dropFirst().first).split(separator: " ")
      let report = try trained.json()
      let accuracy = try #require(report["validation"]?.object?["accuracy"]?.double)
      #expect(Double(best[2]) == (accuracy * 10_000).rounded() / 100, "\(done.output)")
    }

    /// Without a downloader it fails as a download does, not as a wrong command.
    @Test func download() throws {
      let missing = try sandbox.run(["train", "--dataset", "kmnist"])
      let fetch = try command(after: "fetch it with '", in: missing.lastError, to: "', name")
      #expect(fetch.hasSuffix("data --download kmnist"))
      #expect(try sandbox.shell(fetch, environment: ["PATH": sandbox.file("nothing")]).status == 69)
    }
  }
}
