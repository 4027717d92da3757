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

    @Test func theEndingIsTheFormat() throws {
      #expect(try run("export", "a", "-o", "e.onnx").status == 0)
      #expect(try run("inspect", "e.onnx", "--json").json()["format"] == .string("onnx"))
      let unknown = try run("export", "a", "-o", "e.bin")
      #expect(unknown.status == 64 && unknown.lastError.contains("name the format with --format"))
      #expect(try run("export", "a", "--format", "pt", "-o", "f.onnx").status == 64)
      #expect(!sandbox.exists("e.bin") && !sandbox.exists("f.onnx"))
    }

    @Test func nothingIsWrittenOverItsOwnInput() throws {
      #expect(try run("export", "a", "-o", "e.onnx").status == 0)
      #expect(try run("export", "a", "-o", "e.safetensors").status == 0)
      let before = try sandbox.bytes("e.onnx")
      let own = try sandbox.bytes("e.safetensors")
      for arguments in [
        ["import", "e.safetensors", "-o", "e.safetensors"], ["export", "e.onnx", "-o", "./e.onnx"],
        ["export", "a", "--format", "inkling", "-o", "runs/a/model.safetensors"],
        ["export", "a", "--format", "safetensors", "-o", "runs/a/weights-last.safetensors"],
        ["run", "a", "--inputs", "e.onnx", "--output", "e.onnx"],
      ] {
        let result = try sandbox.run(arguments)
        #expect(result.status == 64 && result.lastError.contains("the output is its own input"), "\(result.errors)")
      }
      #expect(try sandbox.bytes("e.onnx") == before && sandbox.bytes("e.safetensors") == own)
    }

    /// A page, or a model of bytes, over the model that it is about.
    @Test func noPageIsWrittenOverItsModel() throws {
      #expect(try run("export", "a", "-o", "k.safetensors").status == 0)
      try sandbox.write(Array("name: k".utf8), to: "k.yaml")
      let before = try sandbox.bytes("k.safetensors")
      for arguments in [
        ["report", "k.safetensors", "-o", "k.safetensors", "--data", "data"],
        ["quantize", "k.safetensors", "-o", "./k.safetensors", "--data", "data"],
        ["explain", "k.safetensors", "--index", "3", "-o", "k.safetensors", "--data", "data"],
        ["export", "a", "--format", "onnx", "--card", "k.yaml", "-o", "k.yaml"],
      ] {
        let result = try sandbox.run(arguments)
        #expect(result.status == 64 && result.lastError.contains("the output is its own input"), "\(result.errors)")
      }
      #expect(try sandbox.bytes("k.safetensors") == before)
    }

    /// Summary, train and run take what evaluate takes.
    @Test func everyCommandTakesAFileForARun() throws {
      for (format, file) in [("onnx", "m.onnx"), ("inkling", "m.safetensors"), ("pt", "m.pt")] {
        #expect(try run("export", "a", "--format", format, "-o", file).status == 0)
        let network = format == "pt" ? ["--model", "lenet"] : []
        let summary = try sandbox.run(["summary", file, "--json"] + network)
        #expect(try summary.json()["parameters"]?.int == 44_426, "\(summary.errors)")
        let trained = try sandbox.train(
          ["--from", file, "--name", "from-\(format)", "--seed", "2"] + network, epochs: 1)
        #expect(trained.status == 0, "\(trained.errors)")
        #expect(trained.errors.contains("starting from \(file)"))
        let evaluated = try sandbox.run(
          ["evaluate", file, "--data", "data", "--dataset", "mnist", "--json"] + network)
        #expect(evaluated.status == 0, "\(evaluated.errors)")
      }
      // A run and weights alone: the options are for what needs them.
      #expect(try run("verify", "a", "m.pt", "--as", "lenet").status == 0)
      #expect(try run("compare", "a", "m.pt", "--as", "lenet", "--data", "data").status == 0)
      #expect(try run("train", "--data", "data", "--from", "m.pt").status == 64)
      #expect(try run("evaluate", "a", "--as", "lenet", "--data", "data").status == 64)
      #expect(try run("import", "m.pt", "--as", "lenett", "-o", "x.safetensors").status == 64)
      #expect(try run("import", "m.pt", "--as", "proposed", "-o", "x.safetensors").status == 0)
      let absent = try run("evaluate", "nothing.onnx", "--data", "data")
      #expect(absent.status == 66 && absent.lastError.contains("there is no such file in nothing.onnx"))
    }

    @Test func pixelsAreWhatAPersonSays() throws {
      #expect(try run("export", "a", "--format", "pt", "-o", "m.pt").status == 0)
      let options = ["--as", "lenet", "--pixels", "-1..1"]
      #expect(try sandbox.run(["import", "m.pt", "-o", "m.safetensors"] + options).status == 0)
      #expect(try run("verify", "a", "m.safetensors").status == 0)
      let other = ["--as", "lenet", "--pixels", "0..1", "--mean", "0.5", "--std", "0.25", "--ink", "dark"]
      #expect(try sandbox.run(["verify", "a", "m.pt"] + other).status == 1)
      let inverted = try sandbox.run(
        ["evaluate", "m.pt", "--data", "data", "--dataset", "mnist", "--json"] + options + ["--ink", "dark"])
      #expect(inverted.status == 0 && inverted.errors.contains("they are inverted"), "\(inverted.errors)")
      #expect(try sandbox.run(["import", "m.pt", "-o", "x.safetensors", "--as", "lenet", "--std", "0"]).status == 64)
      #expect(
        try sandbox.run(["import", "m.pt", "-o", "x.safetensors", "--as", "lenet", "--mean", "1,x"]).status == 64)
      let twice = String(repeating: "a,", count: 9) + "a"
      let names = try sandbox.run(["import", "m.pt", "-o", "x.safetensors", "--as", "lenet", "--classes", twice])
      #expect(names.status == 64 && names.lastError.contains("two classes have one name"))
      #expect(!sandbox.exists("x.safetensors"))
    }

    @Test func aCardIsSet() throws {
      try sandbox.write(Array("name: Digits\nlicence: MIT\n".utf8), to: "card.yaml")
      let options = ["--card", "card.yaml", "--card-author", "Somebody", "--card-licence", "BSD"]
      #expect(try sandbox.run(["export", "a", "-o", "c.onnx"] + options).status == 0)
      let card = try run("inspect", "c.onnx", "--json").json()["metadata"]?.object?["card"]
      #expect(card == .string(#"{"author":"Somebody","license":"BSD","name":"Digits"}"#))
      #expect(try sandbox.run(["export", "a", "-o", "c.pt"] + options).status == 64)
      try sandbox.write(Array("nam: Digits\n".utf8), to: "card.yaml")
      #expect(try sandbox.run(["export", "a", "-o", "d.onnx"] + options).status == 65)
    }

    @Test func comparedWithProbabilitiesIsSaid() throws {
      #expect(try run("export", "a", "--preprocessing", "-o", "p.onnx").status == 0)
      let verified = try run("verify", "a", "p.onnx", "--json")
      #expect(verified.status == 0 && verified.errors.contains("gives logits and the second probabilities"))
      #expect(try Set(verified.json().keys) == ["count", "max_difference", "same_argmax"])
    }

    @Test func aChangedModelIsFoundByInspecting() throws {
      var bytes = try sandbox.bytes("runs/a/model.safetensors")
      bytes[bytes.count - 3] ^= 4
      try sandbox.write(bytes, to: "changed.safetensors")
      let result = try run("inspect", "changed.safetensors", "--json")
      #expect(result.status == 65 && result.lastError.contains("the weights are not those that were written"))
      #expect(try result.json()["format"] == .string("safetensors"))
      #expect(try run("inspect", "runs/a/model.safetensors").output.contains("weights: as they were written"))
    }

    /// Names from a file do not move the terminal.
    @Test func namesFromAFileAreEscaped() throws {
      let names = (0..<10).map { "\u{1b}[31m\($0)" }.joined(separator: ",")
      #expect(try run("export", "a", "--format", "pt", "-o", "m.pt").status == 0)
      let imported = try sandbox.run(["import", "m.pt", "--as", "lenet", "--classes", names, "-o", "n.safetensors"])
      #expect(imported.status == 0, "\(imported.errors)")
      try sandbox.write(Array("P5 28 28 255\n".utf8) + (0..<784).map { UInt8($0 % 251) }, to: "x.pgm")
      let predicted = try run("predict", "n.safetensors", "--image", "x.pgm")
      #expect(predicted.status == 0 && predicted.output.contains("answer  \\x1b[31m"), "\(predicted.errors)")
      #expect(!predicted.output.contains("\u{1b}[31m") && !predicted.errors.contains("\u{1b}"))
    }

    @Test func anOptionIsGivenOnce() throws {
      let result = try run("train", "--data", "data", "--seed", "3", "--seed", "4")
      #expect(result.status == 64 && result.lastError.contains("--seed is given twice"))
      let delta = try run("train", "--data", "data", "--validation", "0.2", "--min-delta", "0.1")
      #expect(delta.status == 64 && delta.errors.contains("needs selection.patience"), "\(delta.errors)")
      #expect(try run("train", "--data", "data", "--batch-size", "\(Int.max)").status == 64)
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
