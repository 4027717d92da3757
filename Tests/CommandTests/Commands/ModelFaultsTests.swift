import Foundation
import InklingTestSupport
import Testing

extension CommandTests {
  /// Model files that are damaged, missing or another's, and options that belong to another file.
  @Suite struct ModelFaultsTests {
    let sandbox: Sandbox

    init() throws {
      sandbox = try Sandbox()
      #expect(try sandbox.train(["--name", "a", "--learning-rate", "0.02"], epochs: 1).status == 0)
      let seven = [UInt8](repeating: 0, count: 784)
      try sandbox.write(Array("P5 28 28 255\n".utf8) + seven, to: "picture.pgm")
    }

    private func run(_ arguments: String...) throws -> CommandResult { try sandbox.run(arguments) }

    private func run(_ line: String) throws -> CommandResult {
      try sandbox.run(line.split(separator: " ").map(String.init))
    }

    /// A file that is called as models are, or begins as they do, is never taken for a picture that the built-in model answers.
    @Test func aDamagedModelIsRefusedForWhatItIs() throws {
      for (name, format) in [("m.onnx", "onnx"), ("m.safetensors", "inkling"), ("m.pt", "pt"), ("m.npz", "npz")] {
        #expect(try run("export a -o \(name) --format \(format)").status == 0)
        let bytes = try sandbox.bytes(name)
        let cut = "cut-\(name)"
        try sandbox.write(Array(bytes.prefix(700)), to: cut)
        try sandbox.write(Array(bytes.prefix(700)), to: "cut-\(format)")
        for line in [
          "predict \(cut) picture.pgm", "predict \(cut)", "predict \(cut) picture.pgm --as lenet",
          "explain \(cut) picture.pgm",
          "explain \(cut)", "predict picture.pgm --model \(cut)", "predict cut-\(format) picture.pgm",
        ] where format != "npz" || line.hasPrefix("predict \(cut)") {
          let result = try run(line)
          #expect(result.status == 65 && result.output.isEmpty, "\(line): \(result.status) \(result.output)")
          #expect(result.lastError.contains("cut-") && !result.errors.contains("no image"), "\(line): \(result.errors)")
        }
      }
      for name in ["empty.inkling", "empty.keras", "empty.h5", "empty.pth"] {
        try sandbox.write([], to: name)
        let result = try run("predict \(name) picture.pgm")
        #expect(result.status == 65 && result.errors.contains("empty"), "\(name): \(result.errors)")
      }
      try sandbox.write(Array("{\"a\": 1}\n".utf8), to: "text.onnx")
      let text = try run("predict text.onnx picture.pgm")
      #expect(text.status == 65 && text.errors.contains("the file is a JSON document, and no model"), "\(text.errors)")
    }

    /// What is not there is missed, whatever was said of it.
    @Test func whatIsMissingIsSaidToBe() throws {
      #expect(try run("export a -o m.onnx").status == 0)
      for line in [
        "summary nothing.pt --as lenet", "summary nothing.pt --key model", "summary nothing --as lenet",
        "summary nothing.pt --input 1x28x28", "summary nothing.pt --model lenet", "summary nothing",
        "predict --model nothing.pt picture.pgm", "predict --model nothing picture.pgm",
        "predict nothing.pgm --pixels 0..1", "predict nothing.pgm --weights best", "explain nothing.pgm --as lenet",
        "train --from nothing.pt --key model --data data", "evaluate m.onnx nothing.pt --as lenet --data data",
        "verify m.onnx nothing.pt --as lenet", "compare m.onnx nothing.pt --as lenet --data data",
        "evaluate nothing.pt --as lenet --key model --data data", "import nothing.pt --framed digit -o x.safetensors",
      ] {
        let result = try run(line)
        #expect(result.status == 66, "\(line): \(result.status) \(result.errors)")
        #expect(result.errors.contains("nothing"), "\(line): \(result.errors)")
      }
    }

