import InklingRandomness
import Testing

@testable import InklingTraining

@Suite struct ClassProbabilitiesTests {
  private static func binary(_ scores: [Double], _ labels: [Int32]) -> ClassProbabilities {
    ClassProbabilities(scores.flatMap { [1 - $0, $0] }, labels: labels, classes: 2)
  }

  /// Random rows that sum to one, coarse enough that many are equal.
  static func random(_ count: Int, classes: Int, seed: UInt64 = 0) -> ClassProbabilities {
    var generator = CounterGenerator(seed: seed, purpose: .search)
    var values: [Double] = []
    for _ in 0..<count {
      let row = (0..<classes).map { _ in Double(1 + generator.below(6)) }
      values += row.map { $0 / row.reduce(0, +) }
    }
    let labels = (0..<count).map { _ in Int32(generator.below(classes)) }
    return ClassProbabilities(values, labels: labels, classes: classes)
  }

  @Test func scoresByHand() {
    let some = Self.binary([0.9, 0.4, 0.2], [1, 1, 0])
    #expect(some.predictions == [1, 0, 0])
    // -(log 0.9 + log 0.4 + log 0.8) / 3
    #expect(abs(some.logLoss - 0.4149316) < 1e-7)
    // (0.1^2 + 0.6^2 + 0.2^2) * 2 / 3
    #expect(abs(some.brierScore - 0.82 / 3) < 1e-15)
    // Confidences 0.9, 0.6 and 0.8 in three of five bins, the middle one wrong.
    #expect(abs(some.expectedCalibrationError(bins: 5) - (0.1 + 0.6 + 0.2) / 3) < 1e-15)
    // All in one bin: the mean confidence is 2.3 / 3, and two of three are right.
    #expect(abs(some.expectedCalibrationError(bins: 1) - 0.3 / 3) < 1e-15)
    #expect(some.topAccuracy(1) == 2.0 / 3 && some.topAccuracy(2) == 1 && some.topAccuracy(9) == 1)
  }

  @Test func ofEqualsTheFirstIsAhead() {
    let equal = ClassProbabilities([0.25, 0.25, 0.25, 0.25], labels: [2], classes: 4)
    #expect(equal.predictions == [0])
    #expect((1...4).map { equal.topAccuracy($0) } == [0, 0, 1, 1])
  }

  /// A confidence on a border is in the bin below it: 0.6 is in (0.4, 0.6], with 0.5 and not with 0.7.
  @Test func aBorderBelongsToTheBinBelow() {
    let some = Self.binary([0.6, 0.5, 0.7], [1, 0, 0])
    #expect(abs(some.expectedCalibrationError(bins: 5) - (abs(1.1 - 2) + 0.7) / 3) < 1e-15)
  }

  @Test func oneCertainMistakeIsNotInfinite() {
    let wrong = Self.binary([1], [0])
    #expect(abs(wrong.logLoss - 36.0436533891) < 1e-9)
  }

  @Test func nothingIsZero() {
    let nothing = ClassProbabilities([], labels: [], classes: 3)
    #expect(nothing.logLoss == 0 && nothing.brierScore == 0 && nothing.expectedCalibrationError() == 0)
    #expect(nothing.topAccuracy(1) == 0 && nothing.macroROCArea == nil && nothing.predictions == [])
  }

  /// Positives 0.8 and 0.5, negatives 0.5 and 0.1: of four pairs three are right and one is equal.
  @Test func theAreaCountsPairs() {
    #expect(Self.binary([0.8, 0.5, 0.5, 0.1], [1, 1, 0, 0]).rocArea(of: 1) == 3.5 / 4)
    #expect(Self.binary([0.5, 0.5, 0.5], [1, 0, 0]).macroROCArea == 0.5)
    #expect(Self.binary([0.1, 0.9], [0, 1]).macroROCArea == 1)
    #expect(Self.binary([0.1, 0.9], [1, 1]).macroROCArea == nil)
  }

  @Test(arguments: [(7, 2), (40, 3), (101, 10)]) func theAreaIsThatOfAllPairs(_ count: Int, _ classes: Int) throws {
    let some = Self.random(count, classes: classes)
    for label in 0..<classes {
      var (wins, pairs) = (0.0, 0.0)
      for own in 0..<count where Int(some.labels[own]) == label {
        for other in 0..<count where Int(some.labels[other]) != label {
          let (a, b) = (some.values[own * classes + label], some.values[other * classes + label])
          wins += a > b ? 1 : a == b ? 0.5 : 0
          pairs += 1
        }
      }
      let area = some.rocArea(of: label)
      #expect(pairs == 0 ? area == nil : abs(try #require(area) - wins / pairs) < 1e-12)
    }
  }
}
