import Foundation
import InklingDatasets
import InklingTestSupport
import Testing

extension CommandTests {
  @Suite struct ExplainCommandTests {
    let sandbox: Sandbox

    init() throws {
      sandbox = try Sandbox()
      #expect(try sandbox.train(["--name", "a"], epochs: 1).status == 0)
    }

    @Test func theTextGoesFromTheImageToTheAnswer() throws {
      let result = try sandbox.run(["explain", "a", "--data", "data", "--index", "7"])
      #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
      #expect(result.output.hasPrefix("runs/a at work on image 7 of MNIST"))
      for part in ["conv1: Conv2d", "MaxPool2d", "fc3: Linear", "Softmax of the logits", "\nanswer  "] {
        #expect(result.output.contains(part), "\(part)")
      }
      #expect(!result.output.contains("\u{1B}"))
      #expect(result.output.split(separator: "\n").allSatisfy { $0.count < 80 })
      let ascii = try sandbox.run(["explain", "a", "--data", "data", "--index", "7", "--ascii"])
      #expect(ascii.output.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test func aPictureIsExplainedAsAPage() throws {
      let image = StrokeDigits.dataset(train: 0, test: 8, seed: 5).test[7]
      try sandbox.write(Array("P5\n28 28\n255\n".utf8) + image, to: "seven.pgm")
      let result = try sandbox.run(["explain", "a", "seven.pgm", "-o", "seven.html"])
      #expect(result.status == 0 && result.output.isEmpty, "\(result.errors)")
      let html = String(decoding: try sandbox.bytes("seven.html"), as: UTF8.self)
      #expect(html.hasPrefix("<!DOCTYPE html>") && html.contains("seven.pgm"))
      #expect(result.lastError == "seven.html: 14 steps")
    }

    @Test(arguments: [
      [], ["a"], ["a", "x.png", "--index", "1"], ["a", "x.png", "y.png"], ["a", "x.png", "--dataset", "mnist"],
      ["a", "--index", "1", "--ascii", "-o", "x.html"], ["", "x.png"],
    ])
    func whatDoesNotGoTogetherIsRefused(arguments: [String]) throws {
      let result = try sandbox.run(["explain"] + arguments)
      #expect(result.status == 64 && result.output.isEmpty, "\(result.output)")
    }

    @Test func whatIsNotThereIsNamed() throws {
      let picture = try sandbox.run(["explain", "a", "nothing.png"])
      #expect(picture.status == 66 && picture.lastError.contains("nothing.png"))
      #expect(try sandbox.run(["explain", "nobody", "nothing.png"]).status == 66)
      let index = try sandbox.run(["explain", "a", "--data", "data", "--index", "99999"])
      #expect(index.status == 64 || index.status == 65, "\(index.status) \(index.lastError)")
      let output = try sandbox.run(["explain", "a", "--data", "data", "--index", "1", "-o", "no/x.html"])
      #expect(output.status == 73 && output.lastError.contains("no/x.html"), "\(output.status) \(output.lastError)")
    }
  }
}
