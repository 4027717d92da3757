import Foundation
import InklingRandomness
import InklingTestSupport
import Testing

@testable import InklingDatasets

/// The transforms that take no resampling, each against its twin.
@Suite struct PixelTransformTests {
  @Test(arguments: AugmentationCase.all, [0, 1, 5, 40])
  func randomCrop(test: AugmentationCase, padding: Int) throws {
    let bytes = try test.bytes(RandomCrop(padding: padding, fill: 9))
    for index in 0..<test.images.count {
      var generator = test.generator(index)
      _ = generator.open()
      let rows = generator.below(2 * padding + 1) - padding
      let columns = generator.below(2 * padding + 1) - padding
      let image = test.naive(index)
      let twin = image.map { image.pixel($0, $1 + rows, $2 + columns, fill: 9) }
      #expect(twin.distance(to: bytes[index]) == 0)
    }
  }

  @Test(arguments: AugmentationCase.all)
  func flips(test: AugmentationCase) throws {
    let horizontal = try test.bytes(RandomHorizontalFlip(probability: 1))
    let vertical = try test.bytes(RandomVerticalFlip(probability: 1))
    for index in 0..<test.images.count {
      let image = test.naive(index)
      #expect(image.map { image[$0, $1, test.width - 1 - $2] }.distance(to: horizontal[index]) == 0)
      #expect(image.map { image[$0, test.height - 1 - $1, $2] }.distance(to: vertical[index]) == 0)
    }
  }

  @Test func halfOfTheImagesAreFlipped() throws {
    let test = AugmentationCase(channels: 1, height: 1, width: 8, count: 1000)
    for flip in [try test.bytes(RandomHorizontalFlip()), try test.bytes(RandomHorizontalFlip(), RandomVerticalFlip())] {
      #expect((450...550).contains((0..<1000).count { flip[$0] != Array(test.images[$0]) }))
    }
  }

  /// The rectangle's area and proportions are those asked for, as far as whole pixels allow, and nothing else changes.
  @Test func randomErasing() throws {
    let test = AugmentationCase(channels: 2, height: 40, width: 50, count: 60)
    let erasing = RandomErasing(scale: 0.1...0.2, ratio: 0.5...2, value: 255, probability: 1)
    let erased = try test.bytes(erasing)
    var tops: Set<Int> = []
    for index in 0..<test.images.count {
      var generator = test.generator(index)
      _ = generator.open()
      let area = generator.number(in: 0.1...0.2) * 2000
      let ratio = exp(generator.number(in: log(0.5)...log(2)))
      let height = Int((area * ratio).squareRoot().rounded())
      let width = Int((area / ratio).squareRoot().rounded())
      let (top, left) = (generator.below(40 - height + 1), generator.below(50 - width + 1))
      let image = test.naive(index)
      let twin = image.map {
        (top..<top + height).contains($1) && (left..<left + width).contains($2) ? 255 : image[$0, $1, $2]
      }
      #expect(twin.distance(to: erased[index]) == 0)
      #expect((0.09...0.21).contains(Double(height * width) / 2000))
      tops.insert(top)
    }
    #expect(tops.count > 15)
  }

  /// Where no rectangle fits nothing is erased.
  @Test func erasingAllOfAnImageIsGivenUp() throws {
    let test = AugmentationCase(channels: 1, height: 6, width: 6)
    let bytes = try test.bytes(RandomErasing(scale: 1...1, ratio: 1...1, probability: 1))
    #expect((0..<test.images.count).allSatisfy { bytes[$0] == Array(test.images[$0]) })
  }

  @Test(arguments: AugmentationCase.all, [1, 4, 100])
  func cutout(test: AugmentationCase, size: Int) throws {
    let bytes = try test.bytes(Cutout(size: size, value: 13))
    for index in 0..<test.images.count {
      var generator = test.generator(index)
      _ = generator.open()
      let (top, left) = (generator.below(test.height) - size / 2, generator.below(test.width) - size / 2)
      let image = test.naive(index)
      let twin = image.map {
        (top..<top + size).contains($1) && (left..<left + size).contains($2) ? 13 : image[$0, $1, $2]
      }
      #expect(twin.distance(to: bytes[index]) == 0)
    }
  }

