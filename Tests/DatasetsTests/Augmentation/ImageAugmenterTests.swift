import Dispatch
import InklingFiles
import InklingTestSupport
import Synchronization
import Testing

@testable import InklingDatasets

@Suite struct ImageAugmenterTests {
  /// Everything at once.
  private static let all: [any ImageTransform] = [
    RandomAffine(degrees: -30...30, translate: SIMD2(0.1, 0.1), scale: 0.8...1.2, shear: -10...10, probability: 0.8),
    ElasticTransform(alpha: 20, sigma: 3, probability: 0.8), RandomHorizontalFlip(), RandomVerticalFlip(),
    RandomCrop(padding: 2), ColorJitter(brightness: 0.5...1.5, contrast: 0.5...1.5), GaussianNoise(sigma: 0.05),
    GaussianBlur(), RandomErasing(), Cutout(size: 3, probability: 0.5), MixUp(probability: 0.5), CutMix(),
  ]

  private static let test = AugmentationCase(channels: 2, height: 13, width: 11, count: 40)

  @Test func aVersionDependsOnSeedEpochAndIndexAlone() throws {
    let test = Self.test
    let augmenter = try test.augmenter(Self.all, seed: 5)
    let alone = test.bytes(augmenter, epoch: 2)
    let order = (0..<40).map { ($0 * 17 + 3) % 40 }
    let together = augmenter.images(test.images, at: order, epoch: 2)
    #expect(together == order.flatMap { alone[$0] })
    #expect(test.bytes(try test.augmenter(Self.all, seed: 5), epoch: 2) == alone)
    #expect(test.bytes(augmenter, epoch: 3) != alone)
    #expect(test.bytes(try test.augmenter(Self.all, seed: 6), epoch: 2) != alone)
    #expect(Set(alone).count == 40)
  }

  @Test func anyNumberOfThreadsMayUseOne() throws {
    let test = Self.test
    let augmenter = try test.augmenter(Self.all)
    let alone = test.bytes(augmenter)
    let same = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: 160) { place in
      let index = (place * 7) % 40
      if augmenter.images(test.images, at: [index], epoch: 1) == alone[index] { same.add(1, ordering: .relaxed) }
    }
    #expect(same.load(ordering: .relaxed) == 160)
  }

  /// One transform's numbers never depend on what an image holds.
  @Test func withoutTransformsAnImageIsItself() throws {
    let bytes = Self.test.bytes(try Self.test.augmenter([]))
    for index in 0..<40 { #expect(bytes[index] == Array(Self.test.images[index])) }
  }

  /// What a seed gives may never change, or a run could not be repeated with a later version.
  @Test func theBytesAreFixedForEver() throws {
    let test = Self.test
    var digests: [String: String] = [:]
    for (name, preset) in Augmentation.presets {
      digests[name] = sha256Hex(test.bytes(try test.augmenter(preset, seed: 1)).flatMap { $0 })
    }
    digests["all"] = sha256Hex(test.bytes(try test.augmenter(Self.all, seed: 1)).flatMap { $0 })
    #expect(digests == Self.fixed)
  }

  private static let fixed = [
    "all": "ea0e734437c3f0cb7bf12f283c1dd4932dd04a8190b431f43e6f10aee4c55b85",
    "digits": "2525bd27fbd3c75b4acbdd8f05bed6accfaff77c2fdcafc5178f2ad6c65d9e61",
    "fashion": "40f355ffc688c538a5d9cb60840e5424cce5e70182a7ed5d4ea50c9bccc91cb0",
    "light": "727a8647c565ae762d03464fe2fe8a9b9ff8c0193bbef633a5c349f1eb1bc306",
  ]
}
