import InklingTestSupport
import Testing

extension CommandTests {
  /// `quantize` of a model that reads texts, and the commands that take what it makes.
  @Suite struct QuantizeTextCommandTests {
    let sandbox: Sandbox

    init() throws {
      sandbox = try Sandbox(nil)
      try sandbox.write(Array(Self.recipe.utf8), to: "small.yaml")
    }

    /// Pictures that are drawn anew in every epoch, and a network like those of the recipes for them.
    private static let recipe = """
      task: {name: read, head: ctc}
      model:
        layers:
          - group_norm: 1
          - conv: {out: 8, kernel: 5, padding: 2, bias: false}
          - max_pool: 2
          - batch_norm
          - relu
          - conv: {out: 12, kernel: [8, 3], padding: [0, 1], bias: false}
          - batch_norm
          - relu
          - conv: {out: classes, kernel: 1}
      data:
        {dataset: captcha, style: clean, alphabet: digits, length: 1-2, image: 1x16x40, images: 200, test_images: 30,
         validation: 20}
      optimizer: {name: adam, learning_rate: 0.01}
      epochs: 4
      batch_size: 16

      """

    private func run(_ arguments: [String]) throws -> CommandResult {
      let result = try sandbox.run(arguments)
      #expect(result.status == 0, "\(arguments): \(result.errors)")
      return result
    }

    private func train(_ options: [String] = []) throws {
      _ = try run(["train", "--recipe", "small.yaml", "--name", "a", "--threads", "1"] + options)
    }

    @Test func aModelOfBytesReadsAsAnyOther() throws {
      try train()
      let made = try run(["quantize", "a", "-o", "q.safetensors", "--calibration", "100", "--json"])
      #expect(made.errors.contains("q.safetensors: int8, calibrated on 100 images of "), "\(made.errors)")
      let report = try made.json()
      #expect(Set(report.keys) == ["float32", "int8", "count", "same_answers"] && report["count"]?.int == 30)
      #expect(report["same_answers"]?.int ?? 0 >= 20)
      let bytes = try #require(report["int8"]?.object)
      #expect(bytes["texts"]?.int == 30 && bytes["cer"]?.double != nil && bytes["microseconds"]?.double ?? 0 > 0)
      #expect(bytes["bytes"]?.int == (try sandbox.bytes("q.safetensors").count))
      let evaluated = try run(["evaluate", "q.safetensors", "--json"]).json()
      for key in ["correct", "cer", "text", "loss"] { #expect(evaluated[key] == bytes[key] && bytes[key] != nil) }
      #expect(try run(["evaluate", "q.safetensors", "--decoder", "beam", "--json"]).json()["texts"]?.int == 30)
      let read = try run(["predict", "q.safetensors", "--index", "3", "--json"]).json()
      #expect(read["text"]?.string != nil && read["probability"]?.double != nil && read["truth"]?.string != nil)
      let compared = try run(["compare", "a", "q.safetensors", "--json"]).json()
      #expect(compared["second"]?.object?["correct"] == bytes["correct"])
      _ = try run(["report", "a", "q.safetensors", "-o", "page.html"])
      let page = String(decoding: try sandbox.bytes("page.html"), as: UTF8.self)
      #expect(page.contains("Side by side") && page.contains("Positions"))
      let verified = try sandbox.run(["verify", "a", "q.safetensors", "--json"])
      #expect(verified.status == 1 && verified.errors.isEmpty, "\(verified.errors)")
      let inspected = try run(["inspect", "q.safetensors"]).output
      #expect(inspected.contains("quantization: int8") && inspected.contains("as they were written"))
      let log = try String(decoding: sandbox.bytes("runs/a/test-evaluations.log"), as: UTF8.self)
      #expect(log.contains("quantize"))
      try goesOutAndComesBack()
    }

    private func goesOutAndComesBack() throws {
      _ = try run(["captcha", "write", "pictures", "--count", "3", "--size", "40x16", "--length", "1"])
      func read(_ model: String) throws -> String { try run(["predict", model, "pictures", "--json"]).output }
      let texts = try read("q.safetensors")
      #expect(texts.split(separator: "\n").count == 3 && texts.contains("\"characters\""))
      for options in [[], ["--preprocessing"]] {
        _ = try run(["export", "q.safetensors", "-o", "q.onnx"] + options)
        _ = try run(["verify", "q.safetensors", "q.onnx"])
        _ = try run(["import", "q.onnx", "-o", "back.safetensors"])
        #expect(try run(["inspect", "back.safetensors"]).output.contains("quantization: int8"))
        for model in options.isEmpty ? ["q.onnx", "back.safetensors"] : [] { #expect(try read(model) == texts) }
      }
      for format in ["pt", "npz", "safetensors"] {
        let refused = try sandbox.run(["export", "q.safetensors", "--format", format, "-o", "x"])
        #expect(refused.lastError.contains("a quantised model has no form that computes in float32"))
      }
      let twice = try sandbox.run(["quantize", "q.safetensors", "-o", "r.safetensors"])
      #expect(twice.status == 64 && twice.lastError.contains("the model is quantised already"))
    }

    @Test func textsAreNamedInWords() throws {
      try train(["--set", "data.test_images=0"])
      let shown = try run(["quantize", "a", "-o", "q.safetensors", "--calibration", "50"])
      for words in ["accuracy, whole texts", "characters read", "character errors", "the same text for", "20 held-out"]
      {
        #expect(shown.output.contains(words), "\(words): \(shown.output)")
      }
      #expect(shown.errors.contains("the data set has no test part"))
    }

    /// A folder that is not the model's own is brought to its size, and read with its alphabet.
    @Test func aFolderShowsTheRanges() throws {
      try train()
      try TextDatasets.write(to: sandbox)
      let made = try run(["quantize", "a", "--dataset", "numbers", "-o", "q.safetensors", "--json"])
      #expect(made.errors.contains("calibrated on 120 images of ./numbers"), "\(made.errors)")
      #expect(try made.json()["count"]?.int == 40)
    }
  }
}
