import Foundation
import InklingDatasets
import InklingTestSupport
import Testing

extension CommandTests {
  /// What a person says beside a picture counts, or is refused in a sentence.
  @Suite struct PictureOptionTests {
    let sandbox: Sandbox

    init() throws {
      sandbox = try Sandbox()
      try sandbox.write(Self.pgm, to: "seven.pgm")
    }

    private static var pgm: [UInt8] {
      Array("P5\n28 28\n255\n".utf8) + StrokeDigits.dataset(train: 0, test: 8, seed: 5).test[7]
    }

    /// The last error of a call that is refused.
    private func refusal(_ arguments: [String]) throws -> String {
      let result = try sandbox.run(arguments)
      #expect(result.status == 64 && result.output.isEmpty, "\(arguments): \(result.output)\(result.errors)")
      return result.errors
    }

    @Test(
      arguments: ["predict", "explain"],
      [
        ["--skip-corrupt"], ["--skip-bad"], ["--cache", "none"], ["--separator", "_"], ["--image-size", "1x28x28"],
      ])
    func whatIsForDataSetsIsRefused(command: String, option: [String]) throws {
      let text = try refusal([command, "seven.pgm"] + option)
      #expect(text.contains("\(option[0]) says how a data set is read, and belongs to --index"), "\(text)")
    }

    @Test(arguments: ["predict", "explain"]) func whatCannotMatterIsRefused(command: String) throws {
      let runs = try refusal([command, "seven.pgm", "--runs", "elsewhere"])
      #expect(runs.contains("--runs says where a run of some name is, and none is named"), "\(runs)")
      for arguments in [["seven.pgm", "--index", "7"], ["gone.png", "--index", "7"]] {
        let both = try refusal([command] + arguments)
        #expect(both.contains("--index takes an image of a test set, and \(arguments[0]) is a picture"), "\(both)")
      }
      let steps = try refusal([command, "seven.pgm", "--framing", "none", "--show-steps", "s.png"])
      #expect(steps.contains("--framing none takes a picture as it is, in no steps") && !sandbox.exists("s.png"))
    }

    @Test func sentencesNameTheOption() throws {
      let beam = try refusal(["predict", "seven.pgm", "--beam", "4"])
      #expect(beam.contains("--beam is for models that read texts") && !beam.contains("accurate"), "\(beam)")
      #expect(try refusal(["predict", "seven.pgm", "--decoder", "beam"]).contains("--decoder is for models that read"))
    }

    /// It once was a row of options, one of which printed the help.
    @Test(arguments: ["predict", "explain", "inspect"]) func aNameWithADash(command: String) throws {
      try sandbox.write(Self.pgm, to: "-dash.pgm")
      let text = try refusal([command, "-dash.pgm"])
      #expect(
        text.contains("'-dash.pgm' begins with a dash, as options do: write './-dash.pgm', or put '--' before it."))
      #expect(try refusal([command, "-gone.png"]).contains("write './-gone.png'"))
      if command == "inspect" { return }
      for arguments in [["./-dash.pgm"], ["--", "-dash.pgm"]] {
        let result = try sandbox.run([command] + arguments)
        #expect(result.status == 0, "\(result.errors)")
      }
      #expect(try sandbox.run([command, "-h"]).status == 0)
    }

    @Test func aNamedPipeIsNoPicture() throws {
      #expect(try sandbox.shell("mkfifo pipe pipe.png && ln -s pipe link").status == 0)
      for name in ["pipe", "pipe.png", "link"] {
        for command in ["predict", "explain", "inspect"] {
          let result = try sandbox.run([command, name])
          #expect(result.status == 66 && result.lastError.contains("regular file"), "\(command): \(result.errors)")
        }
      }
      for arguments in [
        ["train", "--recipe", "pipe", "--data", "data"], ["train", "--model", "pipe", "--data", "data"],
        ["run", "pipe", "--inputs", "pipe", "--output", "y.npz"], ["verify", "pipe", "pipe"], ["evaluate", "pipe"],
        ["train", "--from", "pipe", "--data", "data"], ["summary", "pipe"], ["export", "pipe", "-o", "m.onnx"],
      ] {
        let result = try sandbox.run(arguments)
        #expect((64...66).contains(result.status), "\(arguments): \(result.errors)")
      }
      // Standard input is read whatever it is, and so is what the shell opens.
      let piped = try sandbox.shell("cat seven.pgm > pipe & inkling predict - --json < pipe")
      #expect(piped.status == 0 && piped.output.contains("\"file\":\"-\""), "\(piped.errors)")
    }

