package import InklingEngine
import InklingFiles

/// Prediction with the classic network.
package final class InferenceTimer {
  private let program: InferenceProgram
  private let data: BenchmarkData

  package init(_ data: BenchmarkData, threads: Int, _ instructionSet: InstructionSet) throws {
    self.data = data
    let graph = try Graph(tracing: LeNet(), input: [1, 28, 28])
    let normalization = Normalization(mean: 0.5, deviation: 0.5, channels: 1)
    let training = try TrainingProgram(
      graph, seed: 0, optimizer: SGD(), normalization: normalization, batchSize: 16, threads: 1,
      instructionSet: instructionSet)
    program = try InferenceProgram(
      graph, parameters: training.namedParameters(), normalization: normalization, threads: threads,
      instructionSet: instructionSet)
  }

  /// Images a second over the whole test set, gathering and the largest logit included.
  package func imagesPerSecond() -> Double {
    let time = seconds { _ = program.evaluate(images: data.testImages, labels: data.testLabels) }
    return Double(data.testLabels.count) / time
  }

  /// Microseconds from one image's bytes to its logits; the median of `count` different images.
  package func singleMicroseconds(count: Int = 1000) -> Double {
    let size = program.graph.inputShape.count
    let images = (0..<min(count, data.testLabels.count)).map { Array(data.testImages[$0 * size..<($0 + 1) * size]) }
    return median(images.map { image in seconds { _ = program.logits(images: image) } * 1e6 })
  }
}
