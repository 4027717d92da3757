import Foundation
import InklingTestSupport
import Testing

@testable import InklingTraining

extension CommandTests {
  /// Options out of range: one sentence, an exit status, and nothing in the runs' folder.
  @Suite struct TrainCommandOptionTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    private static let wrong = "the recipe classic is wrong,"
    private static let rate = "\(wrong) --learning-rate: optimizer.learning_rate is"

    static let refusals: [(options: [String], sentence: String)] = [
      (["--epochs", "0"], "\(wrong) --epochs: epochs is out of range"),
      (["--epochs", "-3"], "\(wrong) --epochs: epochs is out of range"),
      (["--batch-size", "0"], "\(wrong) --batch-size: batch_size is out of range"),
      (["--batch-size", "-1"], "\(wrong) --batch-size: batch_size is out of range"),
      (
        ["--batch-size", "321"],
        "\(wrong) --batch-size: batch_size is larger than the training set: expected 1 to 320 images, found 321"
      ),
      (["--learning-rate", "0"], "\(rate) out of range"), (["--learning-rate", "-0.1"], "\(rate) out of range"),
      (["--learning-rate", "nan"], "\(rate) of the wrong type"),
      (["--learning-rate", "inf"], "\(rate) of the wrong type"),
      (["--learning-rate", "2000"], "\(rate) out of range: expected a number above 0 and at most 1000, found 2000"),
      (["--momentum", "1"], "\(wrong) --momentum: optimizer.momentum is out of range"),
      (["--momentum", "-0.1"], "\(wrong) --momentum: optimizer.momentum is out of range"),
      (["--threads", "0"], "--threads is out of range"), (["--threads", "100000"], "--threads is out of range"),
      (["--checkpoint-every", "0"], "--checkpoint-every is out of range"),
      (["--name", "../escape"], "--name is not a name for a run"), (["--name", ""], "--name is not a name for a run"),
    ]

    @Test(arguments: refusals)
    func isRefusedInOneSentence(options: [String], sentence: String) throws {
      let result = try sandbox.run(["train", "--data", "data"] + options)
      #expect(result.status == 64)
      #expect(result.output.isEmpty)
      #expect(result.errors.hasPrefix("inkling: \(sentence)"), "\(result.errors)")
      #expect(result.errors.filter { $0 == "\n" }.count == 1)
      #expect(sandbox.entries("runs").isEmpty)
    }

    @Test(arguments: [
      ["--epochs", "many"], ["--epochs"], ["--seed", "-1"], ["--nonsense"], ["surplus"],
      ["--resume", "a", "--name", "b"],
    ])
    func usageErrorsExitWith64(options: [String]) throws {
      let result = try sandbox.run(["train", "--data", "data"] + options)
      #expect(result.status == 64)
      #expect(result.output.isEmpty)
      #expect(result.errors.hasPrefix("inkling: "))
      #expect(result.errors.contains("Usage: inkling train"))
    }

    @Test func anUnknownDataSetNamesTheNearest() throws {
      let result = try sandbox.run(["train", "--dataset", "minst"])
      #expect(result.status == 64)
      #expect(result.lastError.contains("--dataset: data.dataset is unknown: found minst; did you mean mnist?"))
    }

