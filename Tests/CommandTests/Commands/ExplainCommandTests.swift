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

    @Test func aPictureOfAnySizeIsFramed() throws {
      let images = StrokeDigits.dataset(train: 0, test: 8, seed: 5).test
      let (three, seven) = (Array(images[3]), Array(images[7]))
      // Two digits, each pixel of which is four by four, dark on light.
      var large = [UInt8](repeating: 255, count: 112 * 260)
      for place in 0..<112 * 112 {
        let (row, column) = (place / 112, place % 112)
        large[row * 260 + column + 8] = 255 - three[row / 4 * 28 + column / 4]
        large[row * 260 + column + 140] = 255 - seven[row / 4 * 28 + column / 4]
      }
      try sandbox.write(Array("P5\n260 112\n255\n".utf8) + large, to: "two.pgm")
      let line = try sandbox.run(["explain", "two.pgm", "--framing", "line", "--digit", "1", "-o", "two.html"])
      #expect(line.status == 0, "\(line.errors)")
      let html = String(decoding: try sandbox.bytes("two.html"), as: UTF8.self)
      #expect(html.contains("<title>the built-in model at work on two.pgm"))
      #expect(html.contains("framed as 2 digits side by side, its grey levels turned round: it was asked for."))
      #expect(html.contains("This is digit 1 of them") && html.contains("the picture, boxes"))
      let digit = try sandbox.run(["explain", "a", "two.pgm", "--framing", "digit", "--show-steps", "steps.png"])
      #expect(digit.status == 0 && digit.output.contains("The picture was framed as one digit"), "\(digit.errors)")
      #expect(try sandbox.bytes("steps.png").starts(with: [0x89, 0x50, 0x4E, 0x47]))
      let none = try sandbox.run(["explain", "a", "two.pgm", "--framing", "none"])
      #expect(none.status == 0 && none.output.contains("The picture was taken as it is"), "\(none.errors)")
      let beyond = try sandbox.run(["explain", "a", "two.pgm", "--framing", "line", "--digit", "2"])
      #expect(beyond.status == 64 && beyond.lastError.contains("no such digit in two.pgm: expected 0 to 1"))
    }

    @Test func withoutAModelTheBuiltInOneIsShown() throws {
      let result = try sandbox.run(["explain", "--data", "data", "--dataset", "mnist", "--index", "7"])
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.hasPrefix("the built-in model at work on image 7 of MNIST"))
      try sandbox.write(Array("P5\n30 30\n255\n".utf8) + [UInt8](repeating: 0, count: 900), to: "blank.pgm")
      let blank = try sandbox.run(["explain", "blank.pgm"])
      #expect(blank.status == 65 && blank.lastError.contains("the picture is blank"), "\(blank.errors)")
    }

    @Test(arguments: [
      [], ["a"], ["a", "--index", "1", "--digit", "1"], ["a", "--index", "1", "--framing", "none"],
      ["a", "x.png", "--index", "1"], ["a", "x.png", "y.png"], ["a", "x.png", "--dataset", "mnist"],
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
