import Testing

@testable import InklingCommand
@testable import InklingTraining

@Suite struct TrainingHistoryTests {
  private func progress(_ epoch: Int, _ step: Int, loss: Double, accuracy: Double = 0.5) -> StepProgress {
    StepProgress(
      epoch: epoch, epochs: 4, step: step, stepsPerEpoch: 100, loss: loss, accuracy: accuracy, imagesPerSecond: 1)
  }

  /// Events have the mean since the epoch's start; a curve wants that since the last event.
  @Test func aPointIsTheMeanSinceTheLast() {
    var history = TrainingHistory(epochs: 4)
    history.add(progress(1, 10, loss: 2, accuracy: 0.1))
    history.add(progress(1, 30, loss: 1, accuracy: 0.3))
    history.add(EpochRecord(epoch: 1, loss: 0.65, accuracy: 0.51, seconds: 1, imagesPerSecond: 1))
    #expect(history.points.map(\.position) == [0.05, 0.2, 0.65])
    #expect(history.points.map { $0.loss.fixed(6) } == ["2.000000", "0.500000", "0.500000"])
    #expect(history.points.map { $0.accuracy.fixed(6) } == ["0.100000", "0.400000", "0.600000"])
    history.add(progress(2, 50, loss: 0.25))
    #expect(history.points.last == TrainingHistory.Point(position: 1.25, loss: 0.25, accuracy: 0.5))
  }

  @Test func aStepThatWasSeenGivesNoPoint() {
    var history = TrainingHistory(epochs: 4)
    history.add(progress(1, 10, loss: 2))
    history.add(progress(1, 10, loss: 2))
    history.add(progress(1, 20, loss: .nan))
    #expect(history.points.count == 1)
  }

  @Test func aLongRunKeepsItsWholeCurve() {
    var history = TrainingHistory(epochs: 4)
    for epoch in 1...4 { for step in 1...100 { history.add(progress(epoch, step, loss: 1)) } }
    #expect(history.points.count == 400)
    var long = TrainingHistory(epochs: 5000)
    for epoch in 1...5000 {
      long.add(EpochRecord(epoch: epoch, loss: 1, accuracy: 0.5, seconds: 1, imagesPerSecond: 1))
    }
    #expect((TrainingHistory.capacity - 2...TrainingHistory.capacity).contains(long.points.count))
    #expect(long.points.allSatisfy { abs($0.loss - 1) < 1e-12 && abs($0.accuracy - 0.5) < 1e-12 })
    // As far apart at the start as at the end.
    let gaps = zip(long.points.dropFirst(), long.points).map { $0.position - $1.position }
    #expect(gaps.allSatisfy { $0 > 3 && $0 < 7 })
    #expect((long.points.first?.position ?? 9999) < 5 && (long.points.last?.position ?? 0) > 4995)
  }

  @Test func whatAResumedRunHadDoneIsThere() {
    let record = EpochRecord(
      epoch: 1, loss: 1, accuracy: 0.5, seconds: 1, imagesPerSecond: 1,
      validation: EpochValidation(loss: 0.7, accuracy: 0.8))
    let history = TrainingHistory(epochs: 4, history: [record])
    #expect(history.points == [TrainingHistory.Point(position: 0.5, loss: 1, accuracy: 0.5)])
    #expect(history.validation == [TrainingHistory.Point(position: 1, loss: 0.7, accuracy: 0.8)])
  }
}
