import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTestSupport
import Synchronization
import Testing

@testable import InklingTraining

/// The run that the calling thread waits for, with a thread to compute and without one.
@Suite struct TrainerRunTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func trainer(_ run: RunFolder?, shouldStop: @escaping @Sendable () -> Bool = { false }) -> Trainer {
    Trainer(
      configuration: Toy.configuration(epochs: 3), data: Toy.data, runFolder: run, kernels: "portable",
      shouldStop: shouldStop, makeStepper: { () throws(InputError) in ToyStepper() })
  }

  private func names(_ events: [TrainingEvent]) -> [String] {
    events.compactMap {
      switch $0 {
      case .started: "started"
      case .step: nil
      case .epochFinished(let record): "epoch \(record.epoch)"
      case .checkpointSaved: "saved"
      case .finished(let report): report.weightsSHA256
      case .stopped: "stopped"
      }
    }
  }

  @Test(arguments: [0, 1]) func itTellsTheWholeRun(threads: Int) throws {
    let run = try RunFolder.create(in: folder.path, configuration: Toy.configuration(epochs: 3))
    let weights = weightsSHA256(of: try Toy.uninterrupted().parameters)
    var events: [TrainingEvent] = []
    try SystemThread.$allowance.withValue(.init(threads)) { try trainer(run).run { events.append($0) } }
    #expect(
      names(events) == ["started", "saved", "epoch 1", "saved", "epoch 2", "saved", "epoch 3", weights])
  }

  @Test(arguments: [0, 1]) func itStops(threads: Int) throws {
    let asked = Atomic<Int>(0)
    let trainer = trainer(nil) { asked.add(1, ordering: .relaxed).newValue > 7 }
    var events: [TrainingEvent] = []
    try SystemThread.$allowance.withValue(.init(threads)) { try trainer.run { events.append($0) } }
    #expect(names(events) == ["started", "epoch 1", "stopped"])
  }

  @Test(arguments: [0, 1]) func itThrowsWhatTheRunFailedOf(threads: Int) throws {
    let trainer = Trainer(
      configuration: Toy.configuration(epochs: 3), data: Toy.data, runFolder: nil, kernels: "portable",
      makeStepper: { () throws(InputError) in throw InputError(.failed, "planted") })
    let error = #expect(throws: InputError.self) {
      try SystemThread.$allowance.withValue(.init(threads)) { try trainer.run() }
    }
    #expect(error?.what == "planted")
  }

  @Test func eventsWithoutAThreadEndWithAnError() async throws {
    let trainer = trainer(nil)
    let error = await #expect(throws: InputError.self) {
      try await SystemThread.$allowance.withValue(.init(0)) { for try await _ in trainer.events {} }
    }
    #expect(error?.kind == .unavailable)
  }
}
