import InklingFiles
import Testing

@testable import InklingDatasets

@Suite struct IDXOwnDatasetTests {
  private func idx(_ type: UInt8, _ sizes: [Int], _ data: [UInt8]) -> [UInt8] {
    [0, 0, type, UInt8(sizes.count)] + sizes.flatMap { size in [24, 16, 8, 0].map { UInt8(size >> $0 & 255) } } + data
  }

  private func write(to folder: borrowing TemporaryFolder) throws {
    try folder.write(idx(8, [3, 2, 2], Array(0..<12)), to: "train-images-idx3-ubyte")
    try folder.write(idx(8, [3], [11, 40, 11]), to: "train-labels-idx1-ubyte")
    try folder.write(packed(idx(8, [1, 2, 2], [9, 8, 7, 6])), to: "t10k-images.idx3-ubyte.gz")
    try folder.write(idx(8, [1], [40]), to: "t10k-labels.idx1-ubyte")
  }

  @Test func fourFilesAreADataSet() throws {
    let folder = try TemporaryFolder()
    try write(to: folder)
    let set = try Dataset.own(folder.path)
    #expect(set.train.classNames == ["11", "40"] && set.train.labels == [0, 1, 0])
    #expect(set.train.images == Array(0..<12) && set.test.images == [9, 8, 7, 6] && set.test.labels == [1])
  }

  @Test func labelsMayBeOfAnyWholeType() throws {
    let folder = try TemporaryFolder()
    let names = (0..<1000).map { "word \($0)" }
    try folder.write(idx(8, [2, 1, 2, 3], Array(0..<12)), to: "letters-train-images-idx4-ubyte")
    try folder.write(idx(12, [2], [0, 0, 3, 231, 0, 0, 0, 5]), to: "letters-train-labels-idx1-int")
    try folder.write(Array((names.joined(separator: "\n") + "\n").utf8), to: "classes.txt")
    let set = try Dataset.own(folder.path)
    #expect(set.train.classNames == names && set.train.labels == [999, 5])
    #expect(set.train.size == ImageSize(channels: 3, height: 1, width: 2))
    #expect(set.train.images.prefix(6) == [0, 3, 1, 4, 2, 5] && set.test.count == 0)
  }

  /// It was taken without a word, where there is no picture to be left out.
  @Test func thereAreNoDamagedPicturesToLeaveOut() throws {
    let folder = try TemporaryFolder()
    try write(to: folder)
    let source = try DatasetSource(folder.path, folder: nil)
    let sentence = SmallSets.sentence { try source.requirePictures(for: "--skip-corrupt") }
    #expect(sentence.hasPrefix("--skip-corrupt leaves out pictures that are damaged"), "\(sentence)")
    #expect(sentence.hasSuffix("expected pictures, found IDX files; leave it out."), "\(sentence)")
    // A recipe that says so is followed, and told.
    let set = try Dataset.own(folder.path, skipsCorrupt: true)
    #expect(set.notes == ["data.skip_corrupt leaves nothing out: there are no pictures to be damaged"])
    let other = try TemporaryFolder()
    try SmallSets.pictures(in: other)
    let table = try other.write(Array("train/a/1.png,x\ntrain/b/1.png,y\n".utf8), to: "list.csv")
    for path in [other.path, table] { try DatasetSource(path, folder: nil).requirePictures(for: "--skip-corrupt") }
    let pixels = try other.write(Array("0,1,2,3,4\n1,1,2,3,4\n".utf8), to: "pixels.csv")
    let refused = SmallSets.sentence {
      try DatasetSource(pixels, folder: nil).requirePictures(for: "--skip-corrupt")
    }
    #expect(refused.contains("found CSV files"), "\(refused)")
  }

  @Test func whatIsMissingIsNamed() throws {
    let folder = try TemporaryFolder()
    try folder.write(idx(8, [1, 2, 2], [1, 2, 3, 4]), to: "train-images-idx3-ubyte")
    #expect(
      SmallSets.sentence { try Dataset.own(folder.path) }.contains(
        "lacks a file in \(folder.path): expected train-labels-idx1-ubyte"))
    try folder.write(idx(8, [2], [0, 1]), to: "train-labels-idx1-ubyte")
    #expect(SmallSets.sentence { try Dataset.own(folder.path) }.contains("expected 1 labels, found 2"))
    try folder.write(idx(13, [1], [0, 0, 0, 0]), to: "train-labels-idx1-ubyte")
    #expect(SmallSets.sentence { try Dataset.own(folder.path) }.contains("wrong element type"))
    try folder.write([1, 2], to: "other-train-images-idx3-ubyte")
    #expect(SmallSets.sentence { try Dataset.own(folder.path) }.contains("two files could be the same part"))
  }

  @Test func severalFormsInOneFolderAreRefused() throws {
    let folder = try TemporaryFolder()
    try write(to: folder)
    try folder.write(Array("0,1\n".utf8), to: "train.csv")
    #expect(SmallSets.sentence { try Dataset.own(folder.path) }.contains("found IDX files, CSV files"))
  }
}
