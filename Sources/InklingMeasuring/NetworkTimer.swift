import InklingEngine
import InklingRandomness

/// A network's training on random images, batches of 64, ready to be timed.
final class NetworkTimer {
  private static let count = 640
  private let program: TrainingProgram
  private let images: [UInt8]
  private let targets: Targets
  private let order: [Int32]
  private let passes: Int

  /// - Parameter passes: over 640 images, in one measurement.
  init(
    _ network: some Layer, _ shape: Shape, threads: Int, _ instructionSet: InstructionSet, passes: Int
  ) throws {
    program = try TrainingProgram(
      Graph(tracing: network, input: shape), seed: 0, optimizer: SGD(learningRate: 0.001, momentum: 0.9),
      normalization: Normalization(mean: 0.5, deviation: 0.5, channels: shape.channels), batchSize: 64,
      threads: threads, instructionSet: instructionSet)
    var generator = CounterGenerator(seed: 1, purpose: .drawing)
    images = (0..<Self.count * shape.count).map { _ in UInt8(generator.below(256)) }
    targets = Targets(labels: (0..<Self.count).map { $0 % 10 })
    order = (0..<Int32(Self.count)).map { $0 }
    self.passes = passes
    _ = imagesPerSecond()
  }

  func imagesPerSecond() -> Double {
    let time = seconds {
      for _ in 0..<passes {
        for first in stride(from: 0, to: Self.count, by: 64) {
          _ = program.step(images: images, targets: targets, indices: order[first..<first + 64])
        }
      }
    }
    return Double(passes * Self.count) / time
  }

  /// The dense arithmetic of one image, two operations for each multiply-add of the plain algorithm.
  var operationsPerImage: Double { Double(2 * program.multiplyAddsPerImage) }
}