    /// An option and the key that it stands for take the same values, and refuse others in the same words.
    @Test(arguments: [
      ("--epochs", "epochs", "0"), ("--batch-size", "batch_size", "1000"), ("--seed", "seed", "99999999999999999999"),
      ("--learning-rate", "optimizer.learning_rate", "2000"), ("--learning-rate", "optimizer.learning_rate", "nan"),
      ("--momentum", "optimizer.momentum", "1.5"), ("--validation", "data.validation", "1.5"),
      ("--validation", "data.validation", "0"), ("--validation", "data.validation", "3"),
      ("--validation", "data.validation", "0.999"), ("--monitor", "selection.monitor", "speed"),
      ("--patience", "selection.patience", "0"), ("--min-delta", "selection.min_delta", "-1"),
      ("--split-seed", "data.split_seed", "7"), ("--dataset", "data.dataset", "nothing"),
      ("--model", "model", "lennet"),
    ])
    func anOptionAndItsKeyHaveOneSentence(option: String, key: String, value: String) throws {
      let given = try sandbox.run(["train", "--data", "data", option, value])
      let set = try sandbox.run(["train", "--data", "data", "--set", "\(key)=\(value)"])
      guard option != "--seed" else { return #expect(given.status == 64 && set.status == 64) }
      #expect(given.status == set.status && given.status == 64)
      #expect(given.lastError == set.lastError.replacingOccurrences(of: "--set \(key)=\(value)", with: option))
    }

    @Test(arguments: [
      ("--validation", "data.validation", "0.95"), ("--validation", "data.validation", "16"),
      ("--monitor", "selection.monitor", "accuracy"), ("--monitor", "selection.monitor", "validation_loss"),
      ("--split-seed", "data.split_seed", "7"), ("--patience", "selection.patience", "1"),
    ])
    func anOptionAndItsKeyTrainTheSame(option: String, key: String, value: String) throws {
      let rest = ["--batch-size", "8"] + (option == "--validation" ? [] : ["--validation", "0.5"])
      let digests = try [rest + [option, value], rest + ["--set", "\(key)=\(value)"]].map {
        let result = try sandbox.train($0, epochs: 2)
        #expect(result.status == 0, "\(result.errors)")
        return try result.json()["weights_sha256"]?.string
      }
      #expect(digests[0] != nil && digests[0] == digests[1])
    }

    @Test func helpShowsNoDefaultThatARecipeOverrides() throws {
      let help = try sandbox.run(["train", "--help"]).output.split(whereSeparator: \.isWhitespace).joined(
        separator: " ")
      for text in ["default: 10", "default: 64", "default: 0.001", "default: 0.9", "default: 0)", "default: accuracy"] {
        #expect(!help.contains(text), "\(text)")
      }
      #expect(help.contains("recipe key: optimizer.learning_rate"))
    }

    @Test(arguments: [
      ["train", "--runs", ""], ["train", "--data", ""], ["train", "--resume", ""], ["train", "--from", ""],
      ["train", "--recipe", ""], ["train", "--model", ""], ["evaluate", "a", "--runs", ""], ["evaluate", ""],
      ["predict", "a", "--index", "1", "--runs", ""], ["predict", "a", "--image", ""], ["compare", "a", ""],
      ["compare", "a", "b", "--runs", ""], ["summary", "--runs", ""], ["tune", "x.yaml", "--runs", ""], ["tune", ""],
      ["data", "--data", ""], ["recipes", ""],
    ])
    func anEmptyPathIsRefused(arguments: [String]) throws {
      let result = try sandbox.run(arguments)
      #expect(result.status == 64 && result.output.isEmpty)
      #expect(result.errors.contains(" is empty: give a name or a path"), "\(result.errors)")
    }

    @Test func whatIsGivenIsEscapedAndBounded() throws {
      let hostile = "a\u{1b}[31m"
      for arguments in [
        ["train", "--epochs", hostile], ["train", hostile], ["evaluate", hostile], ["data", hostile],
      ] {
        let result = try sandbox.run(arguments)
        #expect(result.status != 0 && !result.errors.contains("\u{1b}"), "\(arguments)")
        #expect(result.errors.contains("\\x1b[31m"), "\(result.errors)")
      }
      let long = try sandbox.run(["train", "--model", String(repeating: "x", count: 100_000)])
      #expect(long.status == 64 && long.errors.count < 1_100)
      let argument = try sandbox.run(["train", String(repeating: "x", count: 100_000)])
      #expect(argument.status == 64 && argument.errors.count < 10_000)
    }

    @Test func aRunsFolderThatCannotBeMadeIsRefused() throws {
      try sandbox.write([1], to: "file")
      for folder in ["file", "file/runs", "/proc/inkling-runs"] {
        let result = try sandbox.run(["train", "--data", "data", "--runs", folder])
        #expect(result.status == 73, "\(folder): \(result.errors)")
        #expect(result.lastError.hasPrefix("inkling: "))
      }
    }

    @Test func aNameThatIsTakenIsRefused() throws {
      #expect(try sandbox.train(["--name", "a"], epochs: 1).status == 0)
      let before = try sandbox.bytes("runs/a/weights-last.safetensors")
      let result = try sandbox.train(["--name", "a", "--seed", "9"], epochs: 1)
      #expect(result.status == 73)
      #expect(result.lastError.contains("a run of that name exists already in runs/a; resume it with --resume a"))
      #expect(try sandbox.bytes("runs/a/weights-last.safetensors").elementsEqual(before))
    }

    /// The options that are recipe keys: those of the table, each with its key.
    @Test func theHelpNamesEveryKey() throws {
      let help = try sandbox.run(["train", "--help"]).output.split(whereSeparator: \.isWhitespace).joined(
        separator: " ")
      for key in RecipeKey.all {
        guard let option = key.option else { continue }
        #expect(help.contains(" \(option) "), "\(option)")
        #expect(help.contains("(recipe key: \(key.path))") || key.path == "data.dataset", "\(key.path)")
      }
      let named = help.split(separator: "(recipe key: ").dropFirst().map { String($0.prefix { $0 != ")" }) }
      #expect(Set(named).isSubset(of: RecipeKey.all.filter { $0.option != nil }.map(\.path)))
    }
  }
}
