import Foundation
import InklingTestSupport
import Testing

extension CommandTests {
  @Suite struct TuneCommandTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    private static let space = """
      recipe: classic
      method: asha
      trials: 4
      rungs: {first: 1, factor: 2}
      set: {data.validation: 80, epochs: 2, batch_size: 32}
      space:
        optimizer.learning_rate: {log_uniform: [0.001, 0.05]}

      """

    private func tune(_ arguments: [String] = []) throws -> CommandResult {
      try sandbox.write(Array(Self.space.utf8), to: "space.yaml")
      return try sandbox.run(["tune", "space.yaml", "--data", "data"] + arguments)
    }

    @Test func aSearchEndsWithATableAndARecipe() throws {
      let result = try tune()
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.hasPrefix("trial  epochs  accuracy"))
      #expect(result.output.contains("train --recipe runs/tune-space/best.yaml"))
      #expect(sandbox.entries("runs/tune-space/trials").count == 4)
      let again = try tune(["--json"])
      let rows = try #require(try again.json()["rows"]?.array)
      #expect(rows.count == 4)
      #expect(rows.first?.object?["epochs"]?.int == 2)
      // Done is done: nothing is trained a second time.
      #expect(!again.errors.contains("to epoch"))
    }

    /// A trial's folder is a run's: it can be evaluated, predicted with, compared and gone on with.
    @Test func trialsAreRuns() throws {
      let rows = try #require(try tune(["--json"]).json()["rows"]?.array)
      for row in rows {
        let run = "runs/tune-space/trials/trial-\(row.object?["trial"]?.int ?? -1)"
        #expect(!sandbox.exists(run + "/test-evaluations.log"))
        let held = try sandbox.run(["evaluate", run, "--data", "data", "--split", "validation", "--json"])
        #expect(held.status == 0, "\(held.errors)")
        for key in ["accuracy", "loss"] { #expect(try held.json()[key] == row.object?[key]) }
      }
      let last = try #require(rows.last?.object)
      #expect(last["epochs"]?.int == 1)
      let run = "runs/tune-space/trials/trial-\(last["trial"]?.int ?? -1)"
      #expect(try sandbox.run(["predict", run, "--data", "data", "--index", "0"]).status == 0)
      let resumed = try sandbox.run(["train", "--resume", run, "--data", "data", "--json"])
      #expect(try resumed.json()["epochs"]?.array?.count == 2, "\(resumed.errors)")
      #expect(try resumed.json()["test_evaluations"]?.int == 1)
      // The table still has what it was compared by.
      #expect(try tune(["--json"]).json()["rows"]?.array == rows)
    }

    /// What `train` takes from the run that it starts from, a trial would not: then it must stand in the space.
    @Test func trialsFromARunOfAnotherNormalizationAreRefused() throws {
      let train = ["train", "--data", "data", "--epochs", "1", "--batch-size", "32", "--name", "a"]
      #expect(try sandbox.run(train + ["--set", "data.normalization=mnist"]).status == 0)
      func tune(_ set: String) throws -> CommandResult {
        let space = Self.space.replacing("batch_size: 32}", with: "batch_size: 32, fine_tuning.from: a\(set)}")
        try sandbox.write(Array(space.utf8), to: "space.yaml")
        return try sandbox.run(["tune", "space.yaml", "--data", "data"])
      }
      let refused = try tune("")
      #expect(refused.status == 65)
      #expect(refused.lastError.contains("the trials start from a, whose images were normalised otherwise"))
      #expect(!sandbox.exists("runs/tune-space"))
      let named = try tune(", data.normalization: mnist")
      #expect(named.status == 0, "\(named.errors)")
    }

    /// Trials start from all that `train --from` takes, with the network that the file has where the space names none.
    @Test func trialsStartFromAnotherProgramsModel() throws {
      let train = ["train", "--data", "data", "--epochs", "1", "--batch-size", "32", "--name", "a"]
      #expect(try sandbox.run(train).status == 0)
      #expect(try sandbox.run(["export", "a", "--format", "onnx", "-o", "a.onnx"]).status == 0)
      for model in ["", ", model: null"] {
        let space = Self.space.replacing("batch_size: 32}", with: "batch_size: 32, fine_tuning.from: a.onnx\(model)}")
        try sandbox.write(Array(space.utf8), to: "space.yaml")
        let result = try sandbox.run(["tune", "space.yaml", "--data", "data", "--name", "t\(model.count)"])
        #expect(result.status == 0, "\(result.errors)")
      }
      // The first epoch goes on from what was learnt.
      let trial = try sandbox.run([
        "evaluate", "runs/t0/trials/trial-0", "--data", "data", "--split", "validation", "--json",
      ])
      let other = try sandbox.run(
        ["evaluate", "runs/t13/trials/trial-0", "--data", "data", "--split", "validation", "--json"])
      #expect(try trial.json()["loss"] == other.json()["loss"])
      let resumed = try sandbox.run(["predict", "runs/t13/trials/trial-0", "--data", "data", "--index", "0"])
      #expect(resumed.status == 0, "\(resumed.errors)")
    }

    /// The table, the file of values and the file of trials said "a list of 1" of each.
    @Test func listsThatAreSearchedAreToldApart() throws {
      let space = """
        trials: 8
        set: {data.validation: 80, epochs: 1, batch_size: 32}
        space:
          augmentation: {choice: [[{mixup: {alpha: 0.2}}], [{random_crop: {padding: 1}}]]}

        """
      try sandbox.write(Array(space.utf8), to: "lists.yaml")
      let result = try sandbox.run(["tune", "lists.yaml", "--data", "data"])
      #expect(result.status == 0, "\(result.errors)")
      let written = try ["results.csv", "trials.json"].map {
        String(decoding: try sandbox.bytes("runs/tune-lists/\($0)"), as: UTF8.self)
      }
      for text in written + [result.output, result.errors] {
        #expect(text.contains("[{mixup: {alpha: 0.2}}]") && text.contains("[{random_crop: {padding: 1}}]"), "\(text)")
        #expect(!text.contains("a list of"))
      }
      // Read back, it is the same search.
      #expect(try sandbox.run(["tune", "lists.yaml", "--data", "data"]).output == result.output)
    }

    /// As for a training: the classic recipe's network is for who names none.
    @Test func trialsHaveTheNetworkOfTheRunThatTheyStartFrom() throws {
      let train = ["train", "--data", "data", "--epochs", "1", "--batch-size", "32", "--name", "a", "--model", "tiny"]
      #expect(try sandbox.run(train).status == 0)
      let space =
        "trials: 1\nset: {data.validation: 80, epochs: 1, batch_size: 32, fine_tuning.from: a}\n"
        + "space: {optimizer.learning_rate: {uniform: [0.001, 0.002]}}\n"
      try sandbox.write(Array(space.utf8), to: "start.yaml")
      let result = try sandbox.run(["tune", "start.yaml", "--data", "data"])
      #expect(result.status == 0, "\(result.errors)")
      let trial = "runs/tune-start/trials/trial-0"
      #expect(try sandbox.run(["evaluate", trial, "--data", "data", "--split", "validation"]).status == 0)
    }

    @Test func aSearchOnOtherImagesIsAnother() throws {
      #expect(try tune().status == 0)
      var other = TinyDataset.digits
      other.trainImages[16 + 77] ^= 1
      try other.write(to: sandbox.file("data/mnist"))
      let result = try tune()
      #expect(result.status == 65)
      #expect(
        result.lastError.contains("the search was started on other data in runs/tune-space/trials.json")
          && result.lastError.contains("with other training images;"), "\(result.lastError)")
    }

    /// Every trial is held against the images before the first is trained.
    @Test func trialsThatDoNotFitTheImagesAreRefusedAtOnce() throws {
      try sandbox.write(
        Array("trials: 9\nset: {data.validation: 80}\nspace: {batch_size: {choice: [32, 300]}}".utf8), to: "bad.yaml")
      let result = try sandbox.run(["tune", "bad.yaml", "--data", "data"])
      #expect(result.status == 65 && result.errors.contains("batch_size is larger"), "\(result.errors)")
      #expect(sandbox.entries("runs").isEmpty)
    }

    @Test func aSearchThatIsKilledGoesOnWhereItWas() throws {
      #expect(try tune(["--name", "whole"]).status == 0)
      try sandbox.write(Array(Self.space.utf8), to: "space.yaml")
      let running = try sandbox.start(["tune", "space.yaml", "--data", "data", "--name", "killed"])
      try running.wait(forError: "trial 1 to epoch")
      running.send(SIGKILL)
      _ = try running.wait()
      #expect(try tune(["--name", "killed"]).status == 0)
      func results(_ name: String) throws -> [[Substring]] {
        String(decoding: try sandbox.bytes("runs/\(name)/results.csv"), as: UTF8.self)
          .split(separator: "\n").map { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            // Without the seconds.
            return Array(fields[..<4] + fields[5...])
          }
      }
      #expect(try results("killed") == results("whole"))
    }

    @Test(arguments: [
      ("trials: 1", 65, "space is missing"), ("trials: 1\nspace: {batch_size: {choice: [8]}}", 65, "for validation"),
      ("trials: [", 65, "no valid YAML"),
      (
        "trials: 1\nset: {data.validation: 80, selection.monitor: loss}\nspace: {batch_size: {choice: [8]}}", 65,
        "line 2: set.selection.monitor changes nothing in a search"
      ),
      (
        "trials: 1\nset: {data.validation: 80, schedule: {name: one_cycle, max_lr: 0.1}}\n"
          + "space: {optimizer.learning_rate: {uniform: [0.1, 0.2]}}", 65,
        "optimizer.learning_rate of trial 0 changes nothing"
      ),
    ])
    func badSpacesAreRefused(text: String, status: Int32, words: String) throws {
      try sandbox.write(Array(text.utf8), to: "bad.yaml")
      let result = try sandbox.run(["tune", "bad.yaml", "--data", "data"])
      #expect(result.status == status)
      #expect(result.errors.contains(words), "\(result.errors)")
      #expect(sandbox.entries("runs").isEmpty)
    }

    @Test func aNameWithAPathIsRefused() throws {
      #expect(try tune(["--name", "../a"]).status == 64)
      #expect(try sandbox.run(["tune", "nothing.yaml"]).status == 66)
    }
  }
}
