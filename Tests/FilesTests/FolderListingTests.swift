import Foundation
import Testing

@testable import InklingFiles

@Suite struct FolderListingTests {
  @Test func namesComeInTheOrderOfTheirBytes() throws {
    let folder = try TemporaryFolder()
    for name in ["b", "B", "é", "10", "2"] { #expect(mkdir("\(folder.path)/\(name)", 0o700) == 0) }
    #expect(try Folder.listing(of: folder.path) == ["10", "2", "B", "b", "é"])
    #expect(throws: InputError.self) { try Folder.listing(of: folder.path + "/none") }
  }

  @Test func statusSaysWhatThereIs() throws {
    let folder = try TemporaryFolder()
    #expect(mkdir(folder.path + "/a", 0o700) == 0 && symlink("nowhere", folder.path + "/dangling") == 0)
    #expect(try FileStatus(of: folder.path + "/a").kind == .folder)
    #expect(try FileStatus.existing(folder.path + "/b") == nil)
    #expect(try FileStatus.existing(folder.path + "/dangling") == nil)
    #expect(FileStatus.isThere(folder.path + "/dangling") && !FileStatus.isThere(folder.path + "/b"))
  }
}
