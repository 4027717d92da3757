import Inkling
import Randomness

/// A network that nothing was tuned for: other sizes, padding, odd channels, average pooling and a residual sum.
struct OtherNetwork: Layer {
  let conv1 = Conv2d(3, 9, kernelSize: 3, padding: 1)
  let conv2 = Conv2d(9, 9, kernelSize: 3, padding: 1)
  let pool = AvgPool2d(2)
  let conv3 = Conv2d(9, 21, kernelSize: 3, padding: 1)
  let fc = Linear(21 * 5 * 6, 10)

  func callAsFunction(_ x: Tensor) -> Tensor {
    let y = relu(conv1(x))
    let z = pool(y + relu(conv2(y)))
    return fc(pool(relu(conv3(z))).flattened())
  }
}

/// Another network's speed on random images, batches of 64.
package enum OtherNetworkTiming {
  /// The network that nothing was tuned for, on 3x20x24 images.
  package static func gigaflops(threads: Int, _ instructionSet: InstructionSet, rounds: Int) throws -> Double {
    try gigaflops(OtherNetwork(), [3, 20, 24], threads: threads, instructionSet, rounds: rounds, passes: 10)
  }

  /// The large network, on 1x28x28 images.
  package static func large(threads: Int, _ instructionSet: InstructionSet, rounds: Int) throws -> Double {
    try gigaflops(LargeNetwork(), [1, 28, 28], threads: threads, instructionSet, rounds: rounds, passes: 1)
  }

  /// GFLOP/s of the dense arithmetic; the median of `rounds` runs of so many passes over 640 images.
  private static func gigaflops(
    _ network: some Layer, _ shape: Shape, threads: Int, _ instructionSet: InstructionSet, rounds: Int, passes: Int
  ) throws -> Double {
    let program = try TrainingProgram(
      Graph(tracing: network, input: shape), seed: 0, optimizer: SGD(learningRate: 0.001, momentum: 0.9),
      normalization: Normalization(mean: 0.5, deviation: 0.5, channels: shape.channels), batchSize: 64,
      threads: threads,
      instructionSet: instructionSet)
    var generator = CounterGenerator(seed: 1, purpose: .drawing)
    let count = 640
    let images = (0..<count * shape.count).map { _ in UInt8(generator.below(256)) }
    let labels = (0..<count).map { UInt8($0 % 10) }
    let order = (0..<Int32(count)).map { $0 }
    let rates = (0...rounds).map { _ in
      let time = seconds {
        for _ in 0..<passes {
          for first in stride(from: 0, to: count, by: 64) {
            _ = program.step(images: images, labels: labels, indices: order[first..<first + 64])
          }
        }
      }
      return Double(2 * program.multiplyAddsPerImage * passes * count) / time / 1e9
    }
    return median(Array(rates.dropFirst()))
  }
}
