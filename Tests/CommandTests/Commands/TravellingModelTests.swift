import Foundation
import InklingTestSupport
import Testing

extension CommandTests {
  /// A model answers to pictures as it did, whichever way it went; and nothing is written over a run.
  @Suite struct TravellingModelTests {
    let sandbox: Sandbox

    init() throws {
      sandbox = try Sandbox()
      #expect(try sandbox.train(["--name", "a", "--learning-rate", "0.02"], epochs: 2).status == 0)
      try sandbox.write(Self.seven, to: "seven.pgm")
    }

    private func run(_ arguments: String...) throws -> CommandResult { try sandbox.run(arguments) }

    /// A seven of a thick pen, dark on light, in a corner of a large picture.
    private static var seven: [UInt8] {
      let (width, height) = (300, 400)
      var pixels = [UInt8](repeating: 235, count: width * height)
      func dot(_ x: Int, _ y: Int) {
        for row in y - 9...y + 9 {
          for column in x - 9...x + 9 where (column - x) * (column - x) + (row - y) * (row - y) <= 81 {
            pixels[row * width + column] = 20
          }
        }
      }
      for step in 0...100 {
        dot(60 + 110 * step / 100, 50)
        dot(170 - 70 * step / 100, 50 + 210 * step / 100)
      }
      return Array("P5 \(width) \(height) 255\n".utf8) + pixels
    }

    private func answer(_ model: String, _ options: [String] = []) throws -> [String: JSONValue] {
      let result = try sandbox.run(["predict", model, "seven.pgm", "--json"] + options)
      #expect(result.status == 0, "\(result.errors)")
      return try result.json()
    }

    @Test func picturesAreFramedTheSameEverywhere() throws {
      let wanted = try answer("a")
      for (file, options) in [
        ("m.onnx", []), ("m.safetensors", []), ("m.pt", ["--as", "lenet"]), ("w.safetensors", ["--as", "lenet"]),
      ] {
        let format = file == "w.safetensors" ? ["--format", "safetensors"] : []
        let exported = try sandbox.run(["export", "a", "-o", file] + format)
        #expect(exported.status == 0 && exported.errors.split(separator: "\n").count == 1, "\(exported.errors)")
        #expect(try answer(file, options) == wanted, "\(file)")
        let imported = try sandbox.run(["import", file, "-o", "back.safetensors"] + options)
        #expect(imported.status == 0 && !imported.errors.contains("note:"), "\(imported.errors)")
        #expect(try answer("back.safetensors") == wanted, "\(file) and back")
        #expect(try run("verify", "a", "back.safetensors").status == 0)
      }
      let numbers = try run("export", "a", "-o", "m.npz")
      #expect(numbers.errors.contains("nothing of how pictures become inputs"))
    }

