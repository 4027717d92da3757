import Foundation
import InklingFiles
import InklingImages
import Testing

@testable import InklingDatasets

@Suite struct PictureDatasetTests {
  @Test func foldersAreClasses() throws {
    let folder = try TemporaryFolder()
    try SmallSets.pictures(in: folder)
    try folder.write([1, 2, 3], to: "train/a/.DS_Store")
    let set = try Dataset.own(folder.path)
    #expect(set.train.classNames == ["a", "b"] && set.train.labels == [0, 0, 1, 1] && set.test.labels == [0, 1])
    #expect(set.train.size == ImageSize(channels: 1, height: 4, width: 4))
    #expect((0..<4).map { set.train.images[$0 * 16] } == [10, 20, 30, 40] && set.test.images[16] == 60)
    #expect(set.notes.isEmpty)
  }

  @Test func aPlainFolderIsATrainingPart() throws {
    let folder = try TemporaryFolder()
    try SmallSets.pictures(in: folder, parts: false)
    try folder.write([1], to: "README.md")
    let set = try Dataset.own(folder.path)
    #expect(set.train.count == 4 && set.test.count == 0 && set.test.size == set.train.size)
    #expect(set.notes == ["not taken, being no pictures: README.md", DatasetParts.noTestNote])
  }

  @Test func theMostCommonSizeIsTaken() throws {
    let folder = try TemporaryFolder()
    try folder.write(try SmallSets.png(1, width: 2, height: 3), to: "a/1.png")
    try folder.write(try SmallSets.png(2), to: "a/2.png")
    try folder.write(try SmallSets.png(3), to: "b/1.png")
    let set = try Dataset.own(folder.path)
    #expect(set.train.size == ImageSize(channels: 1, height: 4, width: 4))
    #expect(
      set.train.images == [UInt8](repeating: 1, count: 16) + [UInt8](repeating: 2, count: 16)
        + [UInt8](repeating: 3, count: 16))
    #expect(set.notes.first == "1 of 3 pictures were brought from other sizes or colours to 1x4x4")
    let wanted = try Dataset.own(folder.path, image: ImageSize("3x2x2"))
    #expect(wanted.train.size == ImageSize(channels: 3, height: 2, width: 2) && wanted.train.images.count == 36)
    #expect(SmallSets.sentence { try Dataset.own(folder.path, image: ImageSize("2x2x2")) }.contains("1 or 3 channels"))
  }

  @Test func picturesTooLargeToTrainOnNeedASize() throws {
    let folder = try TemporaryFolder()
    for name in ["a/1.png", "b/1.png"] { try folder.write(try SmallSets.png(1, width: 513, height: 2), to: name) }
    #expect(SmallSets.sentence { try Dataset.own(folder.path) }.contains("too large to be trained on as they are"))
    #expect(try Dataset.own(folder.path, image: ImageSize("1x2x2")).train.images == [UInt8](repeating: 1, count: 8))
  }

  @Test func damagedPicturesAreRefusedByNameOrCounted() throws {
    let folder = try TemporaryFolder()
    try SmallSets.pictures(in: folder)
    try folder.write(Array("no picture".utf8), to: "train/a/3.png")
    let one = SmallSets.sentence { try Dataset.own(folder.path) }
    #expect(one.contains("\(folder.path)/train/a/3.png") && one.contains("--skip-corrupt"))
    try folder.write([], to: "test/b/0.png")
    let two = SmallSets.sentence { try Dataset.own(folder.path) }
    #expect(two.hasPrefix("2 of 8 pictures cannot be read in \(folder.path)"))
    #expect(two.contains("train/a/3.png") && two.contains("test/b/0.png") && two.count < 1000)
    let set = try Dataset.own(folder.path, skipsCorrupt: true)
    #expect(set.train.count == 4 && set.test.labels == [0, 1])
    #expect(set.notes.first?.hasPrefix("2 damaged pictures were left out: \(folder.path)/train/a/3.png") == true)
    for name in ["b/1", "b/2"] { try folder.write([1, 2], to: "train/\(name).png") }
    #expect(
      SmallSets.sentence { try Dataset.own(folder.path, skipsCorrupt: true) }.contains(
        "a class has no training picture that can be read"))
  }

  /// A link that leads nowhere is a picture that cannot be read, and was a fault of the whole data set.
  @Test func linksToNothingAreRefusedByNameOrCounted() throws {
    let folder = try TemporaryFolder()
    try SmallSets.pictures(in: folder)
    #expect(symlink("gone.png", folder.path + "/train/a/3.png") == 0)
    let one = SmallSets.sentence { try Dataset.own(folder.path) }
    #expect(one.hasPrefix("the link leads to no file in \(folder.path)/train/a/3.png"))
    #expect(one.contains("--skip-corrupt"))
    #expect(symlink("4.png", folder.path + "/train/b/4.png") == 0)
    let set = try Dataset.own(folder.path, skipsCorrupt: true)
    #expect(set.train.labels == [0, 0, 1, 1])
    #expect(set.notes.first?.hasPrefix("2 damaged pictures were left out: \(folder.path)/train/a/3.png") == true)
    // What may have been a class is not passed over.
    #expect(symlink("gone", folder.path + "/train/c") == 0)
    #expect(SmallSets.sentence { try Dataset.own(folder.path, skipsCorrupt: true) }.contains("train/c"))
  }

  /// The pictures that `predict` finds in a folder, and no others: `.pbm` and `.jpe` were none here.
  @Test func everyNameOfAPictureCounts() throws {
    let folder = try TemporaryFolder()
    for (place, ending) in (PictureFile.endings + ["PBM"]).enumerated() {
      try folder.write(try SmallSets.png(1), to: "a/\(place).\(ending)")
      try folder.write(try SmallSets.png(2), to: "b/\(place).\(ending)")
    }
    let set = try Dataset.own(folder.path)
    #expect(set.train.count == 2 * (PictureFile.endings.count + 1) && set.notes == [DatasetParts.noTestNote])
  }

  @Test func whatMayNotBeReadIsNeverSkipped() throws {
    let folder = try TemporaryFolder()
    try SmallSets.pictures(in: folder)
    var set = PictureDataset(try PictureListing(folder: folder.path), name: "x", source: folder.path)
    let closed = folder.path + "/train/b/1.png"
    set.reader.decode = { path throws(InputError) in
      guard path != closed else { throw InputError(.missing, "the file may not be read", path: path) }
      return try decodedPicture(of: path)
    }
    let reading = DatasetReading(skipsCorrupt: true, cache: nil)
    #expect(SmallSets.sentence { try set.read(reading) } == "the file may not be read in \(closed).")
  }

  @Test func coloursAreKeptOrBecomeGrey() throws {
    let folder = try TemporaryFolder()
    try SmallSets.pictures(in: folder, parts: false)
    var set = PictureDataset(try PictureListing(folder: folder.path), name: "x", source: folder.path)
    set.reader.decode = { _ throws(InputError) in
      DecodedPicture(size: ImageSize(channels: 3, height: 1, width: 2), samples: [255, 0, 0, 10, 20, 30])
    }
    let colours = try set.read(DatasetReading(cache: nil))
    #expect(colours.train.channels == 3 && colours.train.images.prefix(6) == [255, 10, 0, 20, 0, 30])
    let grey = try set.read(DatasetReading(image: ImageSize("1x1x2"), cache: nil))
    #expect(grey.train.images.prefix(2) == [76, 18])
  }

  @Test func foldersThatAreNoDataSetAreRefused() throws {
    func sentence(_ make: (borrowing TemporaryFolder) throws -> Void) throws -> String {
      let folder = try TemporaryFolder()
      try make(folder)
      let text = SmallSets.sentence { try Dataset.own(folder.path) }
      #expect(text.count < 1000 && !text.contains("\n"))
      return text
    }
    #expect(try sentence { _ in }.hasPrefix("the folder is empty"))
    #expect(try sentence { _ = try $0.write([1], to: "a.txt") }.contains("no pictures and nothing else that is known"))
    #expect(try sentence { _ = try $0.write(try SmallSets.png(1), to: "a/1.png") }.contains("one class alone"))
    #expect(
      try sentence { _ = try $0.write(try SmallSets.png(1), to: "test/a/1.png") }.contains("nothing to train on"))
    #expect(
      try sentence {
        try SmallSets.pictures(in: $0)
        try $0.write([1], to: "train/c/notes.txt")
      }.contains("a class without a picture"))
    #expect(
      try sentence {
        try SmallSets.pictures(in: $0)
        try $0.write(try SmallSets.png(1), to: "test/c/1.png")
      }.contains("a class to test with that is not trained on"))
    #expect(
      try sentence {
        try SmallSets.pictures(in: $0)
        try $0.write(try SmallSets.png(1), to: "train/a/deeper/1.png")
      }.contains("a folder where pictures belong"))
    #expect(
      SmallSets.sentence { try Dataset.own("/nowhere/at/all") }.hasPrefix("there is no such data set in /nowhere"))
  }

  @Test func linksInALoopAndStrangeNamesAreRefused() throws {
    func sentence(_ make: (String) -> CInt) throws -> String {
      let folder = try TemporaryFolder()
      try SmallSets.pictures(in: folder)
      #expect(make(folder.path) == 0)
      let text = SmallSets.sentence { try Dataset.own(folder.path) }
      #expect(text.count < 1000 && !text.contains("\n"))
      return text
    }
    let loop = try sentence { symlink("loop.png", $0 + "/train/a/loop.png") }
    #expect(loop.contains("loop.png") && loop.contains("Too many levels of symbolic links"))
    let up = try sentence { symlink("../train", $0 + "/train/c") }
    #expect(up.contains("a folder where pictures belong"))
    let lines = try sentence { mkdir($0 + "/train/two\nlines", 0o700) }
    #expect(lines.contains("whose name is no line of text in"))
    let bytes = try sentence { path in
      let name = Array((path + "/train/a/").utf8) + [0xFF, 0xFE] + Array(".png".utf8) + [0]
      return name.withUnsafeBytes { bytes in
        bytes.baseAddress.map { mkdir($0.assumingMemoryBound(to: CChar.self), 0o700) } ?? -1
      }
    }
    #expect(bytes.contains("whose name is not UTF-8"))
    let pipe = try sentence { mkfifo($0 + "/train/a/pipe.png", 0o600) }
    #expect(pipe.contains("a pipe or a device"))
  }
}
