import Foundation
import InklingDatasets
import InklingTestSupport
import Testing

extension CommandTests {
  @Suite struct PredictCommandTests {
    let sandbox: Sandbox

    init() throws {
      sandbox = try Sandbox()
      #expect(try sandbox.train(["--name", "a", "--learning-rate", "0.02"], epochs: 8).status == 0)
    }

    private func predict(_ arguments: [String]) throws -> CommandResult {
      try sandbox.run(["predict", "runs/a"] + arguments)
    }

    private var testSet: LabeledImages { StrokeDigits.dataset(train: 0, test: 96, seed: 5).test }

    private func pgm(_ index: Int) -> [UInt8] { Array("P5\n28 28\n255\n".utf8) + testSet[index] }

    @Test func jsonHasLabelProbabilitiesAndTruth() throws {
      let result = try predict(["--data", "data", "--dataset", "mnist", "--index", "7", "--json"])
      #expect(result.status == 0)
      let answer = try result.json()
      #expect(
        Set(answer.keys) == ["label", "label_name", "probabilities", "truth", "truth_name", "classes", "weights"])
      #expect(answer["weights"]?.string == "runs/a/weights-last.safetensors")
      #expect(answer["truth"]?.int == Int(testSet.labels[7]))
      let probabilities = try #require(answer["probabilities"]?.doubles)
      #expect(probabilities.count == 10)
      #expect(abs(probabilities.reduce(0, +) - 1) < 1e-9)
      #expect(answer["label"]?.int == probabilities.firstIndex(of: try #require(probabilities.max())))
    }