    @Test func explainSaysWhatIsRefused() throws {
      // Every pixel of its own.
      var state: UInt32 = 1
      let noise = (0..<10_000).map { _ -> UInt8 in
        state = state &* 1_664_525 &+ 1_013_904_223
        return UInt8(state >> 24)
      }
      try sandbox.write(Array("P5\n100 100\n255\n".utf8) + noise, to: "noise.pgm")
      let predicted = try sandbox.run(["predict", "noise.pgm"])
      #expect(predicted.output.contains("answer  refused: it looks like none of the classes"), "\(predicted.output)")
      let text = try sandbox.run(["explain", "noise.pgm"])
      #expect(text.output.contains("\nanswer  refused: it looks like none of the classes; else "), "\(text.errors)")
      #expect(text.output.prefix(1000).replacing("\n", with: " ").contains("It is refused, since it looks like none"))
      #expect(try sandbox.run(["explain", "noise.pgm", "-o", "noise.html"]).status == 0)
      let page = String(decoding: try sandbox.bytes("noise.html"), as: UTF8.self)
      #expect(page.contains("answer  refused: it looks like none of the classes; else "))
      #expect(try !sandbox.run(["explain", "seven.pgm"]).output.contains("refused"))
    }

    /// Names are anybody's: what a terminal would obey is escaped, in tables too.
    @Test func noControlCharacterIsPrinted() throws {
      #expect(try sandbox.train(["--name", "a"], epochs: 1).status == 0)
      #expect(try sandbox.run(["export", "a", "-o", "a.onnx"]).status == 0)
      let names = (0..<10).map { "\u{1B}[31m\($0)\u{7}\u{9B}m" }.joined(separator: ",")
      let made = try sandbox.run(["import", "a.onnx", "-o", "m.safetensors", "--classes", names])
      #expect(made.status == 0, "\(made.errors)")
      let file = "x\u{1B}[31m\u{7}.pgm"
      try sandbox.write(Self.pgm, to: file)
      for arguments in [
        ["predict", "m.safetensors", file], ["predict", "m.safetensors", file, "--csv"],
        ["predict", "m.safetensors", file, "seven.pgm"], ["predict", "m.safetensors", file, "seven.pgm", "--csv"],
        ["predict", "m.safetensors", "--index", "3", "--data", "data", "--dataset", "mnist"],
        ["explain", "m.safetensors", file], ["summary", "m.safetensors"], ["inspect", "m.safetensors"],
        ["verify", "m.safetensors", "a.onnx"],
        ["evaluate", "m.safetensors", "--data", "data", "--dataset", "mnist"],
        ["predict", "m.safetensors", "seven.pgm", "none\u{1B}.png", "--csv"],
      ] {
        let result = try sandbox.run(arguments)
        let text = result.output + result.errors
        #expect(
          !text.isEmpty && !text.unicodeScalars.contains { ["\u{1B}", "\u{7}", "\u{9B}"].contains($0) }, "\(arguments)")
      }
      #expect(try sandbox.run(["explain", "m.safetensors", file, "-o", "x.html"]).status == 0)
      #expect(try !sandbox.bytes("x.html").contains { $0 == 0x1B || $0 == 7 })
      let table = try sandbox.run(["predict", "m.safetensors", file, "--csv"]).output
      #expect(table.contains("\nx\\x1b[31m\\x07.pgm,") && table.contains("\\x1b[31m"), "\(table)")
    }
  }
}
