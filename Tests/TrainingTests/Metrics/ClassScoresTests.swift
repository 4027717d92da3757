import Testing

@testable import InklingTraining

@Suite struct ClassScoresTests {
  private static func matrix(_ counts: [[Int]]) -> ConfusionMatrix {
    var matrix = ConfusionMatrix(classNames: counts.indices.map { "c\($0)" })
    for (truth, row) in counts.enumerated() {
      for (prediction, count) in row.enumerated() {
        for _ in 0..<count { matrix.add(truth: truth, prediction: prediction) }
      }
    }
    return matrix
  }

  @Test func byHand() {
    let scores = Self.matrix([[20, 5], [10, 15]]).classScores
    #expect(scores.map(\.support) == [25, 25])
    #expect(scores.map(\.precision) == [20.0 / 30, 15.0 / 20])
    #expect(scores.map(\.recall) == [0.8, 0.6])
    #expect(abs(scores[0].f1 - 8.0 / 11) < 1e-15)
  }

  @Test func aClassThatNeverComesIsZero() {
    let scores = Self.matrix([[3, 0], [0, 0]]).classScores
    #expect(scores[1] == ClassScores(name: "c1", precision: 0, recall: 0, f1: 0, support: 0))
  }

  /// Cohen's own kind of example: 35 of 50 agree, 25 would by chance.
  @Test func kappaByHand() throws {
    #expect(abs(try #require(Self.matrix([[20, 5], [10, 15]]).cohenKappa) - 0.4) < 1e-15)
    // Rows of 5 and 5, columns of 3 and 7 of 10: (6 - 5) / (10 - 5). Rows of 8 and 2, columns of 5 and 5: (5 - 5) / 5.
    #expect(abs(try #require(Self.matrix([[2, 3], [1, 4]]).cohenKappa) - 0.2) < 1e-15)
    #expect(Self.matrix([[4, 4], [1, 1]]).cohenKappa == 0)
    #expect(Self.matrix([[3, 0], [0, 4]]).cohenKappa == 1)
    #expect(Self.matrix([[0, 5], [5, 0]]).cohenKappa == -1)
    #expect(Self.matrix([[3, 0], [0, 0]]).cohenKappa == nil)
    #expect(Self.matrix([[0, 0], [0, 0]]).cohenKappa == nil)
  }
}