    /// An option is for the file that needs it.
    @Test func theNetworkIsForTheFileOfWeights() throws {
      for name in ["m.onnx", "m.pt", "m.safetensors"] { #expect(try run("export a -o \(name)").status == 0) }
      #expect(try run("export a --format safetensors -o w.safetensors").status == 0)
      for line in [
        "verify m.pt m.onnx --as lenet", "verify m.onnx m.pt --as lenet", "verify m.onnx w.safetensors --as lenet",
        "verify m.pt m.safetensors --as lenet", "verify m.pt w.safetensors --as lenet --key .",
        "evaluate m.pt m.onnx --as lenet --dataset mnist --data data",
        "compare m.onnx m.pt --model lenet --dataset mnist --data data",
      ] {
        let result = try run(line)
        #expect(result.status == 0, "\(line): \(result.errors)")
      }
      // Where no file needs it, it is refused.
      for line in [
        "verify m.onnx m.safetensors --as lenet", "verify a m.safetensors --as lenet",
        "evaluate w.safetensors --as lenet --key model --dataset mnist --data data",
      ] {
        let result = try run(line)
        #expect(result.status == 64, "\(line): \(result.status) \(result.errors)")
      }
    }

    /// A file of Inkling's own is called so.
    @Test func noOthersNameIsGiven() throws {
      #expect(try run("export a -o m.onnx").status == 0)
      for ending in ["onnx", "pt", "npz", "keras", "h5", "c"] {
        for line in ["import m.onnx -o x.\(ending)", "quantize a -o x.\(ending) --data data"] {
          let result = try run(line)
          #expect(result.status == 64 && result.lastError.contains("says another format"), "\(line): \(result.errors)")
          #expect(!sandbox.exists("x.\(ending)"))
        }
      }
      #expect(try run("import m.onnx -o x.inkling").status == 0)
      #expect(try run("verify a x.inkling").status == 0)
      #expect(try run("export x.inkling -o y.inkling").status == 0)
    }

    /// A threshold is measured on what a run held out; the advice names what `export` has.
    @Test func theThresholdsAdviceCanBeFollowed() throws {
      #expect(try run("export a -o m.onnx").status == 0)
      for line in [
        "export m.onnx -o k.safetensors --refuse 0.01", "export a -o k.safetensors --refuse 0.01 --data data",
        "export m.onnx -o k.safetensors --refuse 0.01 --dataset mnist --data data",
      ] {
        let result = try run(line)
        #expect(result.status == 64 && result.lastError.contains("leave --refuse out"), "\(line): \(result.errors)")
        #expect(!result.errors.contains("--split"), "\(line): \(result.errors)")
      }
      #expect(try run("export a -o k.safetensors --refuse 2 --data data").status == 64)
      let validated = try sandbox.train(["--name", "v", "--validation", "0.2", "--learning-rate", "0.02"], epochs: 1)
      #expect(validated.status == 0, "\(validated.errors)")
      let other = try run("export v -o k.safetensors --refuse 0.01 --dataset ./data/mnist")
      #expect(!other.errors.contains("--split") && !other.errors.contains("--shift"), "\(other.errors)")
      #expect(try run("export v -o k.safetensors --refuse 0.1 --data data").status == 0)
      // It goes on with the model of bytes, and that is said.
      let small = try run("quantize k.safetensors -o q.safetensors --data data")
      #expect(
        small.status == 0 && small.errors.contains("the threshold of refusal is the model's own"), "\(small.errors)")
      let verified = try run("verify k.safetensors q.safetensors --tolerance 1000 --json")
      #expect(try verified.json()["differences"] == nil, "\(verified.output)")
      // And is left out where pictures become inputs otherwise.
      #expect(try run("export v -o k.onnx --refuse 0.1 --data data").status == 0)
      let unframed = try run("import k.onnx --framed none -o f.safetensors")
      #expect(unframed.status == 0 && unframed.errors.contains("threshold of refusal"), "\(unframed.errors)")
      #expect(try run("verify k.onnx f.safetensors").output.contains("refusal: above energy"))
    }

    /// Bytes in an ONNX model are read back.
    @Test func aQuantisedONNXModelIsAModel() throws {
      #expect(try run("quantize a -o q.safetensors --data data").status == 0)
      for option in ["", " --preprocessing"] {
        #expect(try run("export q.safetensors -o q.onnx\(option)").status == 0)
        let verified = try run("verify q.safetensors q.onnx")
        #expect(verified.status == 0, "\(verified.output) \(verified.errors)")
        for line in [
          "predict q.onnx --index 3 --dataset mnist --data data", "predict q.onnx picture.pgm --framing none",
          "evaluate q.onnx --dataset mnist --data data", "import q.onnx -o back.safetensors",
        ] {
          let result = try run(line)
          #expect(result.status == 0, "\(line): \(result.errors)")
        }
        #expect(try run("inspect back.safetensors").output.contains("quantization: int8"))
      }
      let from = try sandbox.train(["--name", "b", "--from", "q.onnx"], epochs: 1)
      #expect(from.status == 64 && from.lastError.contains("bytes of a quantised model"), "\(from.errors)")
    }

