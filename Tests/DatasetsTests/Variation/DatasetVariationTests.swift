import InklingDatasets
import InklingFiles
import Testing

@Suite struct DatasetVariationTests {
  private static let drawn = StrokeDigits.dataset(train: 120, test: 60, seed: 5)

  @Test func classesAreKeptInBothSplits() throws {
    let kept = try Self.drawn.keeping(classes: [7, 5])
    #expect(try kept.train == Self.drawn.train.keeping(classes: [7, 5]))
    #expect(try kept.test == Self.drawn.test.keeping(classes: [7, 5]))
    #expect(kept.train.count > 0 && kept.test.classNames == ["7", "5"] && kept.name == Self.drawn.name)
  }

  /// A test of nothing would be 0 of 0, and so would a training.
  @Test func classesThatLeaveASplitEmptyAreRefused() throws {
    func split(_ labels: [UInt8]) -> LabeledImages {
      LabeledImages(
        images: labels, labels: labels, channels: 1, height: 1, width: 1, classNames: ["zero", "one", "two", "three"])
    }
    let dataset = Dataset(name: "x", train: split([0, 1, 1]), test: split([2, 3, 0]), notes: [], source: "")
    for (classes, words) in [([1, 2], nil), ([1, 0], nil), ([2, 3], "training"), ([3, 1], nil)] as [([Int], String?)] {
      #expect(words != nil || (try? dataset.keeping(classes: classes)) != nil)
      if let words {
        let error = try #require(throws: InputError.self) { try dataset.varied(.init(classes: classes)) }
        #expect(error.kind == .malformed && error.what == "the classes that are kept leave nothing of the \(words) set")
      }
    }
    let lacking = Dataset(name: "x", train: split([0, 1, 1]), test: split([2, 3]), notes: [], source: "")
    let error = try #require(throws: InputError.self) { try lacking.keeping(classes: [0, 1]) }
    #expect(error.description.contains("leave nothing of the test set: expected at least one test image of zero, one"))
    #expect(throws: InputError.self) { try lacking.test.variedTestSet(.init(classes: [0, 1])) }
  }

  @Test func theTestSetStaysWholeWhenImagesAreDrawn() throws {
    let kept = try Self.drawn.keeping(imagesPerClass: 3, seed: 1)
    #expect(kept.train.count == 30 && kept.test == Self.drawn.test)
    #expect(throws: InputError.self) { try Self.drawn.keeping(imagesPerClass: 100) }
  }

  @Test(arguments: ImageShift.allCases) func bothSplitsAreShifted(_ shift: ImageShift) {
    let shifted = Self.drawn.shifted(shift)
    #expect(shifted.train == Self.drawn.train.shifted(shift) && shifted.train != Self.drawn.train)
    #expect(shifted.test == Self.drawn.test.shifted(shift) && shifted.test != Self.drawn.test)
  }

  @Test func aVariationIsItsPartsInOrder() throws {
    let variation = DatasetVariation(classes: [5, 6, 7], imagesPerClass: 4, shift: .thick)
    let varied = try Self.drawn.varied(variation)
    let byHand = try Self.drawn.keeping(classes: [5, 6, 7]).keeping(imagesPerClass: 4).shifted(.thick)
    #expect(varied.train == byHand.train && varied.test == byHand.test)
    #expect(varied.train.count == 12)
    #expect(try Self.drawn.test.variedTestSet(variation) == varied.test)
    #expect(varied.notes.last == "a part or a copy of it: classes 5, 6, 7; 4 images a class; thick")
  }

  /// Labels 1 to 4, and folders named 1, 10 and 2: the number is the class's name, and not its place.
  @Test(arguments: [
    (["1", "2", "3", "4"], [1, 2], [0, 1]), (["1", "10", "2"], [1, 2], [0, 2]), (["-1", "300"], [300, -1], [1, 0]),
    (["cat", "dog", "2"], [1, 2], [1, 2]), (["01", "1"], [0, 1], [0, 1]),
  ])
  func aLabelIsTheClassOfThatNameWhereAllAreNumbers(names: [String], labels: [Int], places: [Int]) throws {
    let images = LabeledImages(
      images: names.indices.map(UInt8.init), labels: names.indices.map(UInt8.init), channels: 1, height: 1, width: 1,
      classNames: names)
    let dataset = Dataset(name: "x", train: images, test: images, notes: [], source: "")
    let kept = try dataset.varied(DatasetVariation(classes: labels))
    #expect(kept.train.classNames == places.map { names[$0] })
    #expect(Set(kept.train.images) == Set(places.map(UInt8.init)) && kept.test == kept.train)
    #expect(try images.variedTestSet(DatasetVariation(classes: labels)) == kept.test)
    var counted = DatasetVariation(classes: places)
    counted.countsClasses = true
    #expect(try dataset.varied(counted).train == kept.train && images.variedTestSet(counted) == kept.test)
    #expect(counted.ofTestSet == counted && counted.description.hasPrefix("classes at the places "))
  }

  @Test func aNumberThatIsNoClassIsRefused() throws {
    let images = LabeledImages(
      images: [0, 1], labels: [0, 1], channels: 1, height: 1, width: 1, classNames: ["1", "2"])
    let dataset = Dataset(name: "x", train: images, test: images, notes: [], source: "")
    let error = try #require(throws: InputError.self) { try dataset.varied(DatasetVariation(classes: [0, 1])) }
    #expect(error.description.contains("expected labels among 1, 2, found 0"))
  }

  @Test func noVariationChangesNothing() throws {
    let varied = try Self.drawn.varied(DatasetVariation())
    #expect(varied.train == Self.drawn.train && varied.test == Self.drawn.test && varied.notes == Self.drawn.notes)
    #expect(try Self.drawn.test.variedTestSet(DatasetVariation(imagesPerClass: 1)) == Self.drawn.test)
  }

  @Test func itSaysWhatItIs() {
    #expect(DatasetVariation().description == "whole")
    #expect(DatasetVariation(imagesPerClass: 1).description == "1 image a class")
    #expect(DatasetVariation(imagesPerClass: 3, shift: .inverted).ofTestSet == DatasetVariation(shift: .inverted))
  }
}
