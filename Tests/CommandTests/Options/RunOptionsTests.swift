import Foundation
import InklingTestSupport
import Testing

@testable import InklingCommand

@Suite struct RunOptionsTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func completionsAreTheFoldersThatHoldRuns() throws {
    for (name, isRun) in [("b", true), ("a", true), ("no-run", false)] {
      try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: false)
      if isRun { _ = FileManager.default.createFile(atPath: folder.file("\(name)/configuration.json"), contents: nil) }
    }
    let words = ["inkling", "evaluate", "--runs", folder.path, ""]
    #expect(RunOptions.completions(words: words, index: 4, prefix: "") == ["a", "b"])
    let nowhere = ["inkling", "evaluate", "--runs", folder.file("nowhere")]
    #expect(RunOptions.completions(words: nowhere, index: 0, prefix: "").isEmpty)
  }

  @Test func withoutAFolderItIsTheUsualOne() {
    #expect(RunOptions.folder(in: ["inkling", "evaluate", "--runs", "/a", ""]) == "/a")
    #expect(RunOptions.folder(in: ["inkling", "evaluate", "--runs"]) == "runs")
    #expect(RunOptions.folder(in: ["inkling", "evaluate", ""]) == "runs")
  }
}
