/// Labelled images that benchmarks work on: `[N, C, H, W]` bytes.
package struct BenchmarkData: Sendable {
  package let trainImages: [UInt8]
  package let trainLabels: [UInt8]
  package let testImages: [UInt8]
  package let testLabels: [UInt8]

  package init(trainImages: [UInt8], trainLabels: [UInt8], testImages: [UInt8], testLabels: [UInt8]) {
    self.trainImages = trainImages
    self.trainLabels = trainLabels
    self.testImages = testImages
    self.testLabels = testLabels
  }
}
