import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingDatasets

/// A folder with a small data set in MNIST's files, of which each can be replaced.
struct SmallDataset: ~Copyable {
  let folder: TemporaryFolder
  var path: String { folder.path + "/mnist" }

  /// Three training and two test images of 2 x 3, whose pixels count upwards.
  init(transforming: ([UInt8]) -> [UInt8] = { $0 }, replacing: [String: [UInt8]] = [:], without missing: String? = nil)
    throws
  {
    let folder = try TemporaryFolder()
    var files: [String: [UInt8]] = [
      "train-images-idx3-ubyte": idx([3, 2, 3], Array(0..<18)), "train-labels-idx1-ubyte": idx([3], [7, 0, 9]),
      "t10k-images-idx3-ubyte": idx([2, 2, 3], Array(100..<112)), "t10k-labels-idx1-ubyte": idx([2], [1, 2]),
    ]
    for (name, bytes) in replacing { files[name] = bytes }
    if let missing { files[missing] = nil }
    for (name, bytes) in files { try folder.write(transforming(bytes), to: "mnist/" + name) }
    self.folder = folder
  }
}

struct IDXDatasetTests {
  @Test func readsPlainAndPackedFilesOfAnySize() throws {
    let plain = try SmallDataset()
    let gzip = try SmallDataset(transforming: { packed($0) })
    for path in [plain.path, gzip.path] {
      let dataset = try Dataset.read(Catalog.mnist, from: path)
      #expect(dataset.name == "mnist")
      #expect(dataset.source == path)
      #expect(dataset.train.images == Array(0..<18))
      #expect(dataset.train.labels == [7, 0, 9])
      #expect(dataset.test.images == Array(100..<112))
      #expect(dataset.test.labels == [1, 2])
      #expect((dataset.test.channels, dataset.test.height, dataset.test.width) == (1, 2, 3))
      #expect(dataset.train[1] == [6, 7, 8, 9, 10, 11])
      #expect(dataset.train.classNames == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"])
    }
  }

  @Test func countsAreComparedBeforeAnythingIsUnpacked() throws {
    // Nothing of the body can be unpacked.
    var images = packed(idx([4, 2, 3], Array(0..<24)))
    images.removeLast(9)
    let small = try SmallDataset(replacing: ["train-images-idx3-ubyte": images])
    let error = #expect(throws: InputError.self) { try Dataset.read(Catalog.mnist, from: small.path) }
    #expect(error?.what == "the counts of images and labels differ")
  }