  @Test(arguments: AugmentationCase.all)
  func colorJitter(test: AugmentationCase) throws {
    let bytes = try test.bytes(ColorJitter(brightness: 0.2...1.8, contrast: 0...3))
    for index in 0..<test.images.count {
      var generator = test.generator(index)
      _ = generator.open()
      let (brightness, contrast) = (generator.number(in: 0.2...1.8), generator.number(in: 0...3))
      let image = test.naive(index)
      let bright = image.map { min(brightness * image[$0, $1, $2], 255) }
      let mean = bright.values.reduce(0, +) / Double(bright.values.count)
      let twin = image.map { min(max(mean + contrast * (bright[$0, $1, $2] - mean), 0), 255) }
      #expect(twin.distance(to: bytes[index]) < roundingError)
    }
    let same = try test.bytes(ColorJitter())
    #expect((0..<test.images.count).allSatisfy { same[$0] == Array(test.images[$0]) })
  }

  @Test func gaussianNoise() throws {
    let test = AugmentationCase(channels: 1, height: 61, width: 61, count: 6)
    let gray = LabeledImages(
      images: [UInt8](repeating: 128, count: 6 * 61 * 61), labels: [0, 0, 0, 0, 0, 0], channels: 1, height: 61,
      width: 61, classNames: ["gray"])
    let augmenter = try test.augmenter([GaussianNoise(mean: 0.1, sigma: 0.08)])
    let changes = augmenter.images(gray, at: Array(0..<6), epoch: 3).map { (Double($0) - 128) / 255 }
    let mean = changes.reduce(0, +) / Double(changes.count)
    let deviation = (changes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(changes.count)).squareRoot()
    #expect(abs(mean - 0.1) < 0.002)
    #expect(abs(deviation - 0.08) < 0.002)
    // Neighbours, of which two come from one word, know nothing of each other.
    let product = zip(changes, changes.dropFirst()).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) }
    #expect(abs(product / Double(changes.count) / (deviation * deviation)) < 0.03)
    let none = try test.bytes(GaussianNoise(mean: 0, sigma: 0))
    #expect((0..<6).allSatisfy { none[$0] == Array(test.images[$0]) })
  }

  /// Clipped, never wrapped around.
  @Test func noiseStaysWithinBytes() throws {
    let test = AugmentationCase(channels: 1, height: 5, width: 5)
    #expect(try test.bytes(GaussianNoise(mean: 1, sigma: 0)).allSatisfy { $0.allSatisfy { $0 == 255 } })
    #expect(try test.bytes(GaussianNoise(mean: -1, sigma: 0)).allSatisfy { $0.allSatisfy { $0 == 0 } })
  }

  @Test(arguments: [1, 3, 5, 11])
  func gaussianBlur(size: Int) throws {
    for test in AugmentationCase.all where size <= 2 * min(test.height, test.width) - 1 {
      let bytes = try test.bytes(GaussianBlur(kernelSize: size, sigma: 0.3...4))
      for index in 0..<2 {
        var generator = test.generator(index)
        _ = generator.open()
        let twin = test.naive(index).blurred(size: size, sigma: generator.number(in: 0.3...4))
        #expect(twin.distance(to: bytes[index]) < roundingError)
      }
    }
  }

  @Test func aBlurWiderThanTheImageIsRefused() throws {
    let test = AugmentationCase(channels: 1, height: 4, width: 9)
    _ = try test.augmenter([GaussianBlur(kernelSize: 7)])
    let error = #expect(throws: (any Error).self) { _ = try test.augmenter([GaussianBlur(kernelSize: 9)]) }
    #expect("\(try #require(error))".contains("gaussian_blur.kernel_size of the augmentation"))
  }
}