    /// What a person says of the ink counts for every command alike.
    @Test func theInkIsFollowedEverywhere() throws {
      #expect(try run("export a -o m.onnx").status == 0)
      #expect(try run("import m.onnx --ink dark -o dark.safetensors").status == 0)
      #expect(try run("import m.onnx --ink light -o light.safetensors").status == 0)
      let data = ["--dataset", "mnist", "--data", "data", "--json"]
      func count(_ result: CommandResult, _ key: String) throws -> Int? {
        #expect(result.status == 0, "\(result.errors)")
        return try result.json()[key]?.object?["correct"]?.int
      }
      let dark = try sandbox.run(["evaluate", "dark.safetensors"] + data)
      let light = try sandbox.run(["evaluate", "light.safetensors"] + data)
      let (wrong, right) = (try dark.json()["correct"]?.int, try light.json()["correct"]?.int)
      #expect(wrong != right && dark.errors.contains("they are inverted") && !light.errors.contains("inverted"))
      let compared = try sandbox.run(["compare", "light.safetensors", "dark.safetensors"] + data)
      #expect(try count(compared, "first") == right && count(compared, "second") == wrong)
      #expect(compared.errors.contains("those of dark.safetensors dark on light"), "\(compared.errors)")
      let withRun = try sandbox.run(["compare", "a", "dark.safetensors"] + data)
      #expect(try count(withRun, "second") == wrong)
      let quantized = try sandbox.run(["quantize", "dark.safetensors", "-o", "q.safetensors"] + data)
      #expect(try count(quantized, "float32") == wrong && quantized.errors.contains("they are inverted"))
      let verified = try run("verify a dark.safetensors --dataset mnist --data data --json")
      #expect(try verified.status == 1 && verified.json()["max_difference"]?.double ?? 0 > 1e-3)
      let several = try sandbox.run(["evaluate", "light.safetensors", "dark.safetensors"] + data)
      #expect(
        several.status == 0 && several.errors.contains("those of dark.safetensors dark on light"), "\(several.errors)")
      // A run that goes on with it learns from such images, and knows it.
      let still = ["--learning-rate", "1e-30", "--from", "dark.safetensors", "--name", "d"]
      let trained = try sandbox.train(still, epochs: 1)
      #expect(trained.status == 0 && trained.errors.contains("they are inverted (data.shift)"), "\(trained.errors)")
      let recipe = String(decoding: try sandbox.bytes("runs/d/recipe.yaml"), as: UTF8.self)
      #expect(recipe.contains("shift: inverted"))
      #expect(try run("evaluate d --data data --json").json()["correct"]?.int == wrong)
      for (line, sentence) in [
        // What no model takes is not offered.
        ("import m.onnx --framed line -o x.safetensors", "'digit'"),
        ("run m.onnx --ink dark --inputs x.npz --output y.npz", "changes nothing"),
        ("run m.onnx --inputs x.npz --output y.csv", "what is written is NumPy's .npz"),
      ] {
        let result = try run(line)
        #expect(result.status == 64 && result.errors.contains(sentence), "\(line): \(result.errors)")
      }
    }

    /// A model that was imported goes on with its own pixels.
    @Test func anImportedModelKeepsItsPixels() throws {
      let first = ["--name", "n", "--learning-rate", "0.02", "--set", "data.normalization=mnist"]
      #expect(try sandbox.train(first, epochs: 1).status == 0)
      #expect(try run("export n -o n.onnx").status == 0)
      #expect(try run("export n --preprocessing -o p.onnx").status == 0)
      #expect(try run("import n.onnx -o i.safetensors").status == 0)
      let wanted = try run("evaluate n --data data --json").json()["correct"]?.int
      for file in ["n.onnx", "p.onnx", "i.safetensors"] {
        let trained = try sandbox.train(
          ["--from", file, "--learning-rate", "1e-30", "--name", "t-\(file)"], epochs: 1)
        #expect(trained.status == 0 && !trained.errors.contains("are assumed"), "\(file): \(trained.errors)")
        #expect(try trained.json()["test"]?.object?["correct"]?.int == wanted, "\(file)")
      }
    }

    /// The files beside a model in which it keeps its tensors are inputs as well.
    @Test func tensorsBesideAModelAreKept() throws {
      guard let python = ProcessInfo.processInfo.environment["PEER_PYTHON"] else { return }
      #expect(try run("export a -o m.onnx").status == 0)
      let lines = """
        import onnx
        model = onnx.load("m.onnx")
        onnx.save_model(model, "e.onnx", save_as_external_data=True, location="e.bin", size_threshold=0)
        """
      try sandbox.write(Array(lines.utf8), to: "save.py")
      let saved = try sandbox.shell("'\(python)' save.py && ln e.bin hard.bin && ln -s e.bin soft.bin")
      #expect(saved.status == 0, "\(saved.errors)")
      let before = try sandbox.bytes("e.bin")
      for output in ["e.bin", "hard.bin", "soft.bin", "./e.bin"] {
        for line in [
          "export e.onnx --format onnx -o \(output)", "import e.onnx -o \(output)",
          "run e.onnx --inputs x.npz --output \(output)", "quantize e.onnx -o \(output) --data data",
          "report e.onnx -o \(output) --dataset mnist --data data", "explain e.onnx picture.pgm -o \(output)",
          "predict e.onnx picture.pgm --show-steps \(output) --framing digit",
        ] {
          let result = try run(line)
          #expect(
            result.status == 64 && result.lastError.contains("the output is its own input"), "\(line): \(result.errors)"
          )
        }
      }
      #expect(try sandbox.bytes("e.bin") == before)
      #expect(try run("verify m.onnx e.onnx").status == 0)
    }
  }
}
