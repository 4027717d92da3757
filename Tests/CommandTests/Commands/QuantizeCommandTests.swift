import InklingDatasets
import InklingTestSupport
import Testing

extension CommandTests {
  /// `quantize`, and the commands that take what it makes.
  @Suite struct QuantizeCommandTests {
    let sandbox: Sandbox

    init() throws {
      sandbox = try Sandbox()
      #expect(try sandbox.train(["--name", "a", "--learning-rate", "0.02"], epochs: 2).status == 0)
    }

    private func run(_ arguments: String...) throws -> CommandResult { try sandbox.run(arguments) }

    @Test func aModelOfBytesIsOneLikeAnyOther() throws {
      let made = try run("quantize", "a", "-o", "q.safetensors", "--data", "data", "--calibration", "100", "--json")
      #expect(made.status == 0, "\(made.errors)")
      let report = try made.json()
      #expect(Set(report.keys) == ["float32", "int8", "count", "same_answers"])
      #expect(report["count"]?.int == 96)
      #expect(report["same_answers"]?.int ?? 0 >= 90)
      let evaluated = try run("evaluate", "q.safetensors", "--data", "data", "--json")
      #expect(evaluated.status == 0, "\(evaluated.errors)")
      guard case .object(let int8)? = report["int8"] else {
        Issue.record("no int8")
        return
      }
      #expect(try evaluated.json()["correct"] == int8["correct"])
      #expect(Set(int8.keys) == ["accuracy", "correct", "count", "loss", "interval", "bytes", "microseconds"])
      #expect(int8["bytes"]?.int == (try sandbox.bytes("q.safetensors").count))
      #expect(try run("predict", "q.safetensors", "--data", "data", "--index", "3", "--json").status == 0)
      let verified = try run("verify", "a", "q.safetensors", "--dataset", "mnist", "--data", "data", "--json")
      #expect(verified.status == 1 && verified.errors.isEmpty)
      #expect(try verified.json()["same_argmax"] == report["same_answers"])
      let inspected = try run("inspect", "q.safetensors")
      #expect(inspected.status == 0 && inspected.output.contains("as they were written"), "\(inspected.errors)")
      #expect(inspected.output.contains("quantization: int8: weights with a scale for each output"))
      #expect(inspected.output.contains("calibrated on 100 images of mnist") || inspected.output.contains("..."))
      // The look at the test set is written down.
      #expect(try String(decoding: sandbox.bytes("runs/a/test-evaluations.log"), as: UTF8.self).contains("quantize"))
    }

    @Test func itGoesOutAsONNXAndNotAsFloats() throws {
      #expect(try run("quantize", "a", "-o", "q.safetensors", "--data", "data").status == 0)
      #expect(try run("export", "q.safetensors", "--format", "onnx", "--preprocessing", "-o", "q.onnx").status == 0)
      let inspected = try run("inspect", "q.onnx", "--json")
      #expect(inspected.output.contains("\"I8\""))
      for format in ["pt", "npz", "safetensors", "c", "swift", "js"] {
        let refused = try run("export", "q.safetensors", "--format", format, "-o", "x")
        #expect(refused.status == 64)
        #expect(refused.lastError.contains("a quantised model has no form that computes in float32"))
      }
      let from = try sandbox.train(["--name", "b", "--from", "q.safetensors"], epochs: 1)
      #expect(from.status == 64 && from.lastError.contains("bytes of a quantised model"), "\(from.errors)")
      let twice = try run("quantize", "q.safetensors", "-o", "r.safetensors", "--data", "data")
      #expect(twice.status == 64 && twice.lastError.contains("the model is quantised already"))
    }

    @Test func optionsOutOfRange() throws {
      #expect(try run("quantize", "a", "-o", "q", "--calibration", "0", "--data", "data").status == 64)
      #expect(try run("quantize", "a", "-o", "q", "--percentile", "0.2", "--data", "data").status == 64)
      #expect(try run("quantize", "a", "--data", "data").status == 64)
      #expect(try run("quantize", "nothing", "-o", "q", "--data", "data").status == 66)
      #expect(!sandbox.exists("q"))
    }
  }
}
