import InklingFiles
import Testing

@testable import InklingTraining

@Suite struct EventChannelTests {
  private func step(_ step: Int) -> TrainingEvent {
    .step(
      StepProgress(epoch: 1, epochs: 1, step: step, stepsPerEpoch: 9, loss: 0, accuracy: 0, imagesPerSecond: 0))
  }

  @Test func aSlowReaderFindsTheNewestStepsAndEverythingElse() async throws {
    let channel = EventChannel()
    for event in [step(1), step(2), .checkpointSaved(path: "a"), step(3), step(4), step(5), .stopped(resumable: true)] {
      channel.send(event)
    }
    channel.finish(nil)
    var events: [TrainingEvent] = []
    while let event = try channel.take() { events.append(event) }
    #expect(events == [step(2), .checkpointSaved(path: "a"), step(5), .stopped(resumable: true)])
  }

  @Test func theErrorComesAfterTheEventsAndOnce() async throws {
    let channel = EventChannel()
    channel.send(step(1))
    channel.finish(InputError(.failed, "diverged"))
    await channel.wait(isolation: nil)
    #expect(try channel.take() == step(1))
    await channel.wait(isolation: nil)
    #expect(throws: InputError.self) { try channel.take() }
    #expect(try channel.take() == nil)
  }

  @Test func aWaitingReaderIsWoken() async throws {
    let channel = EventChannel()
    try SystemThread { channel.send(.stopped(resumable: false)) }.detach()
    await channel.wait(isolation: nil)
    #expect(try channel.take() == .stopped(resumable: false))
    try SystemThread { channel.finish(nil) }.detach()
    await channel.wait(isolation: nil)
    #expect(try channel.take() == nil)
  }
}
