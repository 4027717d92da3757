import InklingRandomness
import InklingTestSupport
import Testing

@testable import InklingDatasets

/// Images of one size, and what an augmentation makes of them.
struct AugmentationCase: Sendable, CustomTestStringConvertible {
  /// Odd sizes: one pixel, a row, less than four columns, several channels, not a multiple of four.
  static let all = [
    (1, 28, 28), (3, 9, 13), (2, 5, 4), (1, 1, 1), (1, 7, 1), (1, 1, 6), (1, 31, 18), (3, 6, 3),
  ].map { AugmentationCase(channels: $0.0, height: $0.1, width: $0.2) }

  let channels: Int
  let height: Int
  let width: Int
  let images: LabeledImages

  init(channels: Int, height: Int, width: Int, count: Int = 12) {
    self.channels = channels
    self.height = height
    self.width = width
    var generator = CounterGenerator(seed: 9, purpose: .drawing)
    images = LabeledImages(
      images: (0..<count * channels * height * width).map { _ in UInt8(generator.below(256)) },
      labels: (0..<count).map { UInt8($0 % 3) }, channels: channels, height: height, width: width,
      classNames: ["a", "b", "c"])
  }

  var testDescription: String { "\(channels)x\(height)x\(width)" }
  var size: ImageSize { ImageSize(channels: channels, height: height, width: width) }

  func augmenter(_ transforms: [any ImageTransform], seed: UInt64 = 0) throws -> ImageAugmenter {
    try augmenter(Augmentation(transforms), seed: seed)
  }

  func augmenter(_ augmentation: Augmentation, seed: UInt64 = 0) throws -> ImageAugmenter {
    try ImageAugmenter(
      augmentation, channels: channels, height: height, width: width, count: images.count, seed: seed)
  }

  /// Every image, in one epoch.
  func bytes(_ augmenter: ImageAugmenter, epoch: Int = 1) -> [[UInt8]] {
    (0..<images.count).map { augmenter.images(images, at: [$0], epoch: epoch) }
  }

  func bytes(_ transforms: any ImageTransform..., epoch: Int = 1) throws -> [[UInt8]] {
    bytes(try augmenter(transforms), epoch: epoch)
  }

  func naive(_ index: Int) -> NaiveImage {
    NaiveImage(channels: channels, height: height, width: width, bytes: images[index])
  }

  /// The stream of one image, as the augmenter begins it.
  func generator(_ index: Int, seed: UInt64 = 0, epoch: Int = 1) -> CounterGenerator {
    CounterGenerator(seed: seed, purpose: .augmentation, epoch: epoch, sample: index)
  }
}

/// What a byte is off when its number was rounded, and float arithmetic erred a little before.
let roundingError = 0.52
