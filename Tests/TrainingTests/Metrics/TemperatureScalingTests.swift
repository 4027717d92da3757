import InklingPlatform
import Testing

@testable import InklingTraining

@Suite struct TemperatureScalingTests {
  /// Two classes whose logits differ by `gap` in every image, `right` of `count` called right.
  private static func binary(gap: Double, right: Int, of count: Int) -> ClassProbabilities {
    let p = 1 / (1 + exp(-gap))
    return ClassProbabilities(
      (0..<count).flatMap { _ in [p, 1 - p] }, labels: (0..<count).map { $0 < right ? 0 : 1 }, classes: 2)
  }

  /// The best is where the probability is the share of right ones: gap / T = log(r / (1 - r)).
  @Test(arguments: [(4.0, 75, 100), (4, 90, 100), (1, 99, 100), (9, 60, 100), (0.5, 51, 100)])
  func twoClassesByHand(_ gap: Double, _ right: Int, _ count: Int) {
    let some = Self.binary(gap: gap, right: right, of: count)
    let share = Double(right) / Double(count)
    let expected = gap / log(share / (1 - share))
    let scaling = TemperatureScaling(fittedTo: some)
    #expect(abs(scaling.temperature / expected - 1) < 1e-9)
    #expect(scaling(some).expectedCalibrationError() < 1e-9)
  }

  @Test func whatHasNoBestEndsAtTheLimits() {
    #expect(abs(TemperatureScaling(fittedTo: Self.binary(gap: 2, right: 9, of: 9)).temperature - 0.01) < 1e-6)
    #expect(abs(TemperatureScaling(fittedTo: Self.binary(gap: 2, right: 1, of: 9)).temperature - 100) < 1e-2)
    #expect(TemperatureScaling(fittedTo: ClassProbabilities([], labels: [], classes: 2)).temperature == 1)
  }

  @Test func itIsTheLowestLossAndMovesNoPrediction() {
    let random = ClassProbabilitiesTests.random(200, classes: 7)
    // Labels that the probabilities know something of: without it the best temperature is infinite.
    let labels = random.predictions.enumerated().map { $0 % 5 < 2 ? random.labels[$0] : $1 }
    let some = ClassProbabilities(random.values, labels: labels, classes: 7)
    let best = TemperatureScaling(fittedTo: some)
    let scaled = best(some)
    #expect(scaled.predictions == some.predictions)
    #expect(scaled.logLoss < some.logLoss)
    for factor in [0.98, 1.02] {
      #expect(TemperatureScaling(temperature: best.temperature * factor)(some).logLoss > scaled.logLoss)
    }
    for row in 0..<200 { #expect(abs(scaled.values[row * 7..<row * 7 + 7].reduce(0, +) - 1) < 1e-12) }
  }

  @Test func oneChangesNothing() {
    let some = ClassProbabilitiesTests.random(20, classes: 3)
    let same = TemperatureScaling(temperature: 1)(some)
    #expect(zip(same.values, some.values).allSatisfy { abs($0 - $1) < 1e-15 })
  }

  @Test func aProbabilityThatUnderflowedIsNoTrap() {
    let some = ClassProbabilities([1, 0, 0, 1, 1, 0], labels: [0, 1, 1], classes: 2)
    let scaling = TemperatureScaling(fittedTo: some)
    #expect(scaling.temperature > 1 && scaling(some).areFinite)
  }
}
