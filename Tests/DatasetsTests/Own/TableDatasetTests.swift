import Testing

@testable import InklingDatasets

@Suite struct TableDatasetTests {
  private let train = "5,0,1,2,3\n7,4,5,6,255\n"

  @Test(arguments: ["", "label,1x1,1x2,2x1,2x2\n"])
  func aTableIsATrainingPart(header: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array((header + train).utf8), to: "digits.csv")
    let set = try Dataset.own(path)
    #expect(set.train.size == ImageSize(channels: 1, height: 2, width: 2))
    #expect(set.train.images == [0, 1, 2, 3, 4, 5, 6, 255] && set.train.labels == [0, 1])
    #expect(set.train.classNames == ["5", "7"] && set.test.count == 0)
  }

  @Test func aFolderHasBothParts() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array(train.utf8), to: "mnist_train.csv")
    try folder.write(Array("7,9,9,9,9\n".utf8), to: "mnist_test.csv")
    let set = try Dataset.own(folder.path)
    #expect(set.test.images == [9, 9, 9, 9] && set.test.labels == [1])
    try folder.write(Array("7,9,9,9,9\n".utf8), to: "test.csv")
    #expect(
      SmallSets.sentence { try Dataset.own(folder.path) }.contains("two tables could be the same part of the data set"))
  }

  @Test func rowsThatAreNoSquareNeedASize() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array("0,1,2,3,4,5,6\n1,1,2,3,4,5,6\n".utf8), to: "a.csv")
    #expect(SmallSets.sentence { try Dataset.own(path) }.contains("say what they are with --image-size"))
    #expect(try Dataset.own(path, image: ImageSize("3x1x2")).train.images.count == 12)
    #expect(
      SmallSets.sentence { try Dataset.own(path, image: ImageSize("1x2x2")) }.contains("expected 4 pixels, 1x2x2"))
  }

  @Test func fractionsAreShares() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array("0,0.0,0.5\n1,1.0,0.1\n".utf8), to: "a.csv")
    #expect(try Dataset.own(path, image: ImageSize("1x1x2")).train.images == [0, 128, 255, 26])
  }

  @Test func aTableMayNamePictures() throws {
    let folder = try TemporaryFolder()
    try SmallSets.pictures(in: folder, parts: false)
    let text = "label,path\ncat,a/1.png\ndog,b/1.png\ncat,b/2.png\n"
    let path = try folder.write(Array(text.utf8), to: "list.csv")
    let set = try Dataset.own(path)
    #expect(set.train.classNames == ["cat", "dog"] && set.train.labels == [0, 1, 0])
    #expect([0, 16, 32].map { set.train.images[$0] } == [10, 30, 40])
    // Without names of columns, and with numbers in the order of their values.
    let plain = try folder.write(Array("a/1.png,10\nb/1.png,9\n".utf8), to: "plain.csv")
    #expect(try Dataset.own(plain).train.classNames == ["9", "10"])
    let missing = try folder.write(Array("a/1.png,10\nnone.png,9\n".utf8), to: "missing.csv")
    #expect(SmallSets.sentence { try Dataset.own(missing) }.hasPrefix("no such file in \(folder.path)/none.png"))
    let wide = try folder.write(Array("x,y,z\nb,9,c\n".utf8), to: "wide.csv")
    #expect(SmallSets.sentence { try Dataset.own(wide) }.contains("the table names no pictures"))
  }

  @Test func whatIsNoTableIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([1, 0, 2, 10, 0, 4], to: "a.csv")
    #expect(SmallSets.sentence { try Dataset.own(path) }.hasPrefix("the file is no table in \(path)"))
    let idx = try folder.write([0, 0, 8, 3, 0, 0, 0, 1], to: "train-images-idx3-ubyte")
    #expect(
      SmallSets.sentence { try Dataset.own(idx) }.contains("found an IDX file; put all files of the set into one"))
    // The words of a text were taken for the names of pictures, and said not to be there.
    let called = try folder.write(Array("hello, world\n".utf8), to: "text.png")
    let sentence = SmallSets.sentence { try Dataset.own(called) }
    #expect(sentence.hasPrefix("the file is no data set in \(called)"))
    #expect(sentence.contains("found a file that is called as a picture is"), "\(sentence)")
    let picture = try folder.write(try SmallSets.png(1), to: "picture")
    #expect(SmallSets.sentence { try Dataset.own(picture) }.contains("found one picture, PNG"))
    let bad = try folder.write(Array("0,1\n0,x\n1,2\n".utf8), to: "b.csv")
    #expect(SmallSets.sentence { try Dataset.own(bad) }.contains("no such file in \(folder.path)/0"))
  }
}
