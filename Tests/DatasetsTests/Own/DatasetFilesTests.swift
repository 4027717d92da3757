import Foundation
import InklingFiles
import Testing

@testable import InklingDatasets

/// What belongs to a data set, and may not be written over.
@Suite struct DatasetFilesTests {
  private func include(_ name: String, of folder: String, at place: String = "") -> Bool {
    DatasetFiles.include(BytePath("\(folder)/\(name)"), at: [BytePath("\(folder)/\(place)")])
  }

  @Test(
    arguments: [
      "labels.csv", "train.csv", "mnist_test.csv", "classes.txt", "7GX4_1.png", "train/a/1.JPG", "x_train.npy",
      "mnist.npz",
      "train-images-idx3-ubyte", "t10k-labels-idx1-ubyte.gz",
    ]) func whatIsReadThereIsTheFolders(name: String) throws
  {
    let folder = try TemporaryFolder()
    try folder.write([1], to: name)
    #expect(include(name, of: folder.path))
    #expect(!include(name, of: folder.path, at: "nothing"))
  }

  @Test(arguments: ["audit.html", "answers.csv", "notes.txt", ".labels.csv", "train/a/.1.png"])
  func anythingElseIsNot(name: String) throws {
    let folder = try TemporaryFolder()
    try folder.write([1], to: name)
    #expect(!include(name, of: folder.path))
  }

  @Test func whatIsNotThereIsNobodys() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path + "/a.png", withIntermediateDirectories: false)
    #expect(!include("labels.csv", of: folder.path) && !include("a.png", of: folder.path))
  }

  @Test func linksLeadToIt() throws {
    let folder = try TemporaryFolder()
    let picture = try folder.write([1], to: "set/train/a/1.png")
    try #require(link(picture, folder.path + "/hard.html") == 0)
    try #require(symlink("set/train/a/1.png", folder.path + "/soft.html") == 0)
    try #require(symlink("..", folder.path + "/set/back") == 0)
    try folder.write([1], to: "page.html")
    #expect(include("hard.html", of: folder.path, at: "set") && include("soft.html", of: folder.path, at: "set"))
    #expect(!include("page.html", of: folder.path, at: "set"))
    // What the folder has of another place is its own, too.
    let table = try folder.write([1], to: "tables/texts")
    try #require(symlink(table, folder.path + "/set/labels.csv") == 0)
    #expect(include("tables/texts", of: folder.path, at: "set"))
  }

  @Test func whatATableNamesIsItsOwn() throws {
    let folder = try TemporaryFolder()
    for name in ["pictures/1.png", "pictures/2.png", "far/3.png"] { try folder.write([1], to: name) }
    try folder.write(Array("file,text\n../pictures/1.png,12\n\(folder.path)/far/3.png,3\n".utf8), to: "set/labels.csv")
    for (name, isIts) in [("pictures/1.png", true), ("pictures/2.png", false), ("far/3.png", true)] {
      #expect(
        include(name, of: folder.path, at: "set") == isIts
          && include(name, of: folder.path, at: "set/labels.csv") == isIts)
    }
    // A table of pixels names none, and a damaged one is refused where it is read.
    try folder.write(Array("label,pixel\n1,2\n".utf8), to: "pixels/train.csv")
    try folder.write([0, 1, 2], to: "pixels/test.csv")
    #expect(!include("pictures/1.png", of: folder.path, at: "pixels"))
  }

  @Test func picturesMayNotLieAmongThem() throws {
    let folder = try TemporaryFolder()
    for name in ["set/a/1.png", "figures/1.png"] { try folder.write([1], to: name) }
    let set = [BytePath(folder.path + "/set")]
    #expect(DatasetFiles.lie(in: BytePath(folder.path + "/set/a"), at: set))
    for name in ["figures", "nothing", "set"] {
      #expect(!DatasetFiles.lie(in: BytePath("\(folder.path)/\(name)"), at: set))
    }
  }
}
