import Foundation
import InklingCaptchas
import InklingFiles
import InklingFormats
import InklingImages
import InklingTestSupport
import Testing

@Suite struct CaptchaFolderTests {
  let folder: TemporaryFolder
  let generator: CaptchaGenerator

  init() throws {
    folder = try TemporaryFolder()
    generator = try CaptchaGenerator(
      style: .clean, text: CaptchaText(alphabet: TestFonts.usual.alphabet), fonts: TestFonts.usual, height: 20,
      width: 50)
  }

  private func entries(_ name: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.file(name)).sorted()
  }

  @Test func picturesAndTextsAreThere() throws {
    var told: [Int] = []
    try CaptchaFolder.write(generator, count: 300, to: folder.file("new/set/")) { told.append($0) }
    #expect(told == [256, 300])
    let table = try CSVTable(decoding: FileBytes.read(folder.file("new/set/labels.csv")), hasHeader: true)
    #expect(table.header == ["file", "text"] && table.rows.count == 300)
    #expect(try entries("new/set").count == 301)
    #expect(try entries("new") == ["set"])
    for index in [0, 255, 256, 299] {
      let text = generator.text(of: index)
      #expect(table.rows[index] == [CaptchaFolder.name(of: text, index), text])
      #expect(try PictureFile.read(folder.file("new/set/\(table.rows[index][0])")) == generator.picture(index))
    }
  }

  @Test func namesAreSafe() {
    #expect(CaptchaFolder.name(of: "7GX4", 0) == "7GX4_000001.png")
    #expect(CaptchaFolder.name(of: "7GX4", 1_234_566) == "7GX4_1234567.png")
    #expect(CaptchaFolder.name(of: "\u{4E00}\u{4E8C}", 1) == "\u{4E00}\u{4E8C}_000002.png")
    for text in ["a/b", "..", "-x", "a b", "a\u{301}b", String(repeating: "\u{4E00}", count: 64), "a,b"] {
      #expect(CaptchaFolder.name(of: text, 2) == "picture_000003.png")
    }
  }

  @Test func emptyFoldersAreTaken() throws {
    try FileManager.default.createDirectory(atPath: folder.file("empty"), withIntermediateDirectories: false)
    try CaptchaFolder.write(generator, count: 1, to: folder.file("empty"))
    #expect(try entries("empty").count == 2)
  }

  /// It was called a directory where a file was expected.
  @Test func aLinkAndWhatCameMeanwhileAreSaidToBeThat() throws {
    let manager = FileManager.default
    try manager.createDirectory(atPath: folder.file("empty"), withIntermediateDirectories: false)
    try manager.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: "empty")
    let link = try #require(throws: InputError.self) {
      try CaptchaFolder.write(generator, count: 1, to: folder.file("link"))
    }
    #expect(
      "\(link)"
        == "the folder cannot be created in \(folder.file("link")): found a link; choose another folder.")
    let late = folder.file("late")
    let error = try #require(throws: InputError.self) {
      try CaptchaFolder.write(
        generator, count: 1, to: late,
        progress: { _ in
          try? manager.createDirectory(atPath: late, withIntermediateDirectories: false)
          _ = manager.createFile(atPath: late + "/theirs", contents: nil)
        })
    }
    #expect(error.what == "the folder has something in it" && error.found == "1 entry")
    #expect(try entries("") == ["empty", "late", "link"] && entries("late") == ["theirs"] && entries("empty") == [])
  }

  @Test func foldersWithSomethingInThemAreRefused() throws {
    try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.file("mine")))
    let error = try #require(throws: InputError.self) { try CaptchaFolder.write(generator, count: 1, to: folder.path) }
    #expect(error.kind == .unwritable)
    #expect(
      "\(error)"
        == "the folder has something in it in \(folder.path): expected an empty folder, or none, found 1 entry; "
        + "choose another folder.")
    #expect(throws: InputError.self) { try CaptchaFolder.write(generator, count: 1, to: folder.file("mine")) }
    #expect(throws: InputError.self) { try CaptchaFolder.write(generator, count: 1, to: "/") }
    #expect(throws: InputError.self) { try CaptchaFolder.write(generator, count: 1, to: "") }
    #expect(throws: InputError.self) { try CaptchaFolder.write(generator, count: 1, to: folder.file("..")) }
    for count in [0, -1, 1_000_001] {
      let error = try #require(throws: InputError.self) {
        try CaptchaFolder.write(generator, count: count, to: folder.file("new"))
      }
      #expect("\(error)" == "the number of pictures is out of range: expected 1 to 1000000, found \(count).")
    }
    #expect(try entries("") == ["mine"])
  }

  /// What a killed write has left goes; what somebody holds, or is not such a folder, stays.
  @Test func abandonedFoldersAreTakenAway() throws {
    let files = FileManager.default
    func make(_ name: String, _ entries: [String]) throws {
      try files.createDirectory(atPath: folder.file(name), withIntermediateDirectories: false)
      for entry in entries { try Data("x".utf8).write(to: URL(fileURLWithPath: folder.file("\(name)/\(entry)"))) }
    }
    let mark = ".inkling-partial"
    try make(".set.abc1.partial", [mark, "7GX4_000001.png", "labels.csv"])
    try make(".set.abc2.partial", [mark, "letter.txt"])
    try make(".set.abc3.partial", ["7GX4_000001.png"])
    try make(".set.not-a-number.partial", [mark])
    try make(".other.abc1.partial", [mark])
    try make(".set.abc4.partial", [mark])
    let held = open(folder.file(".set.abc4.partial/\(mark)"), O_RDWR)
    #expect(flock(held, LOCK_EX | LOCK_NB) == 0)
    try CaptchaFolder.write(generator, count: 2, to: folder.file("set"))
    #expect(
      try entries("") == [
        ".other.abc1.partial", ".set.abc2.partial", ".set.abc3.partial", ".set.abc4.partial",
        ".set.not-a-number.partial",
        "set",
      ])
    #expect(try entries("set").count == 3)
    close(held)
    try CaptchaFolder.write(generator, count: 1, to: folder.file("set2"))
    #expect(try entries("").contains(".set.abc4.partial"))
  }

  @Test func aStoppedWriteLeavesNothing() throws {
    var asked = 0
    let isWhole = try CaptchaFolder.write(
      generator, count: 600, to: folder.file("set"),
      shouldStop: {
        asked += 1
        return asked > 2
      })
    #expect(!isWhole && asked == 3)
    #expect(try entries("") == [])
  }
}
