import Foundation
import InklingTestSupport
import Testing

extension CommandTests {
  /// Several runs, several views, metrics and calibration.
  @Suite struct EvaluateCommandEnsembleTests {
    let sandbox: Sandbox

    init() throws {
      sandbox = try Sandbox()
      for (name, seed) in [("a", "0"), ("b", "1")] {
        let options = ["--name", name, "--seed", seed, "--learning-rate", "0.02", "--validation", "0.2"]
        #expect(try sandbox.train(options, epochs: 6).status == 0)
      }
    }

    private func run(_ command: String, _ arguments: [String]) throws -> CommandResult {
      try sandbox.run([command] + arguments + ["--data", "data"])
    }

    @Test func severalRunsAndViewsAreOneModel() throws {
      let both = try run("evaluate", ["a", "b", "--tta", "shifts,rotations", "--json"]).json()
      #expect(both["models"]?.int == 2 && both["views"]?.int == 7 && both["count"]?.int == 96)
      // Each run's training looked once, this was the second time.
      #expect(both["test_evaluations"]?.int == 2)
      let log = String(decoding: try sandbox.bytes("runs/b/test-evaluations.log"), as: UTF8.self)
      #expect(log.split(separator: "\n").count == 2)
      #expect(log.contains(#""by":"evaluate""#) && log.contains(#""models":2"#) && log.contains(#""views":7"#))
      let plain = try run("evaluate", ["a", "--tta", "none", "--json"]).json()
      #expect(plain["views"]?.int == 1 && plain["loss"] != both["loss"])
      let threads = try run("evaluate", ["a", "b", "--tta", "shifts,rotations", "--json", "--threads", "1"]).json()
      #expect(threads["loss"] == both["loss"])
    }

    @Test func metricsAndCalibration() throws {
      let result = try run("evaluate", ["a", "--split", "validation", "--metrics", "--calibrate", "--json"]).json()
      let metrics = try #require(result["metrics"]?.object)
      #expect(metrics["per_class"]?.array?.count == 10 && metrics["confusion_matrix"]?.array?.count == 10)
      let calibration = try #require(result["calibration"]?.object)
      let (before, after) = (calibration["log_loss_before"]?.double, calibration["log_loss_after"]?.double)
      // Fitted on these very images it cannot be worse.
      #expect(try #require(after) <= #require(before))
      #expect(result["loss"]?.double == after && metrics["log_loss"]?.double == after)
      let text = try run("evaluate", ["a", "--metrics", "--calibrate"])
      for word in ["top 3", "Brier score", "ROC AUC", "weighted mean", "temperature", "96 test images"] {
        #expect(text.output.contains(word), "\(word)")
      }
      #expect(text.errors.contains("look number 2 at the test set"))
    }

    @Test func comparingIsMcNemars() throws {
      let result = try run("compare", ["a", "b", "--split", "validation", "--json"]).json()
      let test = try #require(result["mcnemar"]?.object)
      let (one, other) = (try #require(test["only_first"]?.int), try #require(test["only_second"]?.int))
      let correct = [result["first"], result["second"]].map { $0?.object?["correct"]?.int ?? -1 }
      #expect(correct[0] - correct[1] == one - other)
      #expect(result["first"]?.object?["run"]?.string == "runs/a")
      let text = try run("compare", ["a", "b"])
      #expect(text.output.contains("McNemar's test: p "))
      let log = String(decoding: try sandbox.bytes("runs/a/test-evaluations.log"), as: UTF8.self)
      #expect(log.contains(#""by":"compare""#))
      #expect(try run("compare", ["a"]).status == 64)
    }

    @Test func whatDoesNotBelongTogetherIsRefused() throws {
      #expect(try run("evaluate", []).status == 64)
      let twice = try run("evaluate", ["a", "a"])
      #expect(twice.status == 64 && twice.lastError.contains("a run is given twice in runs/a"))
      #expect(try run("evaluate", ["a", "nothing"]).status == 66)
      #expect(try run("evaluate", ["a", "--tta", "mirrors"]).status == 64)
      // Another way to hold out, none, other classes, and another data set.
      #expect(try sandbox.train(["--name", "c", "--validation", "0.3"], epochs: 1).status == 0)
      let splits = try run("evaluate", ["a", "c", "--split", "validation"])
      #expect(splits.status == 64 && splits.lastError.contains("the runs held out different images in runs/c"))
      #expect(try sandbox.train(["--name", "e", "--validation", "0.2", "--split-seed", "4"], epochs: 1).status == 0)
      let seeds = try run("compare", ["a", "e", "--split", "validation"])
      #expect(seeds.lastError.contains("expected 0.2 with split seed 0, found 0.2 with split seed 4"))
      #expect(try run("evaluate", ["a", "c"]).status == 0)
      #expect(try sandbox.train(["--name", "d"], epochs: 1).status == 0)
      let none = try run("evaluate", ["d", "--calibrate"])
      #expect(none.status == 64 && none.lastError.contains("the run held out no images in runs/d"))
      try replace("\"mnist\"", by: "\"kmnist\"", in: "runs/d/configuration.json")
      let dataset = try run("evaluate", ["a", "d"])
      #expect(dataset.status == 64 && dataset.lastError.contains("trained on different data sets in runs/d"))
      // The second was judged on the first one's data, without a word.
      for command in [["report", "-o", "x.html", "--corrupted", "0"], ["compare"]] {
        let mixed = try run(command[0], ["a", "d"] + command.dropFirst())
        #expect(mixed.status == 64 && mixed.lastError.contains("different data sets in runs/d"), "\(mixed.errors)")
        #expect(mixed.lastError.contains("--dataset") && !sandbox.exists("x.html"))
      }
      let named = try run("report", ["a", "d", "-o", "x.html", "--corrupted", "0", "--dataset", "mnist"])
      #expect(named.status == 0 && sandbox.exists("x.html"), "\(named.errors)")
      try replace("\"9\"", by: "\"nine\"", in: "runs/d/model.json")
      let classes = try run("evaluate", ["a", "d"])
      #expect(classes.status == 64 && classes.lastError.contains("the runs tell different classes apart in runs/d"))
      #expect(try run("compare", ["a", "d", "--dataset", "mnist"]).status == 64)
    }

    @Test func anotherTrainingSetIsNoticed() throws {
      try TinyDataset.noise(height: 28, width: 28, count: 320).write(to: sandbox.file("other/mnist"))
      let result = try sandbox.run(["evaluate", "a", "--data", "other", "--split", "validation"])
      #expect(result.status == 65)
      #expect(result.lastError.contains("other training images and training labels"))
      #expect(try run("evaluate", ["a", "--dataset", "strokes", "--split", "train"]).status == 64)
    }

    private func replace(_ old: String, by new: String, in file: String) throws {
      let text = String(decoding: try sandbox.bytes(file), as: UTF8.self)
      #expect(text.contains(old))
      try sandbox.write(Array(text.replacingOccurrences(of: old, with: new).utf8), to: file)
    }
  }
}
