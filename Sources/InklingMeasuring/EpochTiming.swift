package import InklingEngine
import InklingFiles
import InklingRandomness

/// The main job's training, ready to be timed epoch by epoch.
package final class EpochTimer {
  package let program: TrainingProgram
  private let data: BenchmarkData
  private var epoch = 0

  /// The classic network, batches of 64, learning rate 0.001 and momentum 0.9.
  package init(_ data: BenchmarkData, threads: Int, _ instructionSet: InstructionSet) throws {
    self.data = data
    program = try TrainingProgram(
      Graph(tracing: LeNet(), input: [1, 28, 28]), seed: 0, optimizer: SGD(learningRate: 0.001, momentum: 0.9),
      normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 1), batchSize: 64, threads: threads,
      instructionSet: instructionSet)
    guard program.threads == threads else {
      throw InputError(
        .unavailable, "the system gives too few threads to measure them", expected: "\(threads)",
        found: "\(program.threads)", remedy: "end other programs, or raise the limits of processes and memory")
    }
  }

  /// Seconds of one epoch over all training images: shuffling, gathering, normalising and the last short batch
  /// included.
  package func time() -> Double {
    epoch += 1
    program.begin(epoch: epoch)
    return seconds {
      var order = (0..<Int32(data.trainTargets.count)).map { $0 }
      var generator = CounterGenerator(seed: 0, purpose: .shuffling, epoch: epoch)
      generator.shuffle(&order)
      for first in stride(from: 0, to: order.count, by: 64) {
        _ = program.step(
          images: data.trainImages, targets: data.trainTargets, indices: order[first..<min(first + 64, order.count)])
      }
    }
  }

  /// Every kernel call of a step, with the last batch's images still in place.
  package func kernels(peak: Double) -> [KernelTiming] {
    let indices = (0..<Int32(64)).map { $0 }
    _ = program.step(images: data.trainImages, targets: data.trainTargets, indices: indices[...])
    return data.trainImages.withUnsafeBufferPointer { _ in
      indices.withUnsafeBufferPointer { _ in KernelTiming.all(of: program, peak: peak) }
    }
  }

  /// GFLOP/s of the dense arithmetic: two operations for each multiply-add of the plain algorithm.
  package func gigaflops(seconds: Double) -> Double {
    Double(2 * program.multiplyAddsPerImage * data.trainTargets.count) / seconds / 1e9
  }
}
