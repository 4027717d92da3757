import InklingFiles
import InklingFormats
import Testing

@testable import InklingDatasets

@Suite struct NumPyDatasetTests {
  @Test func anArchiveInKerasFormIsADataSet() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/set.npz"
    try NPZ.write(try SmallSets.arrays(), to: path)
    let set = try Dataset.own(path)
    #expect(set.train.size == ImageSize(channels: 1, height: 2, width: 3))
    #expect(set.train.images == Array(0..<24) && set.test.images == Array(100..<112))
    #expect(set.train.classNames == ["3", "7", "8"])
    #expect(set.train.labels == [0, 1, 0, 2] && set.test.labels == [2, 0])
    #expect(set.name == path && set.notes.isEmpty)
  }

  /// Other arrays in the file are none of the data set's, whatever they are.
  @Test func otherArraysAreLeftAlone() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/set.npz"
    try NPZ.write(try SmallSets.arrays() + [SmallSets.labels([1], name: "x_val")], to: path)
    #expect(try Dataset.own(path).train.count == 4)
  }

  @Test func channelsAreMovedToTheFront() throws {
    let bytes = (0..<48).map { UInt8($0) }
    func set(_ shape: [Int]) throws -> Dataset {
      let folder = try TemporaryFolder()
      let images = try NamedArray(name: "x_train", elementType: .uint8, shape: shape, bytes: bytes)
      try NPZ.write([images, SmallSets.labels([0, 1], shape: [2, 1])], to: folder.path + "/a.npz")
      return try Dataset.own(folder.path + "/a.npz")
    }
    let last = try set([2, 2, 4, 3])
    #expect(last.train.size == ImageSize(channels: 3, height: 2, width: 4))
    #expect(last.train.images.prefix(8) == [0, 3, 6, 9, 12, 15, 18, 21])
    #expect(last.test.count == 0 && last.notes == [DatasetParts.noTestNote])
    let first = try set([2, 3, 8, 1])
    #expect(first.train.size == ImageSize(channels: 1, height: 3, width: 8) && first.train.images == bytes)
    let planes = try set([2, 3, 1, 8])
    #expect(planes.train.size == ImageSize(channels: 3, height: 1, width: 8) && planes.train.images == bytes)
    #expect(
      SmallSets.sentence { try set([2, 24, 1, 1, 1]) }.contains("is no images")
        && SmallSets.sentence { try set([2, 6, 1, 4]).train.size == ImageSize(channels: 4, height: 6, width: 1) }
          == "no error"
    )
  }

  @Test(
    arguments: [
      (NamedArray(name: "x_train", shape: [2, 1, 2], floats: [0, 0.5, 1, 0.25]), [0, 128, 255, 64]),
      (NamedArray(name: "x_train", shape: [2, 1, 2], floats: [0, 1.5, 255, 2.4]), [0, 2, 255, 2]),
      (NamedArray(name: "x_train", shape: [2, 1, 2], integers: [0, 1, 255, 7]), [0, 1, 255, 7]),
    ] as [(NamedArray, [UInt8])])
  func numbersBecomeLevels(array: NamedArray, expected: [UInt8]) throws {
    let part = try ArrayPart(pixels: array, labels: SmallSets.labels([0, 1]), path: "x")
    #expect(try PixelLevels(of: [part]).bytes(of: part) == expected)
  }

  @Test func boolsAreBlackAndWhite() throws {
    let array = try NamedArray(name: "x", elementType: .bool, shape: [2, 1, 1], bytes: [1, 0])
    let part = try ArrayPart(pixels: array, labels: SmallSets.labels([0, 1]), path: "x")
    #expect(try PixelLevels(of: [part]) == .bools && PixelLevels.bools.bytes(of: part) == [255, 0])
  }

  @Test(arguments: [
    (NamedArray(name: "x", shape: [2, 1, 1], floats: [0, -0.1]), "-0.1"),
    (NamedArray(name: "x", shape: [2, 1, 1], floats: [0, 255.5]), "255.5"),
    (NamedArray(name: "x", shape: [2, 1, 1], floats: [.nan, 0]), "nan"),
    (NamedArray(name: "x", shape: [2, 1, 1], integers: [0, 256]), "256"),
  ])
  func whatIsNoLevelIsRefused(array: NamedArray, found: String) throws {
    let part = try ArrayPart(pixels: array, labels: SmallSets.labels([0, 1]), path: "set.npz")
    let sentence = SmallSets.sentence { try PixelLevels(of: [part]) }
    #expect(sentence.contains("out of range in set.npz: expected 0 to 1, or 0 to 255, found \(found)"))
  }

  /// Black test images beside white training images would be a silent loss.
  @Test func partsOfDifferentKindsAreRefused() throws {
    let labels = SmallSets.labels([0, 1])
    let whole = try ArrayPart(
      pixels: NamedArray(name: "x", shape: [2, 1, 1], integers: [0, 255]), labels: labels, path: "train")
    let shares = try ArrayPart(
      pixels: NamedArray(name: "x", shape: [2, 1, 1], floats: [0, 1]), labels: labels, path: "test")
    #expect(SmallSets.sentence { try PixelLevels(of: [whole, shares]) }.contains("pixels of different kinds in test"))
    let levels = try ArrayPart(
      pixels: NamedArray(name: "x", shape: [2, 1, 1], floats: [0, 200]), labels: labels, path: "test")
    #expect(try PixelLevels(of: [whole, levels]) == .levels)
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/set.npz"
    func sentence(_ arrays: [NamedArray]) throws -> String {
      try NPZ.write(arrays, to: path)
      return SmallSets.sentence { try Dataset.own(path) }
    }
    let x = try SmallSets.pixels(4)
    #expect(try sentence([x]).contains("lacks an array in \(path): expected labels called y_train, found x_train"))
    #expect(try sentence([x, SmallSets.labels([1, 2])]).contains("expected 4 labels, found 2"))
    #expect(try sentence([x, SmallSets.labels([1, 1, 1, 1])]).contains("one class alone"))
    #expect(try sentence([x, SmallSets.labels([0, 1, 0, 1], shape: [2, 2])]).contains("numpy.argmax"))
    #expect(
      try sentence([x, NamedArray(name: "y_train", shape: [4], floats: [0, 1, 0, 1])]).contains(
        "expected whole numbers"))
    let test = [try SmallSets.pixels(1, name: "x_test"), SmallSets.labels([9], name: "y_test")]
    #expect(
      try sentence([x, SmallSets.labels([0, 1, 0, 1])] + test).contains(
        "label outside the classes in \(path): expected one of 0, 1, found 9, the label of image 0"))
    let other = try NamedArray(name: "x_test", elementType: .uint8, shape: [1, 3, 3], bytes: Array(0..<9))
    #expect(
      try sentence([x, SmallSets.labels([0, 1, 0, 1]), other, SmallSets.labels([1], name: "y_test")]).contains(
        "another size than is wanted in \(path): expected 1x2x3, found 1x3x3"))
  }

  @Test func aFolderOfArraysHasNames() throws {
    let folder = try TemporaryFolder()
    for array in try SmallSets.arrays() { try folder.write(try NPY.encode(array), to: "\(array.name).npy") }
    #expect(try Dataset.own(folder.path).train.classNames == ["3", "7", "8"])
    let names = (0...8).map { "class \($0)" }
    try folder.write(Array(names.joined(separator: "\r\n").utf8), to: "classes.txt")
    let set = try Dataset.own(folder.path)
    #expect(set.train.classNames == names && set.train.labels == [3, 7, 3, 8])
    try folder.write(Array("a\nb\n".utf8), to: "classes.txt")
    #expect(SmallSets.sentence { try Dataset.own(folder.path) }.contains("expected one of 0, 1, found 3"))
    try folder.write(Array("a\na\n".utf8), to: "classes.txt")
    #expect(SmallSets.sentence { try Dataset.own(folder.path) }.contains("the name 'a' twice"))
    try folder.write([0x61, 0x0A, 0xFF], to: "classes.txt")
    #expect(SmallSets.sentence { try Dataset.own(folder.path) }.contains("text that is not UTF-8"))
  }

  @Test func aThousandClassesAreAllowedAndNoMoreThanTheCap() throws {
    let values = (0..<1000).map { Int64($0 * 3 - 500) }
    let classes = try LabelClasses(of: values, names: nil, path: "x")
    #expect(classes.names.count == 1000 && classes.names[0] == "-500")
    #expect(try classes.classes(of: [-497], path: "x") == [1])
    let many = (0...Int64(LabeledImages.mostClasses)).map { $0 }
    #expect(
      SmallSets.sentence { try LabelClasses(of: many, names: nil, path: "x") }.contains("too many classes in x"))
  }
}
