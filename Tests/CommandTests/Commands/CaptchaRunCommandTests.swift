import Foundation
import InklingCaptchas
import InklingImages
import InklingTestSupport
import Testing

extension CommandTests {
  /// Runs on pictures that are drawn, with a network that takes no time.
  @Suite struct CaptchaRunCommandTests {
    let sandbox: Sandbox

    init() throws {
      sandbox = try Sandbox(nil)
      try sandbox.write(Array(Self.recipe.utf8), to: "small.yaml")
    }

    private static let recipe = """
      task: {name: read, head: ctc}
      model:
        layers:
          - conv: {out: 8, kernel: [16, 8], stride: [1, 4], bias: false}
          - batch_norm
          - relu
          - conv: {out: classes, kernel: 1}
      data:
        {dataset: captcha, style: clean, alphabet: digits, length: 1-2, image: 1x16x40, images: 200, test_images: 30,
         validation: 20}
      augmentation: [{gaussian_noise: {sigma: 0.02}}]
      optimizer: {name: adam, learning_rate: 0.01}
      averaging: {name: ema, decay: 0.9}
      epochs: 6
      batch_size: 16

      """

    private func arguments(_ name: String, threads: Int) -> [String] {
      [
        "train", "--recipe", "small.yaml", "--name", name, "--threads", "\(threads)", "--checkpoint-every", "3",
        "--json",
      ]
    }

    private func digest(_ result: CommandResult) throws -> String {
      #expect(result.status == 0, "\(result.errors)")
      return try #require(try result.json()["weights_sha256"]?.string)
    }

    /// Nothing was held out, and to take it was the advice.
    @Test func withoutAnyPartAnotherDataSetIsAdvised() throws {
      let untested = ["--set", "data.test_images=0", "--epochs", "1"]
      for (name, more, has) in [("none", ["--validation", "none"], false), ("held", [], true)] {
        _ = try digest(try sandbox.run(arguments(name, threads: 1) + untested + more))
        let result = try sandbox.run(["evaluate", name])
        #expect(result.status == 64 && result.errors.contains("the data set has no test images"), "\(result.errors)")
        #expect(result.errors.contains("--split validation") == has, "\(result.errors)")
      }
    }

    /// Other pictures in every epoch, and none of them on the disk: a run that was killed draws them again.
    @Test func killedItGoesOnToTheSameWeights() throws {
      // Epochs of some milliseconds, enough of them to be killed in the middle.
      let longer = ["--epochs", "60"]
      let result = try sandbox.run(arguments("straight", threads: 1) + longer)
      let straight = try digest(result)
      #expect(try result.json()["test"]?.object?["texts"]?.int == 30)
      let command = try sandbox.start(arguments("killed", threads: 2) + longer)
      while command.isRunning, (try? sandbox.bytes("runs/killed/history.csv"))?.count(where: { $0 == 10 }) ?? 0 < 3 {
        usleep(500)
      }
      let delay = UInt32.random(in: 0...100_000)
      usleep(delay)
      command.send(SIGKILL)
      #expect(try command.wait().status == -SIGKILL, "it had ended before it was killed, after \(delay) us")
      let resumed = try sandbox.run(["train", "--resume", "killed", "--threads", "1", "--json"])
      #expect(try digest(resumed) == straight, "killed after \(delay) us")
    }

