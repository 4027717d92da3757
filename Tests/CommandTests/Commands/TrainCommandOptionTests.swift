import TestSupport
import Testing

extension CommandTests {
  /// Options out of range: one sentence, an exit status, and nothing in the runs' folder.
  @Suite struct TrainCommandOptionTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    static let refusals: [(options: [String], sentence: String)] = [
      (["--epochs", "0"], "--epochs is out of range"), (["--epochs", "-3"], "--epochs is out of range"),
      (["--batch-size", "0"], "--batch-size is out of range"),
      (["--batch-size", "-1"], "--batch-size is out of range"),
      (["--batch-size", "321"], "--batch-size is larger than the training set: expected 1 to 320 images, found 321"),
      (["--learning-rate", "0"], "--learning-rate is out of range"),
      (["--learning-rate", "-0.1"], "--learning-rate is out of range"),
      (["--learning-rate", "nan"], "--learning-rate is out of range"),
      (["--learning-rate", "inf"], "--learning-rate is out of range"),
      (["--learning-rate", "1e6"], "--learning-rate is out of range"),
      (["--momentum", "1"], "--momentum is out of range"), (["--momentum", "-0.1"], "--momentum is out of range"),
      (["--threads", "0"], "--threads is out of range"), (["--threads", "100000"], "--threads is out of range"),
      (["--checkpoint-every", "0"], "--checkpoint-every is out of range"),
      (["--name", "../escape"], "--name is not a name for a run"), (["--name", ""], "--name is not a name for a run"),
    ]

    @Test(arguments: refusals)
    func isRefusedInOneSentence(options: [String], sentence: String) throws {
      let result = try sandbox.run(["train", "--data", "data"] + options)
      #expect(result.status == 65)
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

    @Test func anUnknownDataSetIsAUsageError() throws {
      let result = try sandbox.run(["train", "--dataset", "minst"])
      #expect(result.status == 64)
      #expect(result.errors.contains("unknown data set: expected one of mnist, fashion-mnist"))
      #expect(result.errors.contains("strokes, found minst."))
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
  }
}
