import InklingMathematics
import InklingRandomness
import InklingTestSupport
import Testing

@testable import InklingDatasets

@Suite struct RandomAffineTests {
  private static let strong = RandomAffine(
    degrees: -70...120, translate: SIMD2(0.3, 0.2), scale: 0.5...1.7, shear: -30...50, fill: 77)

  @Test(arguments: AugmentationCase.all)
  func agreesWithTheTwin(test: AugmentationCase) throws {
    for (index, bytes) in try test.bytes(Self.strong).enumerated() {
      var generator = test.generator(index)
      _ = generator.open()
      let angle = generator.number(in: Self.strong.degrees)
      let right = generator.number(in: -0.3...0.3) * Double(test.width)
      let down = generator.number(in: -0.2...0.2) * Double(test.height)
      let scale = generator.number(in: Self.strong.scale)
      let shear = generator.number(in: Self.strong.shear)
      let twin = test.naive(index).resampled(
        angle: angle, shift: (right, down), scale: scale, shear: shear, fill: 77)
      #expect(twin.distance(to: bytes) < roundingError)
    }
  }

  @Test(arguments: AugmentationCase.all)
  func withoutParametersItChangesNothing(test: AugmentationCase) throws {
    let bytes = try test.bytes(RandomAffine(fill: 200))
    for index in 0..<test.images.count { #expect(bytes[index] == Array(test.images[index])) }
  }

  @Test func aQuarterTurnIsClockwiseAndExact() throws {
    let test = AugmentationCase(channels: 2, height: 7, width: 7)
    let bytes = try test.bytes(RandomAffine(degrees: 90...90))
    for index in 0..<test.images.count {
      let image = test.naive(index)
      let turned = image.map { channel, row, column in image[channel, 6 - column, row] }
      #expect(turned.distance(to: bytes[index]) == 0)
    }
  }

  /// Twice as large, so the middle half fills the image.
  @Test func scaleMagnifies() throws {
    let test = AugmentationCase(channels: 1, height: 9, width: 9)
    let bytes = try test.bytes(RandomAffine(scale: 2...2))
    let image = test.naive(0)
    for place in stride(from: 0, through: 8, by: 2) {
      #expect(Double(bytes[0][place * 9 + 4]) == image[0, 2 + place / 2, 4])
    }
  }

  @Test func drawnNumbersFillTheirRanges() {
    let test = AugmentationCase(channels: 1, height: 21, width: 21)
    var angles: [Double] = []
    for index in 0..<4000 {
      var generator = test.generator(index)
      let map = AffineMap(RandomAffine(degrees: -20...20), test.size, from: &generator)
      // Of a rotation by a: xy = sin a.
      angles.append(Double(map.xy))
    }
    let limit = Elementary.sineAndCosine(degrees: 20).sine
    #expect(angles.allSatisfy { abs($0) <= limit + 1e-6 })
    #expect(abs(angles.reduce(0, +) / 4000) < 0.01)
    #expect(angles.contains { $0 > 0.98 * limit } && angles.contains { $0 < -0.98 * limit })
  }

  @Test func itIsAppliedWithItsProbability() throws {
    let test = AugmentationCase(channels: 1, height: 3, width: 3, count: 1000)
    let bytes = try test.bytes(RandomAffine(degrees: 90...90, probability: 0.3))
    let changed = (0..<1000).count { bytes[$0] != Array(test.images[$0]) }
    #expect((255...345).contains(changed))
    let never = try test.bytes(RandomAffine(degrees: 90...90, probability: 0))
    #expect((0..<1000).allSatisfy { never[$0] == Array(test.images[$0]) })
  }

  @Test func imagesThatAFloatCannotAddressAreRefused() throws {
    #expect(throws: (any Error).self) {
      _ = try ImageAugmenter(
        Augmentation([RandomAffine()]), channels: 1, height: 4096, width: 4096, count: 1, seed: 0)
    }
  }
}
