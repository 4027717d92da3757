import Foundation
import InklingTestSupport
import Testing

extension CommandTests {
  /// No command writes over what it reads, however it is named: a data set's files are nobody's place for a result.
  @Suite struct OwnInputTests {
    let sandbox: Sandbox

    init() throws {
      sandbox = try Sandbox(nil)
      try TextDatasets.write(to: sandbox)
      let names = sandbox.entries("numbers/test")
      let rows = names.map { "\($0),\($0.split(separator: "_")[0])\n" }.joined()
      try sandbox.write(Array(("file,text\n" + rows).utf8), to: "numbers/test/labels.csv")
    }

    private func requireRefused(_ arguments: [String], _ output: String) throws {
      let before = try sandbox.bytes(output)
      let result = try sandbox.run(arguments)
      #expect(result.status == 64, "\(arguments): \(result.status) \(result.errors)")
      #expect(result.errors.contains("the output is its own input in \(output)"), "\(result.errors)")
      #expect(try sandbox.bytes(output) == before)
    }

    @Test func aDataSetsFilesStayAsTheyAre() throws {
      let trained = try sandbox.run(["train", "--recipe", "reading.yaml", "--name", "reader", "--threads", "1"])
      #expect(trained.status == 0, "\(trained.errors)")
      let (table, set) = ("numbers/test/labels.csv", "numbers/test")
      let picture = "\(set)/\(try #require(sandbox.entries(set).first { $0.hasSuffix(".png") }))"
      try FileManager.default.linkItem(atPath: sandbox.file(picture), toPath: sandbox.file("hard.html"))
      try FileManager.default.createSymbolicLink(atPath: sandbox.file("soft.html"), withDestinationPath: table)
      let audit = ["captcha", "audit", set, "--start", "none", "--sizes", "8", "--steps", "1", "-o"]
      for (arguments, output) in [
        (audit, table), (audit, picture), (audit, "hard.html"), (audit, "soft.html"),
        (["evaluate", "reader", "--dataset", set, "--predictions"], table),
        (["evaluate", "reader", "--dataset", set, "--confusion"], table),
        (["report", "reader", "--dataset", set, "-o"], table),
        // The run's own data.
        (["report", "reader", "-o"], picture),
        (["data", set, "--sheet"], picture), (["data", table, "--texts", "--sheet"], picture),
        (["explain", "reader", set, "-o"], picture), (["explain", "reader", "--index", "0", "-o"], picture),
      ] as [([String], String)] {
        try requireRefused(arguments + [output], output)
      }
    }

    @Test func figuresDoNotLieAmongPictures() throws {
      try OwnDatasets.writePictures(to: sandbox, "letters")
      let result = try sandbox.run([
        "data", "letters", "--report", "page.html", "--plots", "letters/train/a", "--plots-format", "png",
      ])
      #expect(result.status == 64 && result.errors.contains("the output is its own input in letters/train/a"))
      #expect(!sandbox.exists("page.html"))
    }

    /// Beside them anything may be written, and again.
    @Test func aPageBesideThePicturesIsWrittenAgain() throws {
      for _ in 0..<2 {
        let result = try sandbox.run([
          "captcha", "audit", "numbers", "--start", "none", "--sizes", "8", "--steps", "1", "--threads", "1", "-o",
          "numbers/test/page.html",
        ])
        #expect(result.status == 0, "\(result.errors)")
      }
      #expect(try sandbox.bytes("numbers/test/page.html").starts(with: Array("<!DOCTYPE html>".utf8)))
    }
  }
}
