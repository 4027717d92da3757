package import InklingEngine

/// Labelled images that benchmarks work on: `[N, C, H, W]` bytes.
package struct BenchmarkData: Sendable {
  package let trainImages: [UInt8]
  package let trainTargets: Targets
  package let testImages: [UInt8]
  package let testLabels: [Int32]

  package init(trainImages: [UInt8], trainTargets: Targets, testImages: [UInt8], testLabels: [Int32]) {
    self.trainImages = trainImages
    self.trainTargets = trainTargets
    self.testImages = testImages
    self.testLabels = testLabels
  }
}
