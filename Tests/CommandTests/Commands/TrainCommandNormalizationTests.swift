import Foundation
import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

extension CommandTests {
  /// `data.normalization` is saved with a model, and whatever takes the run uses it.
  @Suite struct TrainCommandNormalizationTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    private func train(_ arguments: [String], epochs: Int = 2) throws -> CommandResult {
      let rate = arguments.contains("--learning-rate") ? [] : ["--learning-rate", "0.02"]
      let result = try sandbox.train(rate + ["--batch-size", "16"] + arguments, epochs: epochs)
      #expect(result.status == 0, "\(result.errors)")
      return result
    }

    private func run(_ command: String, _ arguments: [String]) throws -> CommandResult {
      try sandbox.run([command] + arguments + ["--data", "data"])
    }

    private func text(_ file: String) throws -> String { String(decoding: try sandbox.bytes(file), as: UTF8.self) }

    private func loss(_ result: CommandResult) throws -> Double {
      let object = try result.json()
      return try #require(object["test"]?.object?["loss"]?.double ?? object["loss"]?.double)
    }

    private static let still = ["--learning-rate", "1e-40"]

    @Test func itIsSavedAndUsedByWhateverTakesTheRun() throws {
      let a = try train(["--name", "a", "--set", "data.normalization=mnist"])
      let plain = try train(["--name", "plain"])
      #expect(try loss(a) != loss(plain))
      #expect(a.errors.contains("input    mean 0.1307 and deviation 0.3081\n"))
      #expect(try loss(run("evaluate", ["a", "--json"])) == loss(a))
      #expect(try run("compare", ["a", "plain", "--json"]).json()["first"]?.object?["loss"]?.double == loss(a))
      #expect(try run("evaluate", ["a", "plain", "--tta", "shifts"]).status == 0)
      let summary = try sandbox.run(["summary", "a"])
      #expect(summary.errors.contains("the run's images have mean 0.1307 and deviation 0.3081"))
      #expect(try text("runs/a/recipe.yaml").contains("normalization: mnist"))
      // The numbers, as if they had been given.
      let numbers = try train(
        ["--name", "n", "--set", "data.normalization={mean: 0.1307, deviation: [0.3081]}"])
      #expect(try numbers.json()["weights_sha256"] == a.json()["weights_sha256"])
    }

    @Test func aRunThatStartsFromAnotherTakesItsNormalization() throws {
      let a = try train(["--name", "a", "--set", "data.normalization=mnist"])
      let b = try train(["--name", "b", "--from", "a"] + Self.still, epochs: 1)
      #expect(try loss(b) == loss(a))
      let file = try train(
        ["--name", "c", "--from", "runs/a/weights-last.safetensors", "--model", "lenet"] + Self.still, epochs: 1)
      #expect(try loss(file) == loss(a))
      let other = try train(
        ["--name", "d", "--from", "a", "--set", "data.normalization=half"] + Self.still, epochs: 1)
      #expect(try loss(other) != loss(a))
      #expect(
        other.errors.contains(
          "were trained on images with mean 0.1307 and deviation 0.3081, and this run's have mean 0.5 and deviation 0.5"
        ))
      // A bare file says nothing: what is assumed is said.
      let tensors = try Safetensors(contentsOf: sandbox.file("runs/a/weights-last.safetensors")).tensors
      try sandbox.write(Safetensors(tensors: tensors).encoded(), to: "bare.safetensors")
      let bare = ["--from", "bare.safetensors", "--model", "lenet"] + Self.still
      let assumed = try train(["--name", "e"] + bare, epochs: 1)
      #expect(try loss(assumed) == loss(other))
      #expect(
        assumed.errors.contains(
          "normalised: mean 0.5 and deviation 0.5 are assumed; where that is wrong, set data.normalization"))
      let told = try train(["--name", "f", "--set", "data.normalization=mnist"] + bare, epochs: 1)
      #expect(try loss(told) == loss(a))
    }

    @Test func whatIsMeasuredIsKeptAsNumbers() throws {
      let settings = ["--set", "data.normalization=measured", "--set", "data.validation=0.2"]
      let a = try train(["--name", "a"] + settings + ["--threads", "1"])
      let b = try train(["--name", "b"] + settings + ["--threads", "3"])
      #expect(try a.json()["weights_sha256"] == b.json()["weights_sha256"])
      for file in ["recipe.yaml", "configuration.json"] {
        let kept = try text("runs/a/\(file)")
        #expect(kept.contains("deviation") && !kept.contains("measured"), "\(kept)")
      }
      #expect(try loss(run("evaluate", ["a", "--json"])) == loss(a))
      // The recipe that was kept is the same run on these data, and a resumed one measures nothing.
      let again = try train(["--name", "c", "--recipe", "runs/a/recipe.yaml"])
      #expect(try again.json()["weights_sha256"] == a.json()["weights_sha256"])
      let whole = try train(["--name", "d", "--set", "data.normalization=measured"])
      #expect(try text("runs/d/recipe.yaml") != text("runs/a/recipe.yaml"))
      #expect(whole.errors.contains("input    mean 0."))
      let resumed = try sandbox.train(["--resume", "a"], epochs: 3)
      #expect(resumed.status == 0, "\(resumed.errors)")
      let straight = try train(["--name", "e"] + settings, epochs: 3)
      #expect(try resumed.json()["weights_sha256"] == straight.json()["weights_sha256"])
    }

    @Test func foldsAndTrialsMeasureTheirOwnImages() throws {
      let folds = try sandbox.train(["--name", "f", "--folds", "2", "--set", "data.normalization=measured"], epochs: 1)
      #expect(folds.status == 0, "\(folds.errors)")
      func kept(_ run: String) throws -> String { try text("runs/\(run)/model.json") }
      #expect(try kept("f-fold-1") != kept("f-fold-2"))
      try sandbox.write(
        Array(
          """
          trials: 1
          set: {epochs: 1, data.validation: 60, data.normalization: measured}
          space: {optimizer.learning_rate: {choice: [0.02]}}
          """.utf8), to: "space.yaml")
      let search = try sandbox.run(["tune", "space.yaml", "--name", "t", "--data", "data"])
      #expect(search.status == 0, "\(search.errors)")
      #expect(try text("runs/t/trials/trial-0/recipe.yaml").contains("deviation: "))
    }

    /// A run folder from before there was the key.
    @Test func anOldRunKeepsItsHalves() throws {
      let a = try train(["--name", "a", "--recipe", "classic"], epochs: 1)
      let old = try text("runs/a/configuration.json").split(separator: "\n")
      let without = old.filter { !$0.contains("normalization") }.joined(separator: "\n")
      #expect(without.count < old.joined(separator: "\n").count)
      try sandbox.write(Array(without.utf8), to: "runs/a/configuration.json")
      #expect(try loss(run("evaluate", ["a", "--json"])) == loss(a))
      let resumed = try sandbox.train(["--resume", "a"], epochs: 2)
      #expect(resumed.status == 0, "\(resumed.errors)")
      let straight = try train(["--name", "b", "--recipe", "classic"], epochs: 2)
      #expect(try resumed.json()["weights_sha256"] == straight.json()["weights_sha256"])
    }
  }
}