  @Test func countsThatAreNotThePublishedOnesAreNoted() throws {
    let small = try SmallDataset()
    #expect(
      try Dataset.read(Catalog.mnist, from: small.path).notes == [
        "the training set has 3 images; the published one has 60000",
        "the test set has 2 images; the published one has 10000",
      ])
  }

  @Test func otherFilesAreNotedWhenAsked() throws {
    let small = try SmallDataset()
    let notes = try Dataset.read(Catalog.mnist, from: small.path, verifies: true).notes
    #expect(notes.count == 6)
    let file = small.path + "/t10k-labels-idx1-ubyte"
    let found = sha256Hex(try FileBytes.read(file))
    #expect(
      notes.last
        == "\(file) is not the published file: its SHA-256 is \(found), not \(Catalog.mnist.test.labels.sha256!)")
  }

  @Test func dottedNamesAreFoundToo() throws {
    let small = try SmallDataset(without: "train-images-idx3-ubyte")
    try small.folder.write(packed(idx([3, 2, 3], Array(0..<18))), to: "mnist/train-images.idx3-ubyte.gz")
    #expect(try Dataset.read(Catalog.mnist, from: small.path).train.count == 3)
  }

  /// What is wrong with the small data set when one file is replaced.
  func fault(_ name: String, _ bytes: [UInt8]) throws -> InputError? {
    let small = try SmallDataset(replacing: [name: bytes])
    let path = small.path
    let error = #expect(throws: InputError.self) { try Dataset.read(Catalog.mnist, from: path) }
    #expect(error?.path == path + "/" + name)
    return error
  }

  @Test func countsOfImagesAndLabelsThatDifferAreSaidSo() throws {
    let error = try fault("train-labels-idx1-ubyte", idx([2], [7, 0]))
    #expect(error?.kind == .malformed)
    #expect(error?.what == "the counts of images and labels differ")
    #expect(error?.offset == 4)
    #expect(error?.expected?.hasPrefix("3 labels, as many as images in ") == true)
    #expect(error?.found == "2 labels")
  }

  @Test func aLabelOutsideTheClassesIsSaidSo() throws {
    let error = try fault("t10k-labels-idx1-ubyte", idx([2], [9, 10]))
    #expect(error?.kind == .malformed)
    #expect(error?.what == "a label outside the classes")
    #expect(error?.offset == 9)
    #expect(error?.expected == "0 ... 9")
    #expect(error?.found == "10, the label of image 1")
  }

  @Test func trainingAndTestImagesOfDifferentSizesAreSaidSo() throws {
    let error = try fault("t10k-images-idx3-ubyte", idx([2, 3, 2], Array(100..<112)))
    #expect(error?.kind == .malformed)
    #expect(error?.what == "training and test images differ in size")
    #expect(error?.offset == 8)
    #expect(error?.expected?.hasPrefix("2 x 3 as in ") == true)
    #expect(error?.found == "3 x 2")
  }

  @Test(arguments: [[0, 2, 3], [3, 0, 3], [3, 2, 0]] as [[UInt32]])
  func aSetWithoutImagesIsSaidSo(dimensions: [UInt32]) throws {
    let error = try fault("train-images-idx3-ubyte", idx(dimensions, []))
    #expect(error?.kind == .malformed)
    #expect(error?.what == "no images")
    #expect(error?.found == dimensions.map { "\($0)" }.joined(separator: " x "))
  }

  @Test func aMissingFileIsSaidSo() throws {
    let small = try SmallDataset(without: "t10k-labels-idx1-ubyte")
    let path = small.path
    let error = #expect(throws: InputError.self) { try Dataset.read(Catalog.mnist, from: path) }
    #expect(error?.kind == .missing)
    #expect(error?.path == path + "/t10k-labels-idx1-ubyte.gz")
  }

  /// The fault does not depend on which of the two threads meets its own first.
  @Test func theTrainingSetsFaultComesFirst() throws {
    let small = try SmallDataset(replacing: ["t10k-labels-idx1-ubyte": [1], "train-images-idx3-ubyte": packed([])])
    let path = small.path
    let error = #expect(throws: InputError.self) { try Dataset.read(Catalog.mnist, from: path) }
    #expect(error?.path == path + "/train-images-idx3-ubyte")
  }

  /// EMNIST's images are stored column by column, and its letters count from 1.
  @Test func lettersAreTransposedAndCountFromZero() throws {
    let folder = try TemporaryFolder()
    for part in ["train", "test"] {
      try folder.write(idx([2, 2, 3], Array(0..<12)), to: "emnist-letters-\(part)-images-idx3-ubyte")
      try folder.write(idx([2], [1, 26]), to: "emnist-letters-\(part)-labels-idx1-ubyte")
    }
    let entry = try Catalog.entry(named: "emnist-letters")
    let test = try Dataset.read(entry, from: folder.path).test
    #expect((test.height, test.width) == (3, 2))
    #expect(test.images == [0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11])
    #expect(test.labels == [0, 25])
    #expect(test.classNames[25] == "z")
    for label: UInt8 in [0, 27] {
      try folder.write(idx([2], [1, label]), to: "emnist-letters-test-labels-idx1-ubyte")
      let path = folder.path
      let error = #expect(throws: InputError.self) { try Dataset.read(entry, from: path) }
      #expect(error?.expected == "1 ... 26")
      #expect(error?.offset == 9)
    }
  }

  /// QMNIST's labels are rows of integers.
  @Test func rowsOfIntegersGiveTheirFirst() throws {
    let folder = try TemporaryFolder()
    for part in ["train", "test"] {
      try folder.write(idx([2, 1, 1], [5, 6]), to: "qmnist-\(part)-images-idx3-ubyte")
      try folder.write(
        idx([2, 2], [0, 0, 0, 8, 1, 2, 3, 4, 0, 0, 0, 3, 0, 0, 0, 99], element: 0x0C),
        to: "qmnist-\(part)-labels-idx2-int")
    }
    #expect(try Dataset.read(Catalog.qmnist, from: folder.path).test.labels == [8, 3])
    for (bytes, offset) in [([255, 255, 255, 255, 0, 0, 0, 0], 12), ([0, 0, 1, 0, 0, 0, 0, 0], 12)] as [([UInt8], Int)]
    {
      try folder.write(idx([2, 1], bytes, element: 0x0C), to: "qmnist-test-labels-idx2-int")
      let path = folder.path
      let error = #expect(throws: InputError.self) { try Dataset.read(Catalog.qmnist, from: path) }
      #expect(error?.what == "a label outside the classes")
      #expect(error?.offset == offset)
    }
    try folder.write(idx([2, 0], [], element: 0x0C), to: "qmnist-test-labels-idx2-int")
    let path = folder.path
    #expect(#expect(throws: InputError.self) { try Dataset.read(Catalog.qmnist, from: path) }?.what == "no labels")
  }

  @Test func oneImageIsReadAlone() throws {
    let small = try SmallDataset(transforming: { packed($0) })
    let image = try Dataset.load(testImage: 1, of: Catalog.mnist, dataDirectory: small.folder.path)
    #expect(image.count == 1)
    #expect(image.images == Array(106..<112))
    #expect(image.labels == [2])
    for index in [-1, 2] {
      let data = small.folder.path
      let error = #expect(throws: InputError.self) {
        try Dataset.load(testImage: index, of: Catalog.mnist, dataDirectory: data)
      }
      #expect(error?.kind == .usage)
      #expect(error?.expected == "an index from 0 to 1")
      #expect(error?.found == "\(index)")
    }
  }

  /// The published files, where they are at hand.
  @Test(.needsMNIST) func readsTheRealMNIST() throws {
    let folder = try #require(MNISTForTests.folder)
    let dataset = try Dataset.read(Catalog.mnist, from: folder)
    #expect(dataset.notes == [])
    #expect((dataset.train.count, dataset.test.count) == (60_000, 10_000))
    #expect(dataset.train.labels.prefix(5) == [5, 0, 4, 1, 9])
    #expect(dataset.test.labels.prefix(5) == [7, 2, 1, 0, 4])
    let image = try Dataset.load(testImage: 9_999, of: Catalog.mnist, dataDirectory: folder + "/..")
    #expect(image.images[...] == dataset.test[9_999])
    #expect(image.labels == [6])
  }
}