    /// Two that give the same numbers, and other answers to pictures.
    @Test func verifyLooksAtThePictures() throws {
      #expect(try run("export", "a", "-o", "m.pt").status == 0)
      let options = ["--as", "lenet", "--framed", "none"]
      #expect(try sandbox.run(["import", "m.pt", "-o", "plain.safetensors"] + options).status == 0)
      let text = try run("verify", "a", "plain.safetensors")
      #expect(
        text.status == 1 && text.output.contains("on pictures they answer otherwise, by their framing: digit and none"))
      let json = try run("verify", "a", "plain.safetensors", "--json")
      #expect(try json.status == 1 && json.json()["differences"] == .array([.string("framing: digit and none")]))
      #expect(try json.json()["max_difference"]?.double == 0)
      #expect(try answer("plain.safetensors")["boxes"] != answer("a")["boxes"])
      let again = ["--as", "lenet", "--framed", "digit"]
      #expect(try sandbox.run(["import", "m.pt", "-o", "framed.safetensors"] + again).status == 0)
      #expect(try run("verify", "a", "framed.safetensors").status == 0)
      #expect(
        try sandbox.run(["import", "m.pt", "-o", "x.safetensors", "--as", "lenet", "--framed", "word"]).status == 64)
    }

    @Test(arguments: ["1x4294967296x4294967296", "9223372036854775807x28x28", "2x28x28", "1x32767x32767"])
    func aSizeThatCannotBe(input: String) throws {
      #expect(try run("export", "a", "-o", "m.pt").status == 0)
      for network in ["proposed", "lenet"] {
        let result = try run("import", "m.pt", "--as", network, "--input", input, "-o", "x.safetensors")
        #expect([64, 65].contains(result.status), "\(network): \(result.status) \(result.errors)")
        let summary = try run("summary", "m.pt", "--as", network, "--input", input)
        #expect([64, 65].contains(summary.status), "\(network): \(summary.status) \(summary.errors)")
      }
      #expect(!sandbox.exists("x.safetensors"))
    }

    /// A built-in network with a softmax on its end learned through it, and without a word.
    @Test func trainingSaysWhatItTakesOffTheEnd() throws {
      #expect(try run("export", "a", "--preprocessing", "-o", "whole.onnx").status == 0)
      #expect(try run("import", "whole.onnx", "-o", "whole.safetensors").status == 0)
      var losses: [JSONValue?] = []
      for (file, isTold) in [("a", false), ("whole.onnx", true), ("whole.safetensors", true)] {
        let options = [
          "--data", "data", "--epochs", "1", "--learning-rate", "0.01", "--name", "from-\(file)", "--json",
        ]
        let trained = try sandbox.run(["train", "--from", file] + options)
        #expect(
          trained.errors.contains("the network ends in a softmax: that is taken off") == isTold, "\(trained.errors)")
        losses.append(try trained.json()["epochs"]?.array?.last?.object?["loss"])
      }
      #expect(losses.allSatisfy { $0 != nil && $0 == losses[0] }, "\(losses)")
    }

    /// What the document says of the commands that take a file of weights.
    @Test func everyCommandTakesTheNetworkByName() throws {
      #expect(try run("export", "a", "-o", "m.pt").status == 0)
      for network in [["--as", "lenet"], ["--as", "proposed"], ["--model", "lenet"]] {
        let summary = try sandbox.run(["summary", "m.pt", "--json"] + network)
        #expect(try summary.status == 0 && summary.json()["parameters"]?.int == 44_426, "\(summary.errors)")
      }
      let pixels = "import numpy; numpy.savez('x.npz', pixels=numpy.zeros((2, 1, 28, 28), numpy.uint8))"
      if let python = ProcessInfo.processInfo.environment["PEER_PYTHON"] {
        #expect(try sandbox.shell("'\(python)' -c \"\(pixels)\"").status == 0)
        for model in [["a"], ["m.pt", "--as", "lenet"]] {
          let result = try sandbox.run(["run"] + model + ["--inputs", "x.npz", "--output", "y.npz"])
          #expect(result.status == 0 && result.errors.contains("logits: F32 [2, 10]"), "\(result.errors)")
        }
        #expect(try run("run", "a", "--as", "lenet", "--inputs", "x.npz", "--output", "y.npz").status == 64)
        #expect(try run("run", "m.pt", "--inputs", "x.npz", "--output", "y.npz").errors.contains("--as"))
      }
      let explained = try run("explain", "m.pt", "seven.pgm", "--as", "lenet")
      #expect(explained.status == 0, "\(explained.errors)")
      #expect(try run("summary", "--as", "lenet").status == 64)
      #expect(try run("summary", "m.pt", "--as", "lenet", "--model", "lenet").status == 64)
    }

    /// A sentence about the option that was given, and the command's own usage.
    @Test func sentencesFitWhatWasGiven() throws {
      for (option, value) in [("--as", "lenet"), ("--pixels", "0..1"), ("--framed", "digit"), ("--classes", "a,b")] {
        let result = try run("predict", "seven.pgm", option, value)
        #expect(
          result.status == 64 && result.errors.contains("\(option) is for another program's file"), "\(result.errors)")
      }
      let network = try run("predict", "seven.pgm", "--model", "lenet")
      #expect(network.status == 64 && network.errors.contains("--model names no model"))
      let late = try run("predict", "a")
      #expect(late.status == 64 && late.errors.contains("Usage: inkling predict "), "\(late.errors)")
      #expect(late.errors.contains("See 'inkling predict --help'"))
      let explained = try run("explain", "seven.pgm", "seven.pgm")
      #expect(explained.status == 64 && explained.errors.contains("Usage: inkling explain "), "\(explained.errors)")
    }

    @Test func whatIsNoRegularFileIsNoInput() throws {
      #expect(try sandbox.shell("mkfifo pipe").status == 0)
      for path in ["pipe", "/dev/zero", "/dev/null"] {
        let result = try run("inspect", path)
        #expect(
          result.status == 66 && result.lastError.contains("only a regular file can be read here"), "\(result.errors)")
        #expect(try run("import", path, "-o", "x.safetensors").status == 66)
      }
      let empty = try sandbox.shell("inkling predict - < /dev/null")
      #expect(empty.status == 65 && empty.errors.contains("standard input") && !empty.errors.contains("/dev/stdin"))
    }

    /// Each of a run's files, by each command that writes one.
    @Test func nothingIsWrittenOverARun() throws {
      #expect(try run("export", "a", "-o", "k.safetensors").status == 0)
      let files = sandbox.entries("runs/a").filter { $0 != "lock" && $0 != "tensorboard" }
      #expect(files.contains("weights-last.safetensors") && files.contains("history.csv"))
      let before = try files.map { try sandbox.bytes("runs/a/\($0)") }
      for file in files + ["weights-start.safetensors"] {
        let path = "runs/a/\(file)"
        for arguments in [
          ["report", "a", "-o", path, "--data", "data", "--corrupted", "0"],
          ["report", "k.safetensors", "-o", "runs/../runs/a/\(file)", "--data", "data"],
          ["quantize", "a", "-o", path, "--data", "data"], ["explain", "a", "seven.pgm", "-o", path],
          ["explain", "seven.pgm", "-o", path], ["export", "k.safetensors", "--format", "inkling", "-o", path],
          ["import", "k.safetensors", "-o", path], ["predict", "a", "seven.pgm", "--show-steps", path],
        ] {
          // An ending that says another format is refused before.
          let result = try sandbox.run(arguments)
          #expect(result.status == 64, "\(arguments): \(result.errors)")
        }
      }
      #expect(try files.map { try sandbox.bytes("runs/a/\($0)") } == before)
      #expect(!sandbox.exists("runs/a/weights-start.safetensors"))
      // Beside them there is room.
      #expect(try run("explain", "a", "seven.pgm", "-o", "runs/a/seven.html").status == 0)
      let same = try run(
        "evaluate", "a", "--data", "data", "--predictions", "x.csv", "--confusion", "x.csv")
      #expect(same.status == 64 && same.lastError.contains("two outputs have one path"))
    }

    /// A picture whose name is no UTF-8 is known by its file.
    @Test func aPictureOfAnyNameIsNoOutput() throws {
      let named = try sandbox.shell(
        "cp seven.pgm \"$(printf 'se\\377ven.pgm')\" && ln \"$(printf 'se\\377ven.pgm')\" link.pgm")
      #expect(named.status == 0, "\(named.errors)")
      for line in [
        "explain \"$(printf 'se\\377ven.pgm')\" -o link.pgm",
        "predict \"$(printf 'se\\377ven.pgm')\" --show-steps link.pgm",
      ] {
        let result = try sandbox.shell("inkling \(line)")
        #expect(result.status == 64 && result.errors.contains("the output is its own input"), "\(result.errors)")
      }
      #expect(try sandbox.bytes("link.pgm") == Self.seven)
    }

    /// A data set and a network's description are inputs as well.
    @Test func whatIsReadBesideTheModelIsKept() throws {
      for line in [
        ["quantize", "a", "--dataset", "./seven.pgm", "-o", "seven.pgm"],
        ["report", "a", "--dataset", "./seven.pgm", "-o", "seven.pgm"],
        ["import", "m.pt", "--model", "seven.pgm", "-o", "./seven.pgm"],
        ["export", "m.pt", "--model", "seven.pgm", "-o", "seven.pgm", "--format", "onnx"],
        ["run", "m.pt", "--model", "seven.pgm", "--inputs", "x.npz", "--output", "seven.pgm"],
      ] {
        let result = try sandbox.run(line)
        #expect(
          result.status == 64 && result.errors.contains("the output is its own input"), "\(line): \(result.errors)")
      }
      #expect(try sandbox.bytes("seven.pgm") == Self.seven)
    }

    /// A file that the format forbids is no model to look at, either.
    @Test func inspectDoubts() throws {
      #expect(try run("export", "a", "-o", "k.safetensors").status == 0)
      let fine = try run("inspect", "k.safetensors")
      #expect(fine.status == 0, "\(fine.errors)")
      let names = "\\\"class_names\\\":[\\\"0\\\",\\\"1\\\""
      let twice = "\\\"class_names\\\":[\\\"0\\\",\\\"0\\\""
      var bytes = try sandbox.bytes("k.safetensors")
      let offset = try #require(bytes.indices.first { bytes[$0...].starts(with: names.utf8) })
      bytes.replaceSubrange(offset..<offset + names.utf8.count, with: Array(twice.utf8))
      try sandbox.write(bytes, to: "twice.safetensors")
      let result = try run("inspect", "twice.safetensors")
      #expect(result.status == 65 && result.lastError.contains("two classes have one name"), "\(result.errors)")
      #expect(try run("predict", "twice.safetensors", "seven.pgm").status == 65)
    }
  }
}
