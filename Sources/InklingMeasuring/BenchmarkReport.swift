/// Every figure of a benchmark run. Times are medians over the rounds; ratios are medians of each round's ratio, so
/// that a machine whose speed drifts does not spoil them.
package struct BenchmarkReport: Sendable, Codable {
  package struct Peer: Sendable, Codable {
    package var version: String
    /// Seconds of an epoch as people write it, and at its best.
    package var writtenSeconds: Double
    package var bestSeconds: Double
    package var imagesPerSecond: Double
    package var singleMicroseconds: Double
    /// How many times faster we are, in the same round.
    package var timesWritten: Double
    package var timesBest: Double
    package var timesInference: Double
    package var largeImagesPerSecond: Double
    package var timesLarge: Double
  }

  package var dataset: String
  package var kernels: String
  package var rounds: Int
  /// GFLOP/s of multiply-adds on registers alone.
  package var peakOneThread: Double
  package var peakTwoThreads: Double
  /// Seconds of a training epoch.
  package var epochOneThread: Double
  package var epochTwoThreads: Double
  package var epochByKernels: [String: Double]
  /// One thread's time over two threads' time.
  package var speedupOfTwoThreads: Double
  /// The peak's own: what the machine gives two threads.
  package var speedupOfPeak: Double
  /// Of each instruction set's time to the fastest one's.
  package var timeRatios: [String: Double]
  package var shareOfPeakOneThread: Double
  package var shareOfPeakTwoThreads: Double
  /// The same of a network that nothing was tuned for.
  package var otherNetworkShareOfPeak: Double
  /// Images a second of training the large network, and its share of the peak.
  package var largeNetwork: Double
  package var largeNetworkShareOfPeak: Double
  /// The images a second of training the classic network with batch normalisation to those without.
  package var shareWithBatchNormalization: Double
  package var inferenceOneThread: Double
  package var inferenceTwoThreads: Double
  package var singleMicroseconds: Double
  /// Megabytes (10^6 bytes) of resident memory at most, training one epoch from the command line.
  package var trainingPeakMegabytes: Double?
  /// Milliseconds from the start of `inkling predict` to its end.
  package var predictMilliseconds: Double?
  /// Of the classic network's own file.
  package var modelFile: ModelFileTiming?
  package var augmentation: AugmentationTiming?
  package var sprint: SprintTiming?
  package var peer: Peer?
  package var kernelTimings: [KernelTiming]
}
