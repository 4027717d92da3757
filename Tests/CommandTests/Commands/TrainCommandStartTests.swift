import Foundation
import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

extension CommandTests {
  /// What a run starts from: which weights, in which order of the classes, with which normalisation.
  @Suite struct TrainCommandStartTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    /// Trains, and expects it to go well.
    @discardableResult
    private func train(_ arguments: [String], epochs: Int = 1) throws -> CommandResult {
      let result = try sandbox.train(arguments, epochs: epochs)
      #expect(result.status == 0, "\(result.errors)")
      return result
    }

    private func run(_ command: String, _ arguments: [String]) throws -> CommandResult {
      try sandbox.run([command] + arguments + ["--data", "data"])
    }

    private func tensors(_ file: String) throws -> [NamedTensor] {
      try Safetensors(contentsOf: sandbox.file("runs/\(file)")).tensors.sorted { $0.name < $1.name }
    }

    /// The hash of what a run started from.
    private func started(_ run: String) throws -> String {
      weightsSHA256(of: try tensors("\(run)/weights-start.safetensors"))
    }

    /// A run that trains no more than a float holds: it ends with what it starts from.
    private static let still = ["--learning-rate", "1e-40"]

    @Test func aRunIsItsSelectedWeightsForEverybody() throws {
      // The rate rises until nothing is left of what the first epochs have learned: the last weights are not the best.
      let a = try train(
        [
          "--name", "a", "--learning-rate", "1", "--batch-size", "16", "--set", "data.validation=0.2", "--set",
          "selection.monitor=validation_loss", "--set", "schedule={name: one_cycle, pct_start: 0.9}", "--set",
          "clipping.norm=1",
        ], epochs: 4)
      let selection = try #require(a.json()["selection"]?.object)
      let epoch = try #require(selection["epoch"]?.int)
      #expect(selection["weights"]?.string == "best" && epoch < 4)
      let sha = try a.json()["weights_sha256"]?.string
      let (best, last) = (try tensors("a/weights-best.safetensors"), try tensors("a/weights-last.safetensors"))
      #expect(weightsSHA256(of: best) != weightsSHA256(of: last))

      let b = try train(["--name", "b", "--from", "a"] + Self.still)
      #expect(try b.json()["weights_sha256"]?.string == sha)
      #expect(try started("b") == weightsSHA256(of: best))
      #expect(
        b.errors.contains(
          "note: starting from runs/a/weights-best.safetensors, of epoch \(epoch): the weights that the run ended with")
      )
      try train(["--name", "c", "--from", "a", "--set", "fine_tuning.weights=last"] + Self.still)
      #expect(try started("c") == weightsSHA256(of: last))
      let head = try train(["--name", "d", "--from", "a", "--replace-head", "--freeze", "conv*"] + Self.still)
      #expect(try started("d") == weightsSHA256(of: best))
      #expect(head.errors.contains("starting from runs/a/weights-best.safetensors, of epoch \(epoch)"))

      let named = "runs/a/weights-best.safetensors, of epoch \(epoch)"
      #expect(try run("predict", ["a", "--index", "0"]).errors.contains(named))
      #expect(try run("evaluate", ["a"]).errors.contains(named))
      #expect(try run("compare", ["a", "b"]).errors.contains(named))
      let other = try run("compare", ["a", "b", "--weights", "last", "--json"]).json()
      #expect(other["first"]?.object?["weights"]?.string == "runs/a/weights-last.safetensors")
      #expect(
        try run("evaluate", ["a", "--json"]).json()["weights"]?.array?.first?.string
          == "runs/a/weights-best.safetensors")
    }

    @Test func theHeadFollowsTheOrderOfTheClasses() throws {
      let a = try train(
        ["--name", "a", "--set", "data.classes=[7, 1]", "--set", "batch_size=8", "--learning-rate", "0.02"], epochs: 4)
      let accuracy = try #require(a.json()["test"]?.object?["accuracy"]?.double)
      #expect(accuracy > 0.8)
      let b = try train(["--name", "b", "--from", "a", "--set", "data.classes=[1, 7]"] + Self.still)
      #expect(try b.json()["test"]?.object?["accuracy"]?.double == accuracy)
      #expect(b.errors.contains("are for the classes 7, 1: they are put into the order of the data's, 1, 7"))
      // The weights' own file says as much as the run.
      let c = try train(
        [
          "--name", "c", "--from", "runs/a/weights-last.safetensors", "--model", "lenet", "--set",
          "data.classes=[1, 7]",
        ] + Self.still)
      #expect(try c.json()["weights_sha256"]?.string == b.json()["weights_sha256"]?.string)

      let before = sandbox.entries("runs")
      let other = try sandbox.train(["--name", "d", "--from", "a", "--set", "data.classes=[1, 3]"], epochs: 1)
      #expect(other.status == 65)
      #expect(other.lastError.contains("tell other classes apart"), "\(other.errors)")
      #expect(other.lastError.contains("expected 1, 3, found 7, 1; give --replace-head"))
      #expect(sandbox.entries("runs") == before)
      try train(["--name", "d", "--from", "a", "--set", "data.classes=[1, 3]", "--replace-head"])

      let seven = try run("predict", ["a", "--index", "0", "--json"]).json()
      let names = try #require(seven["classes"]?.array).map { $0.object?["name"]?.string }
      #expect(names == ["7", "1"])
      #expect(seven["label_name"]?.string == names[try #require(seven["label"]?.int)])
      #expect(seven["truth_name"]?.string == names[try #require(seven["truth"]?.int)])
    }

    /// A data set with as many classes of other names has no meaning for a model.
    @Test func otherClassesAreNoTestOfAModel() throws {
      try train(["--name", "a"])
      try TinyDataset.digits.write(to: sandbox.file("data/fashion-mnist"))
      for command in [["evaluate", "a"], ["predict", "a", "--index", "0"]] {
        let result = try run(command[0], Array(command.dropFirst()) + ["--dataset", "fashion-mnist"])
        #expect(result.status == 65)
        #expect(result.lastError.contains("the data set's classes are not the model's"), "\(result.errors)")
      }
    }

    @Test(arguments: ["module.", "_orig_mod.", "_orig_mod.module."])
    func wrappedStateIsLoaded(prefix: String) throws {
      let a = try train(["--name", "a"])
      let wrapped = try tensors("a/weights-last.safetensors").map {
        NamedTensor(name: prefix + $0.name, shape: $0.shape, values: $0.values)
      }
      try sandbox.write(Safetensors(tensors: wrapped).encoded(), to: "wrapped.safetensors")
      let b = try train(["--name", "b", "--from", "wrapped.safetensors", "--model", "lenet"] + Self.still)
      #expect(try b.json()["weights_sha256"]?.string == a.json()["weights_sha256"]?.string)
      #expect(b.errors.contains("note: every name in wrapped.safetensors begins with \(prefix), which is left out"))
      #expect(
        b.errors.contains(
          "wrapped.safetensors does not say how its images were normalised: mean 0.5 and deviation 0.5 are assumed"))
    }

    /// The network of a recipe that was asked for is not exchanged for that of the run.
    @Test func theRecipesNetworkIsFollowed() throws {
      #expect(try sandbox.train(["--name", "a"], epochs: 1).status == 0)
      let result = try sandbox.train(["--recipe", "tiny", "--name", "b", "--from", "a"], epochs: 1)
      #expect(result.status == 65)
      #expect(result.lastError.contains("unexpected") && result.lastError.contains("fc1.weight"), "\(result.lastError)")
      #expect(!sandbox.exists("runs/b"))
    }
  }
}
