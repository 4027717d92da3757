import Foundation
import InklingDatasets
import InklingImages
import InklingTestSupport
import Testing

extension CommandTests {
  @Suite struct DataCommandTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    private func data(_ arguments: [String] = []) throws -> CommandResult {
      try sandbox.run(["data", "--data", "data"] + arguments)
    }

    @Test func jsonIsOneObjectWithEveryFigure() throws {
      let result = try data(["--json", "--samples", "3"])
      #expect(result.status == 0)
      let object = try result.json()
      #expect(Set(object.keys) == ["name", "source", "notes", "train", "test", "duplicates"])
      let train = try #require(object["train"]?.object)
      #expect(train["count"]?.int == 320)
      let classes = try #require(train["classes"]?.array)
      #expect(classes.count == 10)
      #expect(classes.allSatisfy { $0.object?["count"]?.int == 32 })
      #expect(classes.allSatisfy { $0.object?["samples"]?.array?.count == 3 })
      #expect(classes.allSatisfy { $0.object?["mean_image"]?.array?.count == 784 })
    }

    @Test func textExplainsFeaturesAndLabels() throws {
      let result = try data()
      #expect(result.status == 0)
      for words in [
        "MNIST, data/mnist", "note: the training set has 320 images", "features  784 numbers",
        "0 (black) to 255 (white)",
        "label     the class", "training     320", "test          96", "within the training set: none",
        "The mean image of each class",
      ] { #expect(result.output.contains(words), "\(words) in \(result.output)") }
    }

    @Test func samplesAreShownWhenAskedFor() throws {
      #expect(try data(["--samples", "2"]).output.contains("Images of the training set, with their index"))
      #expect(try !data().output.contains("Images of the training set, with their index"))
      #expect(try data(["--samples", "0"]).status == 0)
      #expect(try data(["--samples", "-1"]).status == 64)
    }

    @Test func duplicatesAreCounted() throws {
      var doubled = TinyDataset.digits
      let image = Array(doubled.trainImages[16..<16 + 784])
      doubled.trainImages.replaceSubrange(16 + 784..<16 + 1568, with: image)
      doubled.testImages.replaceSubrange(16..<16 + 784, with: image)
      try doubled.write(to: sandbox.file("data/mnist"))
      let result = try data()
      #expect(result.output.contains("within the training set: 2 images in 1 group, 1 group with different labels"))
      #expect(result.output.contains("in both sets: 3 images in 1 group"))
    }

    @Test(arguments: ["sheet.png", "sheet.pgm"])
    func theSheetHoldsMeansAndSamples(name: String) throws {
      let result = try data(["--sheet", name, "--samples", "4"])
      #expect(result.status == 0)
      let path = sandbox.file(name)
      let sheet = try PictureFile.read(path)
      // Ten rows of five images of 28 pixels at twice their size.
      #expect(sheet.width > 5 * 56 && sheet.height > 10 * 56)
    }

    @Test func theSheetOfAnAugmentationFollowsItsSeed() throws {
      func sheet(_ name: String, _ arguments: [String]) throws -> [UInt8] {
        let result = try data(["--sheet", name, "--augment"] + arguments)
        #expect(result.status == 0, "\(result.errors)")
        return try sandbox.bytes(name)
      }
      let first = try sheet("a.png", ["digits"])
      #expect(try sheet("b.png", ["digits", "--seed", "0"]) == first)
      #expect(try sheet("c.png", ["digits", "--seed", "1"]) != first)
      #expect(try sheet("d.png", [#"[{"cutout": {"size": 9}}]"#]) != first)
      // Ten rows of an image and nine versions; with two samples twenty.
      let (one, two) = (try PictureFile.read(sandbox.file("a.png")), try sheet("e.png", ["digits", "--samples", "2"]))
      #expect(one.width > 10 * 56 && one.height > 10 * 56 && !two.isEmpty)
      #expect(try PictureFile.read(sandbox.file("e.png")).height > one.height + 9 * 56)
    }

    @Test func theAugmentationIsPrintedWithEveryParameter() throws {
      let result = try data(["--sheet", "a.png", "--augment", #"["random_crop"]"#, "--json"])
      #expect(result.output == #"[{"random_crop":{"fill":0,"p":1,"padding":2}}]"# + "\n")
    }

    @Test func aWrongAugmentationIsRefused() throws {
      let unknown = try data(["--sheet", "a.png", "--augment", "digts"])
      #expect(unknown.status == 64 && unknown.lastError.contains("did you mean digits?"))
      let range = try data(["--sheet", "a.png", "--augment", #"[{"random_affine": {"degrees": 400}}]"#])
      #expect(range.status == 65 && range.lastError.contains("augmentation.0.random_affine.degrees is out of range"))
      #expect(try data(["--augment", "digits"]).status == 64)
      #expect(try data(["--seed", "1"]).status == 64)
      #expect(!sandbox.exists("a.png"))
    }

    /// The sheet, and the text, stay as small as those of images of 128 pixels.
    @Test func largeImagesAreReducedOnASheet() throws {
      try TinyDataset.noise(height: 300, width: 300, count: 20).write(to: sandbox.file("large/mnist"))
      let result = try sandbox.run(["data", "--data", "large", "--sheet", "large.png", "--samples", "1"])
      #expect(result.status == 0)
      let sheet = try PictureFile.read(sandbox.file("large.png"))
      #expect(sheet.width < 3 * 2 * 128 && sheet.height < 10 * (2 * 128 + 4) + 200, "\(sheet.width)x\(sheet.height)")
      #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 300 })
    }

    @Test func aSheetThatCannotBeWrittenIsAnError() throws {
      #expect(try data(["--sheet", "sheet.webp"]).status == 64)
      let result = try data(["--sheet", "nowhere/sheet.png"])
      #expect(result.status == 73)
      #expect(result.lastError.contains("nowhere/sheet.png") && result.output.isEmpty)
      // Nothing is computed for a page that nobody could have: it was said when all was done.
      try sandbox.write([1], to: "file")
      for outputs in [["--report", "nowhere/x.html"], ["--report", "x.html", "--plots", "file/plots"]] {
        let result = try data(outputs)
        #expect(result.status == 73 && !result.errors.contains("looking at"), "\(result.errors)")
        #expect(!sandbox.exists("x.html"))
      }
    }

    @Test func theListNamesEveryKnownSet() throws {
      let list = try data(["--list", "--json"]).json()
      let rows = try #require(list["datasets"]?.array).compactMap(\.object)
      #expect(
        rows.compactMap { $0["name"]?.string } == Catalog.entries.map(\.name) + [
          "strokes", "strokes-large", "strokes-sequences", "strokes-sequences-large", "captcha",
        ])
      #expect(rows[0]["folder"]?.string == "data/mnist")
      let text = try data(["--list"]).output
      #expect(text.contains("fashion-mnist"))
      #expect(text.contains("not here; fetch it with --download"))
    }

    @Test func findPrintsTheFolderAlone() throws {
      #expect(try data(["--find"]).output == "data/mnist\n")
      let missing = try sandbox.run(["data", "kmnist", "--find"])
      #expect(missing.status == 66)
      #expect(missing.output.isEmpty)
      #expect(missing.lastError.contains("data --download kmnist"))
    }

    @Test func verifyingComparesDigests() throws {
      #expect(try data(["--verify"]).output.contains("is not the published file: its SHA-256 is"))
      #expect(try !data().output.contains("SHA-256"))
    }

    @Test func aDownloadWithoutANetworkSaysWhereItTried() throws {
      // A proxy that is not there stands for a machine without a network.
      let result = try sandbox.run(
        ["data", "--download", "mnist"],
        environment: ["https_proxy": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9"])
      #expect([66, 69].contains(result.status), "\(result.errors)")
      #expect(result.output.isEmpty)
      #expect(result.lastError.hasPrefix("inkling: "))
    }

    @Test func twoNamesAreRefused() throws {
      #expect(try sandbox.run(["data", "mnist", "--dataset", "kmnist"]).status == 64)
      #expect(try sandbox.run(["data", "--list", "mnist"]).status == 64)
    }
  }
}
