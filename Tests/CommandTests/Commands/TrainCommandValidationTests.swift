import Foundation
import InklingTestSupport
import Testing

extension CommandTests {
  @Suite struct TrainCommandValidationTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    private static let quick = ["--learning-rate", "0.02", "--batch-size", "16"]

    @Test func theReportSaysWhatChoseTheWeights() throws {
      let result = try sandbox.train(Self.quick + ["--name", "a", "--validation", "0.2"], epochs: 5)
      #expect(result.status == 0, "\(result.errors)")
      let report = try result.json()
      #expect(report["selection"]?.object?["weights"]?.string == "best")
      #expect(report["selection"]?.object?["validation_count"]?.int == 64)
      #expect(report["selection"]?.object?["training_count"]?.int == 256)
      #expect(report["validation"]?.object?["count"]?.int == 64)
      #expect(report["test"]?.object?["count"]?.int == 96)
      #expect(report["test_evaluations"]?.int == 1)
      let accuracies = try #require(report["epochs"]?.array).map { $0.object?["validation_accuracy"]?.double }
      #expect(accuracies.count == 5 && accuracies.allSatisfy { $0 != nil })
      #expect(report["validation"]?.object?["accuracy"]?.double == accuracies.compactMap(\.self).max())
      #expect(result.errors.contains("held out "))
      #expect(sandbox.exists("runs/a/split.json"))
      // The weights that were chosen are those that are used from now on.
      let test = try sandbox.run(["evaluate", "a", "--data", "data", "--json"]).json()
      for key in ["accuracy", "correct", "loss"] { #expect(test[key] == report["test"]?.object?[key], "\(key)") }
      let held = try sandbox.run(["evaluate", "a", "--data", "data", "--json", "--split", "validation"]).json()
      for key in ["accuracy", "correct", "count", "loss"] {
        #expect(held[key] == report["validation"]?.object?[key], "\(key)")
      }
      #expect(held["test_evaluations"] == nil)
      let trained = try sandbox.run(["evaluate", "a", "--data", "data", "--json", "--split", "train"]).json()
      #expect(trained["count"]?.int == 256)
    }

    @Test func textNamesTheEpochAndPatienceEndsTheRun() throws {
      let result = try sandbox.run(
        ["train", "--data", "data", "--epochs", "60", "--name", "a", "--validation", "64", "--patience", "1"]
          + Self.quick)
      #expect(result.status == 0)
      #expect(result.output.contains("; stopped early"))
      #expect(result.output.contains("the best by the held-out accuracy"))
      #expect(result.output.contains("of 64 held-out images"))
      // The last epoch was no better, so the best weights are others; without --weights they are what is evaluated.
      let losses = try [[], ["--weights", "best"], ["--weights", "last"]].map {
        try sandbox.run(["evaluate", "a", "--data", "data", "--json"] + $0).json()["loss"]
      }
      #expect(losses[0] != nil && losses[0] == losses[1] && losses[0] != losses[2])
    }

    @Test func stoppedAndResumedItEndsTheSame() throws {
      let options = Self.quick + ["--validation", "0.2"]
      let straight = try sandbox.train(options + ["--name", "a"], epochs: 4).json()
      _ = try sandbox.train(options + ["--name", "b"], epochs: 2)
      let resumed = try sandbox.run(["train", "--resume", "b", "--data", "data", "--epochs", "4", "--json"])
      #expect(try resumed.json()["weights_sha256"] == straight["weights_sha256"])
      #expect(try resumed.json()["validation"] == straight["validation"])
      #expect(try resumed.json()["test_evaluations"]?.int == 2)
      let other = try sandbox.run(["train", "--resume", "b", "--data", "data", "--validation", "0.3"])
      #expect(other.status == 65 && other.lastError.contains("expected --validation 0.2, found --validation 0.3"))
    }

    @Test func foldsHoldOutEachImageOnce() throws {
      let result = try sandbox.train(Self.quick + ["--name", "cv", "--folds", "4"], epochs: 3)
      #expect(result.status == 0, "\(result.errors)")
      let folds = try #require(try result.json()["folds"]?.array)
      #expect(folds.map { $0.object?["run"]?.string } == (1...4).map { "runs/cv-fold-\($0)" })
      #expect(folds.compactMap { $0.object?["validation"]?.object?["count"]?.int }.reduce(0, +) == 320)
      #expect(try result.json()["deviation"]?.double != nil)
      #expect(!sandbox.exists("runs/cv-fold-1/test-evaluations.log"))
      let taken = try sandbox.train(["--name", "cv", "--folds", "4"])
      #expect(taken.status == 65)
      #expect(taken.lastError.contains("the run was started with another configuration in runs/cv-fold-1"))
      #expect(taken.lastError.contains("give the command that it was started with, or choose another --name"))
      let text = try sandbox.run(["train", "--data", "data", "--epochs", "1", "--folds", "2"])
      #expect(text.output.contains("points over the folds") && text.output.contains("fold 2 "))
    }

    /// As it ended, apart from times.
    private func folds(_ result: CommandResult) throws -> JSONValue? {
      #expect(result.status == 0, "\(result.errors)")
      return try result.json()["folds"]
    }

    /// Killed at any moments, the same command finishes it, with what it would have been without.
    @Test(arguments: [false, true]) func aKilledCrossValidationIsFinishedByTheSameCommand(recipe: Bool) throws {
      let options =
        ["--folds", "3"]
        + (recipe ? ["--recipe", "classic", "--set", "averaging={name: ema, decay: 0.9}"] : Self.quick)
      let name = "cv"
      let whole = try folds(try sandbox.train(options + ["--name", name, "--runs", "whole"], epochs: 12))
      var kills = 0
      for delay in [5_000, 40_000, 150_000, 230_000, 320_000, 90_000, 400_000] {
        let command = try sandbox.start(Sandbox.training(options + ["--name", name, "--runs", "killed"], epochs: 12))
        usleep(UInt32(delay + Int.random(in: 0...30_000)))
        command.send(SIGKILL)
        if try command.wait().status == -SIGKILL { kills += 1 }
      }
      #expect(kills > 0)
      let command = try sandbox.train(options + ["--name", name, "--runs", "killed"], epochs: 12)
      #expect(
        try folds(command)?.array?.map { $0.object?["weights_sha256"] }
          == whole?.array?.map { $0.object?["weights_sha256"] })
      #expect(
        try folds(command)?.array?.map { $0.object?["validation"] } == whole?.array?.map { $0.object?["validation"] })
      // Once more: nothing is trained, nothing is another.
      let again = try sandbox.train(options + ["--name", name, "--runs", "killed"], epochs: 12)
      #expect(try folds(again) == folds(command))
      #expect(!again.errors.contains("loss"))
      for fold in 1...3 { #expect(!sandbox.exists("killed/cv-fold-\(fold)/test-evaluations.log")) }
    }

