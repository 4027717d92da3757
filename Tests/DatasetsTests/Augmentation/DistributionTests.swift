import InklingRandomness
import Testing

@testable import InklingDatasets

@Suite struct DistributionTests {
  private var generator = CounterGenerator(seed: 11, purpose: .augmentation)

  private func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
  }

  @Test func normal() {
    var generator = generator
    let values = (0..<20_000).map { _ in generator.normal() }
    let (mean, variance) = moments(values)
    #expect(abs(mean) < 0.02 && abs(variance - 1) < 0.03)
    #expect(abs(Double(values.count { $0 > 1 }) / 20_000 - 0.1587) < 0.01)
  }

  /// Mean 1/2 and variance 1 / (4 (2 alpha + 1)).
  @Test(arguments: [0.01, 0.2, 0.7, 1.0, 1.5, 4, 100])
  func beta(alpha: Double) {
    var generator = generator
    let values = (0..<20_000).map { _ in generator.beta(alpha) }
    let (mean, variance) = moments(values)
    let expected = 1 / (4 * (2 * alpha + 1))
    #expect(values.allSatisfy { (0...1).contains($0) })
    #expect(abs(mean - 0.5) < 0.02)
    #expect(abs(variance / expected - 1) < 0.05)
  }

  @Test func quantilesAreNormal() {
    let table = NormalQuantiles.table
    let (mean, variance) = moments(table)
    #expect(table == table.sorted() && table.count == 4096)
    #expect(abs(mean) < 1e-12 && abs(variance - 1) < 1e-12)
    for (p, z) in [(0.5, 0), (0.158_655_253_931, -1), (0.022_750_131_948, -2), (0.001_349_898_031, -3)] {
      #expect(abs(NormalQuantiles.quantile(p) - Double(z)) < 1e-7, "\(p)")
    }
  }
}
