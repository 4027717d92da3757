import InklingTargets
import Testing

@testable import InklingDatasets

/// Test images that are training images.
@Suite struct SharedImagesTests {
  /// Images of three bytes, told apart by the middle one.
  private static func part(_ bytes: [UInt8], files: [String] = []) -> LabeledImages {
    LabeledImages(
      images: bytes.flatMap { [7, $0, 9] }, targets: .sequences(LabelSequences(bytes.map { _ in [1] })), channels: 1,
      height: 1, width: 3, classNames: ["blank", "a"], files: files)
  }

  private static func dataset(_ train: [UInt8], _ test: [UInt8], files: [String] = []) -> Dataset {
    Dataset(name: "small", train: part(train), test: part(test, files: files), notes: ["a note"], source: "made up")
  }

  @Test func eachIsCountedOnce() throws {
    let set = Self.dataset([1, 2, 2, 3], [9, 2, 8, 1, 2], files: ["a", "b", "c", "d", "e"])
    #expect(set.sharedTestImages == [1, 3, 4])
    #expect(
      set.sharedImagesNote
        == "3 of 5 test images are in the training part, too, byte for byte, such as b: who was trained on them is not "
        + "tested by them")
    #expect(
      try #require(Self.dataset([1], [1, 2]).sharedImagesNote).hasPrefix("1 of 2 test images is in the training"))
    #expect(TextDatasetSummary(of: set).notes == ["a note", try #require(set.sharedImagesNote)])
  }

  @Test func othersAreNone() {
    // Repeats within a part are no images of both.
    for set in [Self.dataset([1, 1], [2, 2]), Self.dataset([1], [])] {
      #expect(set.sharedTestImages == [] && set.sharedImagesNote == nil)
      #expect(TextDatasetSummary(of: set).notes == ["a note"])
    }
  }
}
