import InklingTraining
import Testing

@testable import InklingCommand

@Suite struct TrainingCurveTextTests {
  private static let history: TrainingHistory = {
    var history = TrainingHistory(epochs: 4)
    for epoch in 1...3 {
      history.add(
        EpochRecord(
          epoch: epoch, loss: 1 / Double(epoch), accuracy: 0.6 + 0.1 * Double(epoch), seconds: 1, imagesPerSecond: 1,
          validation: EpochValidation(loss: 0.9 / Double(epoch), accuracy: 0.65 + 0.1 * Double(epoch))))
    }
    return history
  }()

  @Test(arguments: [79, 80, 100, 119]) func bothChartsStandSideBySide(width: Int) {
    let lines = TrainingCurveText(history: Self.history).lines(width: width)
    #expect(lines.count == TrainingCurveText.height)
    #expect(lines.allSatisfy { $0.count <= width && $0.count >= width - 1 })
    #expect(lines[0].hasPrefix("loss 0.3333  ● held out 0.3000"))
    #expect(lines[0].contains("accuracy 90.00 %  ● held out 95.00 %"))
    #expect(lines[1].hasPrefix("1.00 ┤") && lines[1].contains("100 % ┤"))
    #expect(lines[lines.count - 3].contains("0 ┤") && lines[lines.count - 3].contains("70 % ┤"))
    #expect(lines.last?.hasSuffix("epoch 4") == true)
    #expect(lines.joined().filter { $0 == "●" }.count == 2 + 6)
  }

  @Test func quantitiesHaveNoAccuracy() {
    let lines = TrainingCurveText(history: Self.history, hasAccuracy: false).lines(width: 79)
    #expect(lines.allSatisfy { $0.count == 79 && !$0.contains("accuracy") })
  }

  @Test func withoutAPointThereAreAxes() {
    let lines = TrainingCurveText(history: TrainingHistory(epochs: 1)).lines(width: 79)
    #expect(lines.count == TrainingCurveText.height && lines[0].hasPrefix("loss "))
  }
}
