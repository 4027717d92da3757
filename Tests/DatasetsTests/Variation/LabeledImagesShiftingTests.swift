import InklingTestSupport
import Testing

@testable import InklingDatasets

@Suite struct LabeledImagesShiftingTests {
  private static func images(_ bytes: [UInt8], channels: Int = 1, height: Int, width: Int) -> LabeledImages {
    let count = bytes.count / (channels * height * width)
    return LabeledImages(
      images: bytes, labels: [UInt8](repeating: 0, count: count), channels: channels, height: height, width: width,
      classNames: ["a"])
  }

  @Test func invertedIsTheRestTo255() {
    let images = Self.images([0, 1, 100, 255], height: 2, width: 2)
    #expect(images.shifted(.inverted).images == [255, 254, 155, 0])
    #expect(images.shifted(.inverted).shifted(.inverted) == images)
  }

  /// Two images of two channels: nothing spreads from one plane to another.
  @Test func thickIsTheLargestOfTheNeighbours() {
    let planes: [UInt8] = [
      9, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0,
      0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0,
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
      0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0,
    ]
    let expected: [UInt8] = [
      9, 9, 0, 0, 9, 9, 0, 0, 5, 5, 0, 0,
      7, 7, 7, 0, 7, 7, 7, 0, 7, 7, 7, 0,
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
      0, 0, 3, 3, 0, 0, 3, 3, 0, 0, 0, 0,
    ]
    #expect(Self.images(planes, channels: 2, height: 3, width: 4).shifted(.thick).images == expected)
  }

  @Test func aQuarterTurnIsClockwiseAndExact() {
    let images = Self.images([1, 2, 3, 4, 5, 6, 7, 8, 9], height: 3, width: 3)
    #expect(images.rotated(degrees: 90).images == [7, 4, 1, 8, 5, 2, 9, 6, 3])
    #expect(images.rotated(degrees: 180).images == [9, 8, 7, 6, 5, 4, 3, 2, 1])
    #expect(images.rotated(degrees: 0) == images)
  }

  /// Around the middle of 3 x 3. The pixel to its right comes from (0.866, -0.5), of which the middle has the share
  /// (1 - 0.866) (1 - 0.5) and the right one 0.866 (1 - 0.5); the lower right one from (1.366, 0.366), of which the right
  /// one has (1 - 0.366) (1 - 0.366) and the lower right one (1 - 0.366) 0.366.
  @Test func thirtyDegreesByHand() {
    let middle = Self.images([0, 0, 0, 0, 200, 0, 0, 0, 0], height: 3, width: 3)
    #expect(middle.shifted(.rotated).images == [0, 13, 0, 13, 200, 13, 0, 13, 0])
    let right = Self.images([0, 0, 0, 0, 0, 200, 0, 0, 0], height: 3, width: 3)
    #expect(right.shifted(.rotated).images == [0, 0, 0, 0, 0, 87, 0, 13, 80])
  }

  /// The augmentation's resampling, which was written for itself, rounds places to floats and agrees to one byte.
  @Test(arguments: [(28, 28), (9, 14)]) func agreesWithTheAugmentation(_ height: Int, _ width: Int) throws {
    let test = AugmentationCase(channels: 3, height: height, width: width)
    let turned = test.images.shifted(.rotated)
    for (index, augmented) in try test.bytes(RandomAffine(degrees: 30...30)).enumerated() {
      let worst = zip(augmented, Array(turned[index])).map { abs(Int($0) - Int($1)) }.max() ?? 255
      #expect(worst <= 1)
    }
    #expect(turned.labels == test.images.labels && turned.classNames == test.images.classNames)
  }

  @Test(arguments: ImageShift.allCases) func theRestStays(_ shift: ImageShift) {
    let empty = Self.images([], height: 3, width: 2)
    #expect(empty.shifted(shift) == empty)
  }
}
