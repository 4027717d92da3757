import Testing

@testable import InklingTraining

@Suite struct ConfusionMatrixTests {
  private func matrix(_ names: [String], _ rows: [[Int]]) -> ConfusionMatrix {
    var matrix = ConfusionMatrix(classNames: names)
    for (truth, row) in rows.enumerated() {
      for (prediction, count) in row.enumerated() {
        for _ in 0..<count { matrix.add(truth: truth, prediction: prediction) }
      }
    }
    return matrix
  }

  @Test func rowsAreTruthAndColumnsPredictions() {
    let sample = matrix(["cat", "dog", "emu"], [[5, 1, 0], [2, 6, 0], [0, 3, 0]])
    #expect(sample[truth: 0, prediction: 1] == 1)
    #expect(sample[truth: 1, prediction: 0] == 2)
    #expect(sample.total == 17)
    #expect(sample.correct == 11)
    #expect(sample.precision(of: 0) == 5.0 / 7)
    #expect(sample.recall(of: 0) == 5.0 / 6)
    #expect(sample.precision(of: 1) == 6.0 / 10)
    #expect(sample.recall(of: 1) == 6.0 / 8)
    #expect(sample.precision(of: 2) == nil)
    #expect(sample.recall(of: 2) == 0)
  }

  @Test func theTextIsAligned() {
    let sample = matrix(["cat", "dog", "ox"], [[12, 1, 0], [2, 6, 0], [0, 0, 0]])
    #expect(
      sample.text() == """
        truth       cat   dog  ox  recall
        cat          12     1   .    92.3
        dog           2     6   .    75.0
        ox            .     .   .       -
        precision  85.7  85.7   -
        """)
  }

  @Test func wideCharactersTakeTwoColumns() {
    let lines = matrix(["お", "a"], [[1, 0], [0, 1]]).text().split(separator: "\n")
    #expect(lines[1] == "お             1      .   100.0")
    #expect(lines[2] == "a              .      1   100.0")
  }

  @Test(arguments: [
    (0.99951, "99.9"), (0.9999999, "99.9"), (1.0, "100.0"), (0, "0.0"), (0.1235, "12.4"), (0.05, "5.0"),
  ])
  func sharesAreRoundedButNeverToAll(_ share: Double, _ text: String) {
    #expect(ConfusionMatrix.percent(share) == text)
  }

  @Test func noClassesGiveAnEmptyTable() {
    #expect(ConfusionMatrix(classNames: []).text() == "truth      recall\nprecision")
  }
}