    /// Named by a path from here, they are found from every folder.
    @Test func aRunFindsItsFonts() throws {
      let fonts = try CaptchaFonts(ofSystemFor: Alphabet(named: "digits"), height: 16)
      try FileManager.default.createDirectory(atPath: sandbox.file("own"), withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: try #require(fonts.paths.first), toPath: sandbox.file("own/a.ttf"))
      let result = try sandbox.run(arguments("a", threads: 1) + ["--epochs", "1", "--set", "data.fonts=own"])
      #expect(result.status == 0, "\(result.errors)")
      let recipe = String(decoding: try sandbox.bytes("runs/a/recipe.yaml"), as: UTF8.self)
      #expect(recipe.split(separator: "\n").contains { $0.contains("fonts: ") && $0.contains("/own") }, "\(recipe)")
      #expect(!recipe.contains("fonts: own"))
    }

    @Test func withoutTestPicturesNoneAreRead() throws {
      let result = try sandbox.run(arguments("none", threads: 1) + ["--set", "data.test_images=0", "--epochs", "1"])
      #expect(result.status == 0, "\(result.errors)")
      #expect(try result.json()["test"]?.object == nil)
      let asked = try sandbox.run(["evaluate", "none"])
      #expect(asked.status == 64 && asked.errors.contains("the data set has no test images"), "\(asked.errors)")
      #expect(try sandbox.run(["evaluate", "none", "--split", "validation", "--json"]).json()["texts"]?.int == 20)
    }

    /// What a training would see of texts, with black edges named; what it refuses is refused here.
    @Test func augmentedTextsAreShown() throws {
      try TextDatasets.write(to: sandbox)
      for name in ["numbers", "captcha"] {
        let sheet = "\(name).png"
        let shown = try sandbox.run(["data", name, "--augment", "digits", "--sheet", sheet, "--samples", "2"])
        #expect(shown.status == 0, "\(shown.errors)")
        // The picture and nine versions side by side.
        #expect(try PictureFile.read(sandbox.file(sheet)).width > 10 * 70)
        #expect(shown.errors.contains("black edges") == (name == "captcha"), "\(shown.errors)")
      }
      for augmentation in ["fashion", #"["random_vertical_flip"]"#, #"["mixup"]"#] {
        let result = try sandbox.run(["data", "numbers", "--augment", augmentation, "--sheet", "x.png"])
        #expect(result.status == 64 && result.errors.contains("no training on texts takes"), "\(result.errors)")
      }
    }

    /// As after a change of the fonts: the run remembers pictures that are drawn no more.
    @Test func picturesThatAreDrawnOtherwiseAreTold() throws {
      let result = try sandbox.run(arguments("a", threads: 1) + ["--epochs", "1"])
      #expect(result.status == 0, "\(result.errors)")
      let words = "a was trained when the test set of "
      let commands = [["evaluate", "a"], ["predict", "a", "--index", "3"]]
      for command in commands { #expect(!(try sandbox.run(command)).errors.contains(words)) }
      let file = "runs/a/data.json"
      var saved = String(decoding: try sandbox.bytes(file), as: UTF8.self)
      let test = try #require(saved.range(of: "\"test\""))
      let images = try #require(saved.range(of: "\"images\"", range: test.upperBound..<saved.endIndex))
      let digest = try #require(
        saved.range(of: "[0-9a-f]{64}", options: .regularExpression, range: images.upperBound..<saved.endIndex))
      saved.replaceSubrange(digest, with: String(repeating: "0", count: 64))
      saved = saved.replacingOccurrences(of: "; fonts ", with: "; fonts 0")
      try sandbox.write(Array(saved.utf8), to: file)
      for command in commands {
        let result = try sandbox.run(command)
        #expect(result.status == 0 && result.errors.contains(words), "\(command): \(result.errors)")
        #expect(result.errors.contains("as other fonts or another release draw them"))
      }
    }

    /// The recipe's own numbers fit: the option is named, and the request is wrong.
    @Test func anOptionsNumbersAreTheOptionsFault() throws {
      for (setting, words) in [
        ("data.length=8", "--set data.length=8: a text of captcha, style clean may not fit into the model's columns"),
        ("data.images=1", "--set data.images=1: batch_size is larger than the training set"),
      ] {
        let result = try sandbox.run(arguments("no", threads: 1) + ["--set", setting])
        #expect(result.status == 64 && result.errors.contains(words), "\(result.status): \(result.errors)")
      }
    }

    @Test func blackEdgesAreTold() throws {
      let result = try sandbox.run(
        arguments("edges", threads: 1) + ["--epochs", "1", "--set", "augmentation=light"])
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.errors.contains("note: random_crop of the augmentation fills with 0"), "\(result.errors)")
    }

    @Test func textsAreShown() throws {
      try TextDatasets.write(to: sandbox)
      let shown = try sandbox.run(["data", "numbers", "--samples", "2", "--sheet", "x.png"])
      #expect(shown.status == 0, "\(shown.errors)")
      for words in ["a text that it learns to read, of 10 characters: 0123456789", "training texts by their length"] {
        #expect(shown.output.lowercased().contains(words), "\(shown.output)")
      }
      #expect(try PictureFile.read(sandbox.file("x.png")).height > 2 * 28)
      let json = try sandbox.run(["data", "numbers", "--json"]).json()
      #expect(json["alphabet"]?.string == "0123456789" && json["train"]?.object?["count"]?.int == 120)
      #expect(json["train"]?.object?["characters"]?.array?.count == 10)
      let drawn = try sandbox.run(["data", "captcha", "--json"]).json()
      #expect(drawn["generated"]?.int == 50_000 && drawn["test"]?.object?["count"]?.int == 5_000)
      try sandbox.write(
        Array("file,text\nnumbers/train/\(sandbox.entries("numbers/train")[0]),7\n".utf8), to: "one.csv")
      #expect(try sandbox.run(["data", "one.csv", "--texts", "--json"]).json()["train"]?.object?["count"]?.int == 1)
      for (options, words) in [
        (
          ["numbers", "--report", "x.html"], "--report is for data sets of classes, and this one has texts in ./numbers"
        ),
        (["captcha", "--report", "x.html"], "--report is for data sets of classes"),
        (["mnist", "--texts"], "--texts is for pictures of one's own"),
      ] {
        let result = try sandbox.run(["data"] + options)
        #expect(result.status == 64 && result.errors.contains(words), "\(result.errors)")
      }
    }
  }
}
