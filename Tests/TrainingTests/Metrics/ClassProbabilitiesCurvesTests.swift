import Testing

@testable import InklingTraining

@Suite struct ClassProbabilitiesCurvesTests {
  /// Confidences of 0.9, 0.8, 0.6 and 0.7; the second and the third are wrong.
  private let values = ClassProbabilities(
    [0.9, 0.1, 0.2, 0.8, 0.4, 0.6, 0.7, 0.3], labels: [0, 0, 0, 0], classes: 2)

  @Test func coverageLeavesTheLeastCertainOut() {
    let points = values.coverage(points: 4)
    #expect(points.map(\.coverage) == [0.25, 0.5, 0.75, 1])
    #expect(points.map(\.accuracy) == [1, 0.5, 2.0 / 3, 0.5])
    #expect(points.map(\.threshold) == [0.9, 0.8, 0.7, 0.6])
    #expect(values.coverage(points: 100).count == 4)
    #expect(ClassProbabilities([], labels: [], classes: 2).coverage().isEmpty)
  }

  @Test func reliabilityIsThatOfTheCalibrationError() {
    let bins = values.reliability(bins: 2)
    #expect(bins.count == 1 && bins[0].count == 4 && bins[0].accuracy == 0.5)
    #expect(abs(bins[0].confidence - 0.75) < 1e-12)
    let many = values.reliability(bins: 15)
    let error = many.reduce(0) { $0 + Double($1.count) / 4 * abs($1.confidence - $1.accuracy) }
    #expect(abs(error - values.expectedCalibrationError()) < 1e-12)
  }
}
