import InklingDatasets
import InklingEngine
import InklingTestSupport
import InklingTraining
import Testing

extension CommandTests {
  /// A run that the library made of a model in Swift, used by the command, which has never seen its source.
  @Suite struct CustomModelTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    /// Trains the README's SmallNet into `runs/own`.
    private func train() async throws -> TrainingReport? {
      let dataset = try Dataset.load(Catalog.mnist, dataDirectory: sandbox.file("data"))
      let run = try RunFolder.create(
        in: sandbox.file("runs"),
        configuration: RunConfiguration(
          Recipe(model: nil, optimizer: .sgd(learningRate: 0.01, momentum: 0.9), epochs: 2), network: "small-net",
          threads: 1, name: "own"))
      defer { run.unlock() }
      let trainer = try Trainer(
        Graph(tracing: SmallNet(), input: [1, 28, 28]), on: dataset, configuration: run.configuration,
        instructionSet: InstructionSet.chosen(by: nil), runFolder: run)
      var report: TrainingReport?
      for try await event in trainer.events { if case .finished(let last) = event { report = last } }
      return report
    }

    @Test func isEvaluatedSummarisedResumedAndFineTuned() async throws {
      let report = try #require(try await train())
      let evaluation = try sandbox.run(["evaluate", "own", "--data", "data", "--json"])
      #expect(evaluation.status == 0, "\(evaluation.errors)")
      #expect(try evaluation.json()["correct"]?.int == report.test?.correct)
      #expect(try sandbox.run(["predict", "own", "--data", "data", "--index", "3", "--json"]).status == 0)
      let summary = try sandbox.run(["summary", "own", "--json"])
      #expect(try summary.json()["parameters"]?.int == report.parameters, "\(summary.errors)")
      let more = try sandbox.run(["train", "--resume", "own", "--data", "data", "--epochs", "3", "--json"])
      #expect(try more.json()["epochs"]?.array?.count == 3, "\(more.errors)")

      let from = ["train", "--data", "data", "--from", "own", "--epochs", "1", "--freeze", "stem", "--json"]
      let tuned = try sandbox.run(from + ["--name", "tuned"])
      #expect(tuned.status == 0, "\(tuned.errors)")
      #expect(try tuned.json()["parameters"]?.int == report.parameters)
      #expect(try sandbox.run(["evaluate", "tuned", "--data", "data"]).status == 0)
      let resumed = try sandbox.run(["train", "--resume", "tuned", "--data", "data", "--epochs", "2", "--json"])
      #expect(resumed.status == 0, "\(resumed.errors)")
      let fewer = ["--set", "data.classes=[1, 2, 3]", "--name", "three"]
      let head = try sandbox.run(from + fewer + ["--replace-head"])
      #expect(head.status == 0, "\(head.errors)")
      #expect(try head.json()["parameters"]?.int == report.parameters - 7 * 393)
      let unknown = try sandbox.run(["train", "--data", "data", "--from", "own", "--freeze", "stam", "--name", "x"])
      #expect(unknown.status == 64 && unknown.lastError.contains("did you mean stem?"), "\(unknown.errors)")
    }
  }
}
