import Foundation
import InklingTestSupport
import Testing

extension CommandTests {
  @Suite struct CaptchaAuditCommandTests {
    let sandbox: Sandbox

    init() throws {
      sandbox = try Sandbox(nil)
      try TextDatasets.write(to: sandbox)
    }

    private func audit(_ arguments: [String]) throws -> CommandResult {
      try sandbox.run(["captcha", "audit"] + arguments + ["--threads", "1"])
    }

    /// A reader of the same numbers is what networks start from, so that all is small.
    @Test func aFolderIsAudited() throws {
      let trained = try sandbox.run(
        ["train", "--recipe", "reading.yaml", "--name", "reader", "--threads", "1", "--json"])
      #expect(trained.status == 0, "\(trained.errors)")
      let options = ["numbers", "--start", "reader", "--sizes", "20,100", "--steps", "40"]
      let result = try audit(options + ["--json", "-o", "page.html"])
      #expect(result.status == 0, "\(result.errors)")
      let json = try result.json()
      let trainings = try #require(json["trainings"]?.array)
      #expect(trainings.count == 4 && json["tested"]?.int == 40 && json["pictures"]?.int == 120)
      let last = try #require(trainings[3].object)
      #expect(last["labels"]?.int == 100 && last["start"]?.string == "network" && last["interval"]?.array?.count == 2)
      #expect(String(decoding: try sandbox.bytes("page.html"), as: UTF8.self).contains("Whole texts against labels"))
      let text = try audit(options)
      #expect(text.status == 0 && text.output.contains("--steps 40 give these texts again"), "\(text.output)")
      for words in ["95 % interval", "from a network", "from nothing", "100 labels", "Bursztein"] {
        #expect(text.output.contains(words), "\(words): \(text.output)")
      }
    }

    @Test func aTableElsewhereHasTheLabels() throws {
      let names = sandbox.entries("numbers/train")
      let rows = names.map { "\($0),\($0.split(separator: "_")[0])\n" }.joined()
      try sandbox.write(Array(("file,text\n" + rows).utf8), to: "labels.csv")
      let result = try audit([
        "numbers/train", "--labels", "labels.csv", "--start", "none", "--sizes", "16", "--steps", "2", "--json",
      ])
      #expect(result.status == 0, "\(result.errors)")
      #expect(try result.json()["pictures"]?.int == 96 && result.json()["tested"]?.int == 24)
    }

    /// What a model decides was said, and left aside in silence.
    @Test func theModelOfTheStartDecidesAlphabetAndSize() throws {
      let trained = try sandbox.run(["train", "--recipe", "reading.yaml", "--name", "reader", "--threads", "1"])
      #expect(trained.status == 0, "\(trained.errors)")
      let options = ["numbers", "--start", "reader", "--sizes", "20", "--steps", "2"]
      for (more, words) in [
        (["--alphabet", "upper"], "the texts have the characters of the model that is started from"),
        (["--image-size", "1x30x80"], "pictures are scaled into the model's own size"),
      ] {
        let result = try audit(options + more)
        #expect(result.status == 64 && result.errors.contains(words), "\(result.status) \(result.errors)")
        #expect(result.errors.contains("leave \(more[0]) out"))
      }
      #expect(try audit(options + ["--alphabet", "digits"]).status == 0)
      try TextDatasets.writeOthers(to: sandbox, "letters") { "\($1 < 3 ? "A" : "")\($0)_\($1).png" }
      let other = try audit(["letters", "--start", "reader", "--steps", "2"])
      #expect(other.status == 65 && other.errors.contains("3 of 30 pictures have a text that cannot be taken"))
    }

    /// Twelve characters have no room in the columns of a narrow picture.
    @Test func longTextsGetTheWidthThatTheyNeed() throws {
      let written = try sandbox.run([
        "captcha", "write", "serials", "--count", "40", "--style", "clean", "--alphabet", "digits", "--length", "12",
        "--size", "240x48", "--gray",
      ])
      #expect(written.status == 0, "\(written.errors)")
      let options = ["serials", "--start", "none", "--sizes", "8", "--steps", "1"]
      let result = try audit(options)
      #expect(result.status == 0 && result.errors.contains("the pictures are scaled into 1x60x300"), "\(result.errors)")
      for (size, words) in [
        ("1x60x160", "a text does not fit into the columns of the audit's network"), ("1x60x160", "--image-size 1x60x"),
        ("1x48x240", "the audit's network does not take pictures of this size"),
        ("1x48x240", "expected a height of 60"),
      ] {
        let narrow = try audit(options + ["--image-size", size])
        #expect(narrow.status == 65 && narrow.errors.contains(words), "\(size): \(narrow.status) \(narrow.errors)")
      }
    }

    @Test func badInputIsRefused() throws {
      try TextDatasets.writeOthers(to: sandbox, "few", count: 20) { "\($0)_\($1).png" }
      try TextDatasets.writeOthers(to: sandbox, "mixed") { $1 < 3 ? "A\($0)_\($1).png" : "\($0)_\($1).png" }
      try sandbox.write(Array("file,label2\nx.png,1\n".utf8), to: "wrong.csv")
      try FileManager.default.createDirectory(atPath: sandbox.file("empty"), withIntermediateDirectories: false)
      for (options, words, status) in [
        (["few"], "there are too few pictures for an audit in few: expected 40 or more with their texts, found 20", 65),
        (["mixed", "--alphabet", "digits"], "3 of 30 pictures have a text that cannot be taken", 65),
        (["numbers", "--budget", "0m"], "the audit's budget is out of range", 64),
        (["numbers", "--budget", "soon"], "--budget", 64),
        (["numbers", "--budget", "5"], "expected a number and its unit", 64),
        (["numbers", "--steps", "0"], "the audit's number of steps is out of range", 64),
        (["numbers", "--sizes", "1"], "a number of labels is out of range", 64),
        (["numbers", "--sizes", "5,x"], "expected whole numbers with commas", 64),
        (["numbers", "--labels", "wrong.csv"], "the table has no column 'text'", 65),
        (["numbers", "--labels", "none.csv"], "none.csv", 66),
        (["empty"], "no pictures", 65),
        (["nowhere"], "there is no such data set", 66),
        (["numbers", "--start", "nobody"], "nobody", 66),
        (["numbers", "--steps", "5", "--budget", "5m"], "exclude each other", 64),
        (["numbers", "--weights", "best"], "no model is started from", 64),
        (["numbers", "--start", "none", "--classes", "a,b"], "no model is started from", 64),
        (["numbers", "--start", "x", "--style", "wavy"], "--style is for drawn pictures", 64),
      ] as [([String], String, Int32)] {
        let result = try audit(options)
        #expect(
          result.status == status && result.errors.contains(words), "\(options): \(result.status) \(result.errors)")
        #expect(result.output.isEmpty)
      }
    }
  }
}
