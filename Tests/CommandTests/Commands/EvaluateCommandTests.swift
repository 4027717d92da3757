import Foundation
import InklingTestSupport
import Testing

extension CommandTests {
  @Suite struct EvaluateCommandTests {
    let sandbox: Sandbox

    init() throws {
      sandbox = try Sandbox()
      #expect(try sandbox.train(["--name", "a", "--learning-rate", "0.02"], epochs: 8).status == 0)
    }

    private func evaluate(_ arguments: [String] = []) throws -> CommandResult {
      try sandbox.run(["evaluate", "a", "--data", "data"] + arguments)
    }

    @Test func jsonIsTheTestObjectOfTheTraining() throws {
      let result = try evaluate(["--dataset", "mnist", "--json"])
      #expect(result.status == 0)
      let report = try JSONDecoder().decode(
        [String: JSONValue].self, from: Data(try sandbox.bytes("runs/a/report.json")))
      var test = try result.json()
      // What the evaluation was made of: one run on the test set, which the training had looked at before.
      #expect(test.removeValue(forKey: "split")?.string == "test")
      #expect(test.removeValue(forKey: "models")?.int == 1 && test.removeValue(forKey: "views")?.int == 1)
      #expect(test.removeValue(forKey: "test_evaluations")?.int == 2)
      #expect(test.removeValue(forKey: "weights")?.array?.map(\.string) == ["runs/a/weights-last.safetensors"])
      #expect(test == report["test"]?.object)
    }

    /// What could not be written has shown nobody anything: it is no look at the test set.
    @Test func anEvaluationThatFailsIsNoLook() throws {
      let log = try sandbox.bytes("runs/a/test-evaluations.log")
      for option in ["--predictions", "--confusion", "--features"] {
        let path = "nowhere/x.npz"
        #expect(try evaluate([option, path]).status == 73)
      }
      // Where nothing can be written nothing is computed: it was said when all was done.
      for outputs in [["-o", "nowhere/x.html"], ["-o", "x.html", "--plots", "runs/a/model.json"]] {
        let result = try sandbox.run(["report", "a", "--data", "data"] + outputs)
        #expect(result.status == 73 && !result.errors.contains("looking at"), "\(result.errors)")
        #expect(!sandbox.exists("x.html"))
      }
      #expect(try sandbox.bytes("runs/a/test-evaluations.log") == log)
      let refused = try evaluate(["--skip-corrupt"])
      #expect(refused.status == 64 && refused.lastError.contains("--skip-corrupt is for data sets of one's own"))
    }

    @Test func textShowsTheConfusionMatrix() throws {
      let result = try evaluate()
      #expect(result.status == 0)
      #expect(result.output.hasPrefix("accuracy  "))
      #expect(result.output.contains("95 % interval"))
      #expect(result.output.contains("precision"))
    }

    @Test func bothWeightsAndBothWaysToNameARunWork() throws {
      #expect(try sandbox.run(["evaluate", "runs/a", "--data", "data", "--weights", "best"]).status == 0)
      #expect(try evaluate(["--weights", "last", "--runs", "runs/"]).status == 0)
      #expect(try evaluate(["--weights", "first"]).status == 64)
      #expect(try evaluate(["--runs", "elsewhere"]).status == 66)
    }

    @Test func damagedWeightsAreRefused() throws {
      let name = "runs/a/weights-last.safetensors"
      let bytes = try sandbox.bytes(name)
      try sandbox.write(Array(bytes.dropLast(100)), to: name)
      let truncated = try evaluate()
      #expect(truncated.status == 65)
      #expect(truncated.lastError.contains(name))
      // One bit of a weight.
      var flipped = bytes
      flipped[bytes.count - 5] ^= 1
      try sandbox.write(flipped, to: name)
      let damaged = try evaluate()
      #expect(damaged.status == 65 && damaged.lastError.contains("not those that were saved"), "\(damaged.errors)")
      // The header names another tensor, in the same order.
      let text = String(decoding: bytes.prefix(600), as: UTF8.self)
      #expect(text.contains("conv1.weight"))
      let place = try #require(bytes.firstRange(of: Array("conv1.weight".utf8)))
      var renamed = bytes
      renamed[place.upperBound - 1] = UInt8(ascii: "z")
      try sandbox.write(renamed, to: name)
      let other = try evaluate()
      #expect(other.status == 65)
      #expect(other.lastError.contains("the tensors are not this model's in \(name)"))
      #expect(other.lastError.contains("missing conv1.weight"))
      try FileManager.default.removeItem(atPath: sandbox.file(name))
      #expect(try evaluate().status == 66)
    }

    @Test func weightsThatAreNotFiniteAreRefused() throws {
      let name = "runs/a/weights-last.safetensors"
      var bytes = try sandbox.bytes(name)
      bytes.replaceSubrange(bytes.count - 4..<bytes.count, with: [0, 0, 0xC0, 0x7F])
      try sandbox.write(bytes, to: name)
      for command in [["evaluate", "a"], ["predict", "a", "--index", "0"]] {
        let result = try sandbox.run(command + ["--data", "data", "--json"])
        #expect(result.status == 65)
        #expect(result.lastError.contains("the weights are not all finite numbers in \(name)"))
      }
    }

    static let refusals: [(old: String, new: String, words: String)] = [
      ("28,", "8,", "the graph is wrong at node 4, conv2 (Conv2d)"),
      ("28,", "-28,", "an impossible value for \"graph.nodes.0.operation.shape\""),
      ("28,", "9223372036854775807,", "an impossible value for \"graph.nodes.0.operation.shape\""),
      ("\"Linear\"", "\"Lineal\"", "graph.nodes.8.operation.kind"),
      ("-1", "-1, 2", "1 scales and 2 shifts"),
      ("\"9\"", "\"9\", \"10\"", "the model's outputs are not its classes"),
      ("{", "", "the file is not what Inkling writes there"),
    ]

    @Test(arguments: refusals)
    func aModelThatIsNoneIsRefused(old: String, new: String, words: String) throws {
      let text = String(decoding: try sandbox.bytes("runs/a/model.json"), as: UTF8.self)
      let place = try #require(text.range(of: old))
      try sandbox.write(Array(text.replacingCharacters(in: place, with: new).utf8), to: "runs/a/model.json")
      let result = try evaluate()
      #expect(result.status == 65)
      #expect(result.lastError.contains(words), "\(result.lastError)")
    }

    @Test func dataOfAnotherSizeOrWithOtherClassesIsRefused() throws {
      try TinyDataset.noise(height: 32, width: 30).write(to: sandbox.file("other/mnist"))
      let result = try sandbox.run(["evaluate", "a", "--data", "other"])
      #expect(result.status == 65)
      #expect(
        result.lastError.contains("the data set's images are not the model's: expected 1x28x28, found 1x32x30"))
    }
  }
}
