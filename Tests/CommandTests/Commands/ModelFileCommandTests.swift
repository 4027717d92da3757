import Foundation
import InklingDatasets
import InklingTestSupport
import Testing

extension CommandTests {
  /// Models as files: export, import, inspect, verify, run, and the commands that take a file for a run.
  @Suite struct ModelFileCommandTests {
    let sandbox: Sandbox

    init() throws {
      sandbox = try Sandbox()
      #expect(try sandbox.train(["--name", "a", "--learning-rate", "0.02"], epochs: 2).status == 0)
    }

    private func run(_ arguments: String...) throws -> CommandResult { try sandbox.run(arguments) }

    @Test func aFinishedRunLeavesItsModel() throws {
      let file = "runs/a/model.safetensors"
      let both = try [file, "runs/a"].map {
        try run("evaluate", $0, "--data", "data", "--dataset", "mnist", "--json").json()
      }
      #expect(both[0]["accuracy"] == both[1]["accuracy"] && both[0]["loss"] == both[1]["loss"])
      #expect(both[0]["weights"] == .array([.string(file)]))
      let predicted = try [file, "runs/a"].map {
        try run("predict", $0, "--data", "data", "--dataset", "mnist", "--index", "3", "--json").json()
      }
      #expect(predicted[0]["probabilities"] == predicted[1]["probabilities"])
      let compared = try run("compare", file, "runs/a", "--data", "data", "--json")
      #expect(compared.status == 0, "\(compared.errors)")
      #expect(try run("evaluate", file, "--weights", "best", "--data", "data").status == 64)
    }

    @Test func anONNXModelGoesOutAndComesBack() throws {
      #expect(try run("export", "a", "--format", "onnx", "-o", "a.onnx").status == 0)
      let verified = try run("verify", "a", "a.onnx", "--json")
      #expect(verified.status == 0 && verified.errors.isEmpty, "\(verified.errors)")
      #expect(try sandbox.train(["--name", "b", "--seed", "9"], epochs: 1).status == 0)
      let other = try run("verify", "b", "a.onnx", "--json")
      #expect(other.status == 1 && other.errors.isEmpty)
      #expect(try other.json()["max_difference"]?.double ?? 0 > 0.01)
      let evaluated = try ["a", "a.onnx"].map {
        try run("evaluate", $0, "--data", "data", "--dataset", "mnist", "--json").json()["correct"]
      }
      #expect(evaluated[0] == evaluated[1] && evaluated[0]?.int != nil)
      #expect(try run("export", "a", "--format", "onnx", "--preprocessing", "-o", "p.onnx").status == 0)
      #expect(try run("import", "p.onnx", "-o", "p.safetensors").status == 0)
      let answers = try ["p.safetensors", "a"].map {
        try run("predict", $0, "--data", "data", "--dataset", "mnist", "--index", "5", "--json").json()["label"]
      }
      #expect(answers[0] == answers[1])
    }

    @Test func weightsNeedTheirNetwork() throws {
      #expect(try run("export", "a", "--format", "pt", "-o", "a.pt").status == 0)
      let refused = try run("import", "a.pt", "-o", "b.safetensors")
      #expect(refused.status == 64 && refused.errors.contains("--model"))
      #expect(try run("import", "a.pt", "--model", "lenet", "-o", "b.safetensors").status == 0)
      let verified = try run("verify", "runs/a/model.safetensors", "b.safetensors", "--json")
      #expect(verified.status == 0)
      #expect(try verified.json()["max_difference"]?.double == 0)
      #expect(try verified.json()["count"]?.int == verified.json()["same_argmax"]?.int)
    }

    @Test func inspectSaysWhatAFileIs() throws {
      for (format, kind) in [("inkling", "safetensors"), ("pt", "pytorch"), ("npz", "npz"), ("onnx", "onnx")] {
        #expect(try run("export", "a", "--format", format, "-o", "x").status == 0)
        let answer = try run("inspect", "x", "--json").json()
        #expect(answer["format"] == .string(kind))
        #expect(Set(answer.keys) == ["format", "tensors", "metadata", "sha256"])
        #expect(try run("inspect", "x").status == 0)
      }
      #expect(try run("inspect", "runs/a/history.csv").status == 0)
      #expect(try run("inspect", "nothing").status == 66)
      #expect(try run("inspect", "runs").status == 66)
    }

    @Test func whatCannotBeWrittenLeavesNothing() throws {
      for arguments in [
        ["--format", "onnx", "-o", "no/such/folder/x.onnx"], ["--format", "c", "--preprocessing", "-o", "x.c"],
        ["--format", "pt", "--dtype", "F16", "-o", "x.pt"], ["--format", "safetensors", "--dtype", "I8", "-o", "x.s"],
        ["--format", "tflite", "-o", "x.t"],
      ] {
        let result = try sandbox.run(["export", "a"] + arguments)
        #expect(result.status != 0 && !result.errors.isEmpty)
      }
      #expect(!FileManager.default.fileExists(atPath: sandbox.file("x.c")))
    }
  }
}