    @Test func foldsOfARecipeSayWhichTheyAre() throws {
      try sandbox.write(Array("name: classic\ndata: {validation: 0.3}\n".utf8), to: "kept.yaml")
      let arguments = ["--recipe", "kept.yaml", "--name", "cv", "--folds", "2"]
      let result = try sandbox.train(arguments, epochs: 1)
      #expect(result.status == 0, "\(result.errors)")
      let folds = try #require(try result.json()["folds"]?.array)
      #expect(folds.compactMap { $0.object?["validation"]?.object?["count"]?.int } == [160, 160])
      #expect(!sandbox.exists("runs/cv-fold-1/test-evaluations.log"))
      let saved = String(decoding: try sandbox.bytes("runs/cv-fold-2/recipe.yaml"), as: UTF8.self)
      #expect(saved.contains("  validation:\n    fold: 2\n    folds: 2\n"), "\(saved)")
      #expect(saved.contains("  restore_best: false\n"))
      // The saved recipe trains that fold again.
      let again = try sandbox.run(["train", "--recipe", "runs/cv-fold-2/recipe.yaml", "--data", "data", "--json"])
      #expect(try again.json()["weights_sha256"] == folds[1].object?["weights_sha256"], "\(again.errors)")
    }

    static let refusals: [(options: [String], status: Int32, words: String)] = [
      (["--validation", "0"], 64, "--validation: data.validation is out of range"),
      (["--validation", "-5"], 64, "--validation: data.validation is out of range"),
      (["--validation", "9"], 64, "each of the 10 classes"),
      (["--validation", "310", "--batch-size", "10", "--set", "data.images_per_class=2"], 64, "leaves nothing of 20"),
      (["--validation", "319", "--batch-size", "1"], 64, "expected 10 to 310 of the 320 training images"),
      (["--validation", "1.0"], 64, "--validation: data.validation is out of range"),
      (["--validation", "0.0"], 64, "expected a number above 0 and below 1"),
      (["--validation", "nan"], 64, "--validation: data.validation is of the wrong type"),
      (["--validation", "some"], 64, "--validation"), (["--validation", "0.2", "--select", "worst"], 64, "--select"),
      (["--validation", "0.2", "--monitor", "speed"], 64, "--monitor: selection.monitor is unknown: found speed"),
      (["--validation", "0.2", "--patience", "0"], 64, "--patience: selection.patience is out of range"),
      (["--validation", "0.2", "--batch-size", "300"], 64, "--batch-size: batch_size is larger than the training set"),
      (["--patience", "3"], 64, "--patience: selection.patience needs data.validation (--validation)"),
      (["--min-delta", "0.1", "--patience", "3"], 64, "--patience: selection.patience needs data.validation"),
      (["--select", "best"], 64, "--select: selection.restore_best needs data.validation"),
      (["--split-seed", "1"], 64, "--split-seed: data.split_seed needs data.validation"),
      (["--folds", "1"], 64, "--folds 1: data.validation.folds is out of range"),
      (["--folds", "0"], 64, "data.validation.folds is out of range"),
      (["--folds", "-2"], 64, "data.validation.folds is out of range"),
      (["--folds", "33"], 64, "the images of the smallest class"),
      (
        ["--folds", "2", "--set", "data.images_per_class=1", "--batch-size", "2"], 64,
        "the set is too small for folds: expected 2 or more images of each class, found 1 of class 0"
      ),
      (["--folds", "3", "--validation", "0.1"], 64, "--folds starts runs"),
      (
        ["--folds", "3", "--set", "data.validation=0.2"], 64,
        "data.validation is given twice: expected one value, found --folds 3 and --set data.validation=0.2"
      ),
      (["--folds", "3", "--set", "data={validation: 40}"], 64, "data.validation is given twice: expected one value"),
      (["--folds", "3", "--set", "data.validation.fold=2"], 64, "data.validation.fold is given twice"),
      (["--folds", "3", "--recipe", "record"], 64, "--folds is for a single network"),
      (["--folds", "1", "--recipe", "classic"], 64, "--folds 1: data.validation.folds is out of range"),
    ]

    @Test(arguments: refusals) func badOptionsAreRefused(options: [String], status: Int32, words: String) throws {
      let result = try sandbox.train(options)
      #expect(result.status == status)
      #expect(result.errors.contains(words), "\(result.errors)")
      #expect(sandbox.entries("runs") == [])
    }
  }
}
