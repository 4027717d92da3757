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

/// The other network's speed on random 3x20x24 images, batches of 64.
package enum OtherNetworkTiming {
  /// GFLOP/s of the dense arithmetic; the median of `rounds` runs over 6,400 images.
  package static func gigaflops(threads: Int, _ instructionSet: InstructionSet, rounds: Int) throws -> Double {
    let shape: Shape = [3, 20, 24]
    let program = try TrainingProgram(
      Graph(tracing: OtherNetwork(), input: shape), seed: 0, optimizer: SGD(learningRate: 0.001, momentum: 0.9),
      normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 3), batchSize: 64, threads: threads,
      instructionSet: instructionSet)
    var generator = CounterGenerator(seed: 1, purpose: .drawing)
    let count = 640
    let images = (0..<count * shape.count).map { _ in UInt8(generator.below(256)) }
    let labels = (0..<count).map { UInt8($0 % 10) }
    let order = (0..<Int32(count)).map { $0 }
    let rates = (0...rounds).map { _ in
      let time = seconds {
        for _ in 0..<10 {
          for first in stride(from: 0, to: count, by: 64) {
            _ = program.step(images: images, labels: labels, indices: order[first..<first + 64])
          }
        }
      }
      return Double(2 * program.multiplyAddsPerImage * 10 * count) / time / 1e9
    }
    return median(Array(rates.dropFirst()))
  }
}