    @Test func aFileGivesTheSameAnswer() throws {
      try sandbox.write(pgm(7), to: "seven.pgm")
      let answer = try predict(["seven.pgm", "--framing", "none", "--json"]).json()
      let indexed = try predict(["--data", "data", "--index", "7", "--json"]).json()
      #expect(
        Set(answer.keys) == [
          "file", "label", "class", "probability", "runner_up", "refused", "reason", "number", "boxes", "framing",
        ])
      // Which way was taken was said of one picture alone, and not in these forms.
      #expect(answer["framing"]?.string == "none")
      #expect(try predict(["seven.pgm", "--framing", "line", "--json"]).json()["framing"]?.string == "line")
      #expect(answer["label"] == indexed["label"] && answer["class"] == indexed["label_name"])
      let probabilities = try #require(indexed["probabilities"]?.doubles)
      #expect(answer["probability"]?.double == probabilities.max())
      #expect(answer["file"]?.string == "seven.pgm")
    }

    @Test func theOptionForAPictureStays() throws {
      try sandbox.write(pgm(7), to: "seven.pgm")
      let arguments = ["seven.pgm", "--json"]
      #expect(try predict(["--image"] + arguments).output == predict(arguments).output)
    }

    @Test func withoutAModelTheBuiltInOneAnswers() throws {
      try sandbox.write(pgm(7), to: "seven.pgm")
      let result = try sandbox.run(["predict", "seven.pgm"])
      #expect(result.status == 0 && result.errors.hasPrefix("the built-in model; "), "\(result.errors)")
      #expect(result.output.contains("answer  ") && result.output.contains("@"))
      let piped = try sandbox.shell("inkling predict - --json < seven.pgm")
      #expect(piped.status == 0 && piped.output.hasPrefix(#"{"boxes":[["#), "\(piped.output)\(piped.errors)")
    }

    @Test func theModelCanBeSettled() throws {
      try sandbox.write(pgm(7), to: "seven.pgm")
      let named = try predict(["seven.pgm", "--json"]).output
      #expect(try sandbox.run(["predict", "seven.pgm", "--model", "a", "--json"]).output == named)
      #expect(try sandbox.run(["predict", "runs/a/model.safetensors", "seven.pgm", "--json"]).output == named)
      let none = try sandbox.run(["predict", "nobody", "seven.pgm"])
      #expect(none.status == 66 && none.lastError.contains("no such run, model or picture in nobody"), "\(none.errors)")
    }

    /// The layers of the network were listed, in ten lines, to whoever named the weights of a run.
    @Test func aRunsWeightsAreNoModel() throws {
      try sandbox.write(pgm(7), to: "seven.pgm")
      let result = try sandbox.run(["predict", "runs/a/weights-last.safetensors", "seven.pgm"])
      #expect(result.status == 64 && result.errors.split(separator: "\n").count == 1, "\(result.errors)")
      #expect(result.lastError.contains("give the run, runs/a, with --weights last"), "\(result.errors)")
    }

    @Test func badFilesAreNamedAndTheOthersAnswered() throws {
      #expect(try sandbox.shell("mkdir in").status == 0)
      for name in ["in/a.pgm", "in/c\nd.pgm"] { try sandbox.write(pgm(7), to: name) }
      try sandbox.write(Array("hello".utf8), to: "in/b.png")
      try sandbox.write(Array("hello".utf8), to: "in/readme.txt")
      #expect(try sandbox.shell("ln -s loop.png in/loop.png").status == 0)
      let result = try sandbox.run(["predict", "in", "none.png", "--json"])
      #expect(result.status == 65, "\(result.errors)")
      let lines = result.output.split(separator: "\n")
      #expect(lines.count == 2 && lines[1].contains(#""file":"in/c\nd.pgm""#), "\(result.output)")
      #expect(result.errors.contains("the file is no image that can be read in in/b.png"))
      #expect(result.errors.contains("in/loop.png") && result.errors.contains("no such file in none.png"))
      #expect(result.lastError == "inkling: 3 of 5 pictures could not be read")
    }

    @Test func foldersBelowAndNamesOfAnyBytesAreRead() throws {
      try sandbox.write(pgm(7), to: "seven.pgm")
      let made = try sandbox.shell(
        """
        mkdir -p in/b && cp seven.pgm in/b/1.pgm && ln -s .. in/b/up
        name=$(printf 'caf\\351.pgm') && cp seven.pgm "in/$name" && cp seven.pgm "$name"
        """)
      #expect(made.status == 0, "\(made.errors)")
      let result = try sandbox.run(["predict", "in", "--json"])
      let lines = result.output.split(separator: "\n")
      #expect(lines.count == 2 && lines[0].contains(#""file":"in/b/1.pgm""#), "\(result.output)")
      #expect(lines[1].contains(#""file":"in/caf\\xe9.pgm""#), "\(result.output)")
      #expect(result.status == 65 && result.errors.contains("a link leads back to a folder above it in in/b/up"))
      let alone = try sandbox.shell(#"inkling predict "$(printf 'caf\351.pgm')" seven.pgm"#)
      #expect(alone.status == 0, "\(alone.errors)")
      #expect(
        alone.output.split(separator: "\n").map { $0.prefix(10) } == [#"caf\xe9.pg"#, "seven.pgm "], "\(alone.output)")
    }

    /// Text that stands for other bytes names something else: nothing is read or written by it.
    @Test func allButPicturesIsNamedByText() throws {
      try sandbox.write(pgm(7), to: "seven.pgm")
      let made = try sandbox.shell(
        #"""
        for name in 'm\377.safetensors' 'm\377.pgm'; do cp runs/a/model.safetensors "$(printf "$name")"; done
        cp -r runs/a "$(printf 'r\377')"
        """#)
      #expect(made.status == 0, "\(made.errors)")
      for name in [#"m\377.safetensors"#, #"m\377.pgm"#, #"r\377"#] {
        let result = try sandbox.shell(#"inkling predict "$(printf '\#(name)')" seven.pgm"#)
        #expect(result.status == 64 && result.output.isEmpty, "\(result.output)")
        #expect(result.lastError.contains("the name of a model is no UTF-8 in "), "\(result.errors)")
      }
      // What is not there is a model by its ending alone.
      for (name, status) in [(#"none\377"#, 66 as Int32), (#"none\377.onnx"#, 64)] {
        let missing = try sandbox.shell(#"inkling predict "$(printf '\#(name)')" seven.pgm"#)
        #expect(missing.status == status && missing.output.isEmpty, "\(missing.errors)")
      }
      for line in ["inspect", "evaluate --data data", "export a -o", "predict seven.pgm --model", "train --from"] {
        let result = try sandbox.shell("inkling \(line) \"$(printf 'w\\377.onnx')\"")
        #expect(result.status == 64, "\(line)")
        #expect(result.lastError.contains(#"an argument is no UTF-8"#), "\(result.errors)")
      }
      #expect(!sandbox.entries(".").contains { $0.hasPrefix("w") })
    }

    @Test func aTableHasALineForEach() throws {
      for name in ["a.pgm", "b.pgm"] { try sandbox.write(pgm(7), to: name) }
      let result = try predict(["a.pgm", "b.pgm", "--csv"])
      let lines = result.output.split(separator: "\n")
      let header = "file,label,class,probability,runner_up,refused,reason,number,boxes,framing"
      #expect(lines.count == 3 && lines[0] == header)
      #expect(["none", "digit", "line"].contains(lines[1].split(separator: ",").last ?? ""), "\(lines[1])")
      #expect(lines[1].hasPrefix("a.pgm,") && lines[2].dropFirst(1) == lines[1].dropFirst(1))
    }

    @Test func aBlankPictureIsRefused() throws {
      try sandbox.write(Array("P5\n30 28\n255\n".utf8) + [UInt8](repeating: 0, count: 840), to: "blank.pgm")
      let answer = try predict(["blank.pgm", "--json"]).json()
      #expect(answer["refused"] == .bool(true) && answer["label"] == .null && answer["number"] == .null)
      #expect(try predict(["blank.pgm"]).output.contains("answer  refused: it is blank"))
    }

    @Test func theStepsAreWritten() throws {
      try sandbox.write(pgm(7), to: "seven.pgm")
      #expect(try sandbox.run(["predict", "seven.pgm", "--show-steps", "steps.png"]).status == 0)
      #expect(try sandbox.bytes("steps.png").starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }

    @Test func answersAgreeWithTheEvaluation() throws {
      let answers = try (0..<12).map { try predict(["--data", "data", "--index", "\($0)", "--json"]).json() }
      let correct = answers.filter { $0["label"] == $0["truth"] }.count
      try TinyDataset(
        Dataset(
          name: "mnist", train: StrokeDigits.dataset(train: 320, test: 0, seed: 5).train,
          test: LabeledImages(
            images: (0..<12).flatMap { testSet[$0] }, labels: Array(testSet.labels.prefix(12)), channels: 1,
            height: 28, width: 28, classNames: testSet.classNames), notes: [], source: "")
      ).write(to: sandbox.file("twelve/mnist"))
      let evaluation = try sandbox.run(["evaluate", "a", "--data", "twelve", "--json"]).json()
      #expect(evaluation["correct"]?.int == correct)
    }

    @Test func onlyTheImageThatIsAskedForIsRead() throws {
      // Neither a training set that is nonsense nor damage behind the image is noticed.
      try sandbox.write([1, 2, 3], to: "data/mnist/train-images-idx3-ubyte")
      var labels = try sandbox.bytes("data/mnist/t10k-labels-idx1-ubyte")
      labels[8 + 90] = 200
      try sandbox.write(labels, to: "data/mnist/t10k-labels-idx1-ubyte")
      #expect(try predict(["--data", "data", "--index", "7"]).status == 0)
      #expect(try predict(["--data", "data", "--index", "90"]).status == 65)
    }

    @Test func textDrawsTheImageAndNamesTheClass() throws {
      let result = try predict(["--data", "data", "--index", "7"])
      #expect(result.status == 0)
      #expect(result.output.contains("answer  "))
      #expect(result.output.contains("label   \(testSet.labels[7])"))
      #expect(result.output.contains("@"))
      #expect(!result.output.contains("\u{1B}"))
    }

    @Test func theDrawnDigitsHaveIndicesToo() throws {
      let train = try sandbox.run(["train", "--dataset", "strokes", "--epochs", "1", "--name", "s", "--json"])
      #expect(train.status == 0)
      let answer = try sandbox.run(["predict", "s", "--index", "11", "--json"]).json()
      #expect(answer["truth"]?.int == Int(StrokeDigits.dataset(train: 0, test: 12).test.labels[11]))
      #expect(try sandbox.run(["predict", "s", "--index", "2000"]).status == 64)
    }

    /// What says something of another program's file says nothing of the built-in model.
    @Test(arguments: ["predict", "explain"]) func theBuiltInModelTakesNoOptionsOfOthers(command: String) throws {
      try sandbox.write(pgm(7), to: "seven.pgm")
      for options in [
        ["--classes", "a,b"], ["--pixels", "0..1"], ["--ink", "dark"], ["--mean", "0.5"], ["--std", "1"],
        ["--input", "1x28x28"], ["--key", "model"], ["--as", "lenet"], ["--weights", "best"],
      ] {
        let result = try sandbox.run([command, "seven.pgm"] + options)
        #expect(result.status == 64 && result.output.isEmpty, "\(options): \(result.status) \(result.errors)")
        #expect(result.errors.contains("built-in model"), "\(options): \(result.errors)")
      }
      #expect(try sandbox.run([command, "seven.pgm"]).status == 0)
    }

    static let refusals: [(arguments: [String], status: Int32, words: String)] = [
      (["--data", "data", "--index", "96"], 64, "no such image"),
      (["--data", "data", "--index", "-1"], 64, "no such image"), ([], 64, "Give the image"),
      (["--index", "1", "--image", "x.pgm"], 64, "Give the image"),
      (["--image", "missing.pgm"], 66, "no such file in missing.pgm"),
      (["--image", "data"], 66, "the folder holds no pictures in data"),
      (["a.pgm", "b.pgm", "--show-steps", "x.png"], 64, "for one picture"),
      (["a.pgm", "--index", "7"], 64, "Give the image"), (["x.pgm", "--csv"], 64, "Take --json or --csv"),
      (["--image", "cut.pgm"], 65, "truncated image in cut.pgm"), (["--image", "text.pgm"], 65, "text.pgm"),
      (["--image", "text.png"], 65, "the file is no image that can be read in text.png"),
      (["--image", "x.pgm", "--dataset", "mnist"], 64, "belong to --index"),
    ]

    @Test(arguments: refusals)
    func whatCannotBePredictedIsRefused(arguments: [String], status: Int32, words: String) throws {
      try sandbox.write(Array(pgm(0).dropLast()), to: "cut.pgm")
      for name in ["text.pgm", "text.png"] { try sandbox.write(Array("hello".utf8), to: name) }
      let result = try predict(arguments + ["--json"])
      #expect(result.status == status, "\(result.errors)")
      #expect(result.output.isEmpty)
      #expect(result.errors.contains(words), "\(result.errors)")
    }
  }
}
