import Foundation
import InklingCaptchas
import InklingDatasets
import InklingFiles
import InklingFormats
import InklingImages
import InklingTestSupport
import Testing

extension CommandTests {
  @Suite struct CaptchaCommandTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox(nil) }

    private func sentence(_ arguments: [String], status: Int32) throws -> String {
      let result = try sandbox.run(["captcha"] + arguments)
      #expect(result.status == status, "\(result.errors)")
      #expect(result.output.isEmpty)
      return result.errors
    }

    @Test func aSheetIsDrawn() throws {
      let arguments = [
        "captcha", "sheet", "--style", "wavy", "--sheet", "x.png", "--columns", "2", "--rows", "3", "--size", "90x30",
      ]
      let result = try sandbox.run(arguments + ["--json"])
      #expect(result.status == 0, "\(result.errors)")
      let object = try result.json()
      #expect(object["style"]?.string == "wavy" && object["texts"]?.array?.count == 6)
      let sheet = try PictureFile.read(sandbox.file("x.png"))
      #expect(sheet.width == 2 * 90 + 4 + 2 * 24 && sheet.height == 3 * 30 + 2 * 4 + 2 * 24)
      let first = try sandbox.bytes("x.png")
      #expect(try sandbox.run(arguments + ["--seed", "0"]).status == 0)
      #expect(try sandbox.bytes("x.png") == first)
      #expect(try sandbox.run(arguments + ["--set", "rotation=40"]).status == 0)
      #expect(try sandbox.bytes("x.png") != first)
    }

    @Test func aStylesNumbersAreListed() throws {
      let result = try sandbox.run(["captcha", "sheet", "--style", "meter", "--set", "roll=0.1"])
      #expect(result.status == 0)
      for parameter in CaptchaParameter.all { #expect(result.output.contains("\n\(parameter.name) ")) }
      let lines = result.output.split(separator: "\n")
      #expect(lines[0].hasSuffix("   to  what it does") && lines.allSatisfy { $0.count <= 100 }, "\(result.output)")
      let values = try sandbox.run(["captcha", "sheet", "--set", "dots=7", "--json"]).json()["values"]?.object
      #expect(values?.count == CaptchaParameter.all.count && values?["dots"]?.int == 7)
    }

    @Test func aSetIsWritten() throws {
      let result = try sandbox.run([
        "captcha", "write", "set", "--count", "20", "--style", "meter", "--length", "3-5", "--size", "80x24", "--gray",
      ])
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output == "20 pictures in set, their texts in set/labels.csv\n")
      let table = try CSVTable(decoding: sandbox.bytes("set/labels.csv"), hasHeader: true)
      #expect(table.rows.count == 20 && sandbox.entries("set").count == 21)
      for row in table.rows {
        #expect((3...5).contains(row[1].count) && row[1].allSatisfy(\.isNumber) && row[0].hasPrefix(row[1] + "_"))
      }
      let picture = try PictureFile.read(sandbox.file("set/" + table.rows[0][0]))
      #expect(picture.isGray && picture.width == 80 && picture.height == 24)
      #expect(
        try sentence(["write", "set", "--count", "1"], status: 73).contains("the folder has something in it in set"))
    }

    /// What is written to be trained on is none of the data set's test pictures, unless its seed is asked for.
    @Test func testPicturesAreNotWritten() throws {
      func texts(_ folder: String, _ options: [String]) throws -> [String] {
        let result = try sandbox.run(["captcha", "write", folder, "--count", "8", "--gray"] + options)
        #expect(result.status == 0, "\(result.errors)")
        return try CSVTable(decoding: sandbox.bytes("\(folder)/labels.csv"), hasHeader: true).rows.map { $0[1] }
      }
      let tested = try CaptchaSettings(testImages: 8).dataset().test
      let known = try #require(tested.targets.sequences)
      let answers = (0..<8).map { known[$0].map { tested.classNames[$0] }.joined() }
      #expect(try texts("tested", ["--seed", "0"]) == answers)
      #expect(Set(try texts("usual", [])).isDisjoint(with: answers))
    }

    @Test func badInputIsRefused() throws {
      #expect(try sentence(["sheet", "--style", "clasic"], status: 64).contains("did you mean classic?"))
      #expect(try sentence(["sheet", "--set", "rotation=999"], status: 64).contains("a number from 0 to 180"))
      let sheet = ["sheet", "--sheet", "x.png"]
      #expect(try sentence(sheet + ["--alphabet", "abca"], status: 65).contains("in the alphabet twice"))
      #expect(try sentence(sheet + ["--alphabet", ""], status: 65).contains("the alphabet has no characters"))
      #expect(try sentence(sheet + ["--alphabet", "ab\u{301}"], status: 65).contains("U+62 U+301"))
      #expect(try sentence(sheet + ["--size", "0x60"], status: 64).contains("found 0x60"))
      #expect(try sentence(sheet + ["--size", "160x1025"], status: 64).contains("from 8 to 1024 pixels"))
      #expect(
        try sentence(sheet + ["--size", "160"], status: 64).contains("expected a width and a height, such as 160x60"))
      #expect(try sentence(sheet + ["--length", "0"], status: 64).contains("expected 1 to 64 characters"))
      #expect(
        try sentence(sheet + ["--length", "6-4"], status: 64).contains(
          "expected a number, or a smaller and a greater one, such as 4-6"))
      #expect(
        try sentence(["sheet", "--set", "rotation=1", "--set", "rotation=2"], status: 64).contains(
          "rotation is given twice: expected one value, found rotation=1 and rotation=2"))
      #expect(try sentence(sheet + ["--length", "41"], status: 64).contains("do not fit"))
      #expect(try sentence(sheet + ["--fonts", "none"], status: 66).contains("no such folder of fonts in none"))
      #expect(try sentence(sheet + ["--fonts", "."], status: 66).contains("the folder has no fonts in ."))
      #expect(try sentence(["sheet", "--sheet", "x.txt"], status: 64).contains("ends in .png"))
      #expect(try sentence(["sheet", "--columns", "2"], status: 64).contains("--columns needs --sheet"))
      #expect(try sentence(sheet + ["--rows", "0"], status: 64).contains("--rows is out of range"))
      #expect(try sentence(["write", "new", "--count", "0"], status: 64).contains("expected 1 to 1000000"))
      #expect(!sandbox.exists("x.png") && !sandbox.exists("new"))
    }
  }
}
