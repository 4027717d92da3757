import InklingRandomness
import InklingTestSupport
import Testing

@testable import InklingDatasets

@Suite struct MixingTransformTests {
  private static func mixed(
    _ test: AugmentationCase, _ augmenter: ImageAugmenter, _ index: Int, epoch: Int = 1
  ) -> (bytes: [UInt8], mixing: ImageAugmenter.Mixing) {
    let scratch = UnsafeMutableRawPointer.allocate(byteCount: augmenter.scratchBytes, alignment: 64)
    defer { scratch.deallocate() }
    var bytes = [UInt8](repeating: 0, count: test.size.count)
    let mixing = bytes.withUnsafeMutableBufferPointer { target in
      test.images.images.withUnsafeBufferPointer { images in
        augmenter.augment(
          images.baseAddress!, index: index, epoch: epoch, into: target.baseAddress!, scratch: scratch)
      }
    }
    return (bytes, mixing)
  }

  @Test(arguments: AugmentationCase.all)
  func mixupIsAMeanOfTwoAugmentedImages(test: AugmentationCase) throws {
    let flip = RandomHorizontalFlip()
    let plain = try test.augmenter([flip])
    let augmenter = try test.augmenter([flip, MixUp(alpha: 0.7)])
    var partners: Set<Int> = []
    for index in 0..<test.images.count {
      let (bytes, mixing) = Self.mixed(test, augmenter, index)
      let own = plain.images(test.images, at: [index], epoch: 1)
      let other = plain.images(test.images, at: [mixing.partner], epoch: 1)
      let share = Double(mixing.share)
      let twin = NaiveImage(
        channels: test.channels, height: test.height, width: test.width,
        values: zip(own, other).map { share * Double($0) + (1 - share) * Double($1) })
      #expect((0...1).contains(share))
      #expect(twin.distance(to: bytes) < roundingError)
      partners.insert(mixing.partner)
    }
    #expect(partners.count > 3)
  }

  @Test(arguments: AugmentationCase.all)
  func cutmixTakesARectangleAndCountsItsPixels(test: AugmentationCase) throws {
    let augmenter = try test.augmenter([CutMix()])
    for index in 0..<test.images.count {
      let (bytes, mixing) = Self.mixed(test, augmenter, index)
      var generator = test.generator(index)
      _ = generator.open()
      let share = generator.beta(1)
      #expect(generator.below(test.images.count) == mixing.partner)
      let (x, y) = (generator.below(test.width), generator.below(test.height))
      let half = (1 - share).squareRoot() / 2
      let (columns, rows) = (Int(half * Double(test.width)), Int(half * Double(test.height)))
      let (own, other) = (test.naive(index), test.naive(mixing.partner))
      var taken = 0
      let twin = own.map { channel, row, column in
        let inside = row >= y - rows && row < y + rows && column >= x - columns && column < x + columns
        taken += inside && channel == 0 ? 1 : 0
        return inside ? other[channel, row, column] : own[channel, row, column]
      }
      #expect(twin.distance(to: bytes) == 0)
      #expect(mixing.share == Float(1 - Double(taken) / Double(test.height * test.width)))
    }
  }

  @Test func partnersComeFromTheWholeSetAndShareMeansAreHalf() throws {
    let test = AugmentationCase(channels: 1, height: 1, width: 1, count: 2000)
    let augmenter = try test.augmenter([MixUp(alpha: 1)])
    let mixings = (0..<2000).map { Self.mixed(test, augmenter, $0).mixing }
    let shares = mixings.map { Double($0.share) }
    let mean: Double = shares.reduce(0, +) / 2000
    #expect(abs(mean - 0.5) < 0.02)
    // Of numbers chosen one by one 1 - 1/e is met.
    #expect((1200...1330).contains(Set(mixings.map(\.partner)).count))
  }

  /// Of several the first that is applied is the only one; where none is the image is its own partner.
  @Test func atMostOneMixes() throws {
    let test = AugmentationCase(channels: 1, height: 6, width: 6, count: 600)
    let augmenter = try test.augmenter([MixUp(probability: 0.5), CutMix(probability: 0.5)])
    var alone = 0
    for index in 0..<600 {
      let (bytes, mixing) = Self.mixed(test, augmenter, index)
      guard mixing == ImageAugmenter.Mixing(partner: index, share: 1) else { continue }
      alone += 1
      #expect(bytes == Array(test.images[index]))
    }
    #expect((115...185).contains(alone))
  }

  @Test func nothingMayFollowAMixing() throws {
    _ = try Augmentation([RandomCrop(), MixUp(), CutMix()])
    let error = #expect(throws: (any Error).self) { _ = try Augmentation([MixUp(), RandomCrop()]) }
    #expect("\(try #require(error))".contains("random_crop of the augmentation stands behind mixup"))
    #expect(try Augmentation([RandomCrop(), MixUp()]).mixesLabels && !Augmentation.digits.mixesLabels)
  }
}
