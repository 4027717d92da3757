import InklingTestSupport
import Testing

extension CommandTests {
  /// A run that started from a model of which a person has said the ink answers as that model does, whoever names the data.
  @Suite struct InheritedInkTests {
    let sandbox: Sandbox

    init() throws {
      sandbox = try Sandbox()
      #expect(try sandbox.train(["--name", "a", "--learning-rate", "0.02"], epochs: 1).status == 0)
      #expect(try run("export a -o m.onnx").status == 0)
      #expect(try run("import m.onnx --ink dark --framed none -o dark.safetensors").status == 0)
    }

    private func run(_ line: String) throws -> CommandResult {
      try sandbox.run(line.split(separator: " ").map(String.init))
    }

    private func loss(_ model: String, _ options: String = "") throws -> Double? {
      let result = try run("evaluate \(model) --data data --json\(options)")
      #expect(result.status == 0, "\(result.errors)")
      return try result.json()["loss"]?.double
    }

    private func train(_ name: String, from start: String) throws -> CommandResult {
      let result = try sandbox.train(["--name", name, "--from", start, "--learning-rate", "1e-30"], epochs: 1)
      #expect(result.status == 0, "\(result.errors)")
      return result
    }

    @Test func theRunKeepsTheInk() throws {
      let wanted = try loss("dark.safetensors", " --dataset mnist")
      _ = try train("d", from: "dark.safetensors")
      #expect(try run("export d -o d.safetensors").status == 0)
      #expect(try run("export d -o d.onnx").status == 0)
      #expect(try loss("d") == wanted)
      for model in ["d", "d.safetensors", "d.onnx"] {
        #expect(try loss(model, " --dataset mnist") == wanted, "\(model)")
        let (named, plain) = (
          try run("predict \(model) --index 3 --dataset mnist --data data --json"),
          try run("predict dark.safetensors --index 3 --dataset mnist --data data --json")
        )
        #expect(named.status == 0 && named.errors.contains("they are inverted"), "\(model): \(named.errors)")
        #expect(try named.json()["label"] == plain.json()["label"])
      }
      for model in ["d.safetensors", "d.onnx"] {
        let verified = try run("verify d \(model)")
        #expect(verified.status == 0, "\(verified.output) \(verified.errors)")
      }
      // Its folder knows it when it goes on, and so does a run that starts from it.
      #expect(try sandbox.run(["train", "--resume", "d", "--epochs", "2", "--data", "data", "--json"]).status == 0)
      #expect(try loss("d", " --dataset mnist") == loss("d"))
      let again = try train("e", from: "d")
      #expect(again.errors.contains("they are inverted (data.shift)"), "\(again.errors)")
      #expect(try loss("e", " --dataset mnist") == loss("e"))
      // Who starts from a run of which nobody has said it takes the images as they are.
      #expect(try !train("b", from: "a").errors.contains("inverted"))
      #expect(try loss("b", " --dataset mnist") == loss("b"))
    }

    /// Pictures that are not framed become the same image whichever way they are drawn, for the run as for its start.
    @Test func picturesAreReadAsByItsStart() throws {
      var light = [UInt8](repeating: 0, count: 784)
      for row in 7..<28 { for column in 8..<20 { light[row * 28 + column] = UInt8(150 + column * row % 80) } }
      try sandbox.write(Array("P5 28 28 255\n".utf8) + light, to: "light.pgm")
      try sandbox.write(Array("P5 28 28 255\n".utf8) + light.map { ~$0 }, to: "dark.pgm")
      func answer(_ model: String, _ picture: String) throws -> JSONValue? {
        try run("predict \(model) \(picture) --framing automatic --json").json()["label"]
      }
      _ = try train("d", from: "dark.safetensors")
      let wanted = try answer("dark.safetensors", "dark.pgm")
      #expect(try answer("dark.safetensors", "light.pgm") == wanted)
      #expect(try run("export d -o d.onnx").status == 0)
      #expect(try run("import d.onnx --framed none -o plain.safetensors").status == 0)
      for picture in ["light.pgm", "dark.pgm"] { #expect(try answer("plain.safetensors", picture) == wanted) }
    }
  }
}
