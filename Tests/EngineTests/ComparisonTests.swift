import InklingTestSupport
import Testing

@Suite struct ComparisonTests {
  @Test func isTheLargestDifferenceOverTheLargestMagnitude() {
    #expect(largestRelativeDeviation(of: [1, -8, 3] as [Double], from: [1, -10, 2.5] as [Double]) == 0.2)
    #expect(largestRelativeDeviation(of: [1, 2] as [Float], from: [1, 2] as [Float]) == 0)
    #expect(largestRelativeDeviation(of: [0.5] as [Float], from: [0] as [Double]) == 0.5)
    #expect(largestRelativeDeviation(of: [] as [Double], from: [] as [Float]) == 0)
  }

  @Test(
    arguments: [
      ([1], [1, 1]), ([.nan], [1]), ([1, .nan], [1, .nan]), ([1], [.nan]), ([.infinity], [1]), ([1], [.infinity]),
      ([.infinity], [-.infinity]),
    ] as [([Double], [Double])])
  func isInfiniteForWhatCannotBeCompared(actual: [Double], expected: [Double]) {
    #expect(largestRelativeDeviation(of: actual, from: expected) == .infinity)
  }

  @Test func letsEqualInfinitiesAgree() {
    #expect(largestRelativeDeviation(of: [.infinity, 1.5] as [Double], from: [.infinity, 2] as [Double]) == 0.25)
  }

  @Test func randomTensorsRepeatAndLookNormal() {
    var (one, same, other) = (RandomTensors(seed: 1), RandomTensors(seed: 1), RandomTensors(seed: 2))
    let values = one.floats(10_000)
    #expect(values == same.floats(10_000))
    #expect(values != other.floats(10_000))
    let mean = values.reduce(0, +) / 10_000
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 10_000
    #expect(abs(mean) < 0.05 && abs(variance - 1) < 0.05)
    #expect(Set(one.labels(1000, classes: 3)) == [0, 1, 2])
  }
}
