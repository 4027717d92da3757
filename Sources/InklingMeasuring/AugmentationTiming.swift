package import InklingEngine
import InklingFiles

/// What an augmentation costs.
package struct AugmentationTiming: Sendable, Codable {
  /// Images a second that one thread augments.
  package var imagesPerSecond: Double
  /// The images a second of training with the augmentation to those without, on two threads; the median of the rounds.
  package var shareOfTraining: Double

  /// - Parameter preparation: the augmentation of the data's training images.
  package static func measure(
    _ preparation: any ImagePreparation, _ data: BenchmarkData, _ instructionSet: InstructionSet, rounds: Int
  ) throws -> AugmentationTiming {
    let plain = try EpochTimer(data, threads: 2, instructionSet)
    let augmented = try EpochTimer(data, threads: 2, instructionSet)
    augmented.program.preparation = preparation
    let shares = (0..<rounds).map { _ in
      let seconds = augmented.time()
      return plain.time() / seconds
    }
    let rates = (0..<rounds).map { imagesPerSecond(preparation, data, epoch: $0) }
    return AugmentationTiming(imagesPerSecond: median(rates), shareOfTraining: median(shares))
  }

  private static func imagesPerSecond(
    _ preparation: any ImagePreparation, _ data: BenchmarkData, epoch: Int
  ) -> Double {
    let count = data.trainTargets.count
    let size = data.trainImages.count / max(count, 1)
    let target = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
    let scratch = UnsafeMutableRawPointer.allocate(byteCount: max(preparation.scratchBytes, 64), alignment: 64)
    defer {
      target.deallocate()
      scratch.deallocate()
    }
    let time = data.trainImages.withUnsafeBufferPointer { images in
      seconds {
        guard let images = images.baseAddress else { return }
        for index in 0..<count {
          _ = preparation.prepare(images, index: index, epoch: epoch, into: target, scratch: scratch)
        }
      }
    }
    return Double(count) / time
  }
}
