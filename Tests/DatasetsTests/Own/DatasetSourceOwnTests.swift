import InklingFiles
import InklingFormats
import Testing

@testable import InklingDatasets

@Suite struct DatasetSourceOwnTests {
  @Test func aPathIsADataSet() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/set.npz"
    try NPZ.write(try SmallSets.arrays(), to: path)
    let source = try DatasetSource(path, folder: nil)
    #expect(source.isOwn && source.name == path && source.title == path && source.classNames.isEmpty)
    #expect(try source.locate() == path)
    #expect(try source.load().train.count == 4 && source.loadTestSet().count == 2)
    #expect(try source.loadTestImage(1).images == Array(106..<112))
    #expect(SmallSets.sentence { try source.loadTestImage(2) }.contains("an index from 0 to 1, found 2"))
    var varied = source
    varied.variation.classes = [8, 3]
    #expect(try varied.load().train.classNames == ["8", "3"])
  }

  @Test func namesAndPathsAreToldApart() throws {
    #expect(DatasetSource.path("mnist") == nil && DatasetSource.path("MNIST") == nil)
    #expect(DatasetSource.path("./mnist/") == "./mnist" && DatasetSource.path("a/b") == "./a/b")
    #expect(DatasetSource.path("/") == "/" && DatasetSource.path("../x//") == "../x")
    #expect(DatasetSource.path("no-such-thing") == nil && DatasetSource.path("") == nil)
    #expect(SmallSets.sentence { try DatasetSource("no-such-thing", folder: nil) }.contains("or the path of a file or"))
    // Whether it is there is found out when it is read: a run's data may have been moved.
    let gone = try DatasetSource("./gone/set.npz", folder: nil)
    #expect(SmallSets.sentence { try gone.load() }.hasPrefix("there is no such data set in ./gone/set.npz"))
    #expect(SmallSets.sentence { try DatasetSource("./x", folder: "data") }.contains("without --data"))
  }

  /// A model knows ten digits; the set has three of them, under other numbers.
  @Test func labelsBecomeTheModelsByName() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/set.npz"
    try NPZ.write(try SmallSets.arrays(), to: path)
    var source = try DatasetSource(path, folder: nil)
    source.modelClasses = (0...9).map { "\($0)" }
    let set = try source.load()
    #expect(set.train.labels == [3, 7, 3, 8] && set.test.labels == [8, 3] && set.test.classNames.count == 10)
    source.modelClasses = ["3", "7"]
    #expect(SmallSets.sentence { try source.load() }.contains("classes are not the model's"))
  }

  /// For whoever has not trained on it.
  @Test func aSetWithoutPartsIsATestSet() throws {
    let folder = try TemporaryFolder()
    try SmallSets.pictures(in: folder, parts: false)
    let source = try DatasetSource(folder.path, folder: nil, reading: DatasetReading(cache: nil))
    #expect(try source.load().test.count == 0 && source.loadTestSet().count == 4)
  }
}
