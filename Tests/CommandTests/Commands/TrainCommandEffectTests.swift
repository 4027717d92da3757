import Foundation
import InklingTestSupport
import Testing

extension CommandTests {
  /// An option has its effect, or is refused before a run is made.
  @Suite struct TrainCommandEffectTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    /// The rate was that of the recipe, whatever was given: the weights were the same.
    @Test func theLearningRateOfAOneCycleRecipeCounts() throws {
      func sha(_ options: String...) throws -> String? {
        let result = try sandbox.train(["--recipe", "sprint"] + options, epochs: 1)
        #expect(result.status == 0, "\(result.errors)")
        return try result.json()["weights_sha256"]?.string
      }
      let own = try sha()
      let given = try sha("--learning-rate", "0.003")
      #expect(own != given && own != nil)
      #expect(try given == sha("--set", "optimizer.learning_rate=0.003"))
      // What was needed before still works, and is the same.
      #expect(try given == sha("--set", "schedule.max_lr=0.003"))
      #expect(try own == sha("--set", "schedule.max_lr=0.01") && own == sha("--learning-rate", "0.01"))
    }

    static let refusals: [(options: [String], status: Int32, words: String)] = [
      (
        ["--set", "schedule={name: one_cycle, max_lr: 0.1}", "--learning-rate", "0.2"], 64,
        "--learning-rate 0.2 changes nothing: expected a value for schedule.max_lr"
      ),
      (
        ["--set", "schedule=one_cycle", "--momentum", "0.5"], 64,
        "--momentum 0.5 changes nothing: expected schedule.base_momentum and schedule.max_momentum"
      ),
      (
        ["--epochs", "2", "--set", "schedule=cosine", "--set", "schedule.warm_up.epochs=2"], 64,
        "takes the whole run and leaves nothing to the schedule cosine: found 2 of 2 epochs; train longer"
      ),
      (["--freeze", "conv1", "--set", "fine_tuning.unfreeze_at=[{epoch: 2, patterns: conv2}]"], 64, "names nothing"),
      (["--set", "parameter_groups=[{match: 'conv*'}, {match: conv1}]"], 64, "behind conv*"),
      (
        ["--folds", "2", "--set", "evaluation.views=shifts"], 64,
        "evaluation.views changes nothing with --folds: what a fold holds out is looked at as it is"
      ),
      (["--model", "nosuch.yaml"], 66, "--model: model cannot be read: "),
      (["--set", "model=nosuch.yaml"], 66, "model cannot be read: "),
      (["--recipe", "file.yaml"], 65, "line 1: model cannot be read: "),
      (["--set", "epochs=["], 64, "--set epochs=["),
    ]

    @Test(arguments: refusals)
    func whatHasNoEffectIsRefused(options: [String], status: Int32, words: String) throws {
      try sandbox.write(Array("model: nosuch.yaml\n".utf8), to: "file.yaml")
      let result = try sandbox.run(["train", "--data", "data", "--batch-size", "16"] + options)
      #expect(result.status == status, "\(result.errors)")
      #expect(result.errors.contains(words), "\(result.errors)")
      #expect(sandbox.entries("runs").isEmpty)
    }

    @Test func noneIsTakenAndNamesHaveAnyCase() throws {
      let options = ["--validation", "none", "--set", "averaging=none", "--set", "data.dataset=MNIST"]
      let result = try sandbox.train(options + ["--set", "fine_tuning.from=none", "--from", "none"], epochs: 1)
      #expect(result.status == 0, "\(result.errors)")
      #expect(try result.json()["weights_sha256"] == sandbox.train(epochs: 1).json()["weights_sha256"])
    }

    /// The setting left the recipe's own network in place of the run's, and was refused by its weights.
    @Test func aStartIsTheSameBySettingAndByOption() throws {
      #expect(try sandbox.train(["--model", "sprint", "--name", "a"], epochs: 1).status == 0)
      let digests = try [["--from", "a"], ["--set", "fine_tuning.from=a"]].map {
        let result = try sandbox.train($0, epochs: 1)
        #expect(result.status == 0, "\(result.errors)")
        return try result.json()["weights_sha256"]?.string
      }
      #expect(digests[0] != nil && digests[0] == digests[1])
    }

    /// A run that had seen all of its epochs when its patience was used up was said to have stopped early.
    @Test func patienceIsUsedUp() throws {
      let options = ["--name", "a", "--validation", "0.2", "--patience", "1", "--min-delta", "0.9"]
      let report = try sandbox.train(options, epochs: 2).json()
      #expect(report["selection"]?.object?["stopped_early"]?.bool == false)
      let result = try sandbox.run(["train", "--resume", "a", "--data", "data", "--epochs", "4"])
      #expect(result.status == 64 && result.lastError.contains("the run's patience is used up"), "\(result.errors)")
      #expect(!result.lastError.contains("stopped early"))
    }

    /// The average was not there yet when patience had ended the run, or its epoch was not the best.
    @Test func anAverageIsTheResult() throws {
      let options = [
        "--validation", "0.2", "--patience", "1", "--min-delta", "0.9", "--set", "averaging={name: swa, from_epoch: 4}",
      ]
      let report = try sandbox.train(options, epochs: 6).json()
      #expect(report["epochs"]?.array?.count == 5)
      #expect(try #require(report["selection"]?.object?["epoch"]?.int) >= 4)
      // Gone on with, it is the same.
      #expect(try sandbox.train(options + ["--name", "b"], epochs: 4).status == 0)
      let resumed = try sandbox.run(["train", "--resume", "b", "--data", "data", "--epochs", "6", "--json"])
      #expect(try resumed.json()["weights_sha256"] == report["weights_sha256"], "\(resumed.errors)")
      #expect(try resumed.json()["selection"] == report["selection"])
    }
  }
}
