import Foundation
import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTestSupport
import Synchronization
import Testing

@testable import InklingTraining

@Suite struct TrainerTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func makeRun(epochs: Int = 3) throws -> RunFolder {
    try RunFolder.create(in: folder.path, configuration: Toy.configuration(epochs: epochs))
  }

  private func trainer(
    _ run: RunFolder?, epochs: Int = 3, resuming checkpoint: Checkpoint? = nil,
    makeStepper: @escaping @Sendable () -> ToyStepper = { ToyStepper() },
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) -> Trainer {
    Trainer(
      configuration: run?.configuration ?? Toy.configuration(epochs: epochs), data: Toy.data, runFolder: run,
      resuming: checkpoint, kernels: "portable", shouldStop: shouldStop,
      evaluate: { parameters throws(InputError) in
        EvaluationResult(correct: 7, count: 10, loss: Double(parameters[0].values[0]))
      },
      makeStepper: { () throws(InputError) in makeStepper() })
  }

  private func events(_ trainer: Trainer) async throws(InputError) -> [TrainingEvent] {
    var events: [TrainingEvent] = []
    for try await event in trainer.events { events.append(event) }
    return events
  }

  private func name(_ event: TrainingEvent) -> String {
    switch event {
    case .started: "started"
    case .step: "step"
    case .epochFinished(let record): "epoch \(record.epoch)"
    case .checkpointSaved: "saved"
    case .finished: "finished"
    case .stopped(let resumable): "stopped \(resumable)"
    }
  }

  @Test func theEventsTellTheWholeRun() async throws {
    let run = try makeRun()
    let events = try await events(trainer(run))
    let names = events.map(name).filter { $0 != "step" }
    #expect(
      names == ["started", "saved", "epoch 1", "saved", "epoch 2", "saved", "epoch 3", "finished"])
    #expect(
      events.first
        == .started(
          TrainingStart(
            run: run.path, parameters: 5, epochs: 3, stepsPerEpoch: 5, epoch: 1, step: 0, history: [], threads: 1)))
    #expect(events.contains { name($0) == "step" })
    guard case .finished(let report) = events.last else { return }
    let expected = try Toy.uninterrupted()
    #expect(report.weightsSHA256 == weightsSHA256(of: expected.parameters))
    #expect(report.epochs.map(\.loss) == expected.history.map(\.loss))
    #expect(report.run == run.path)
    #expect(report.parameters == 5)
    #expect(report.test?.loss == Double(expected.parameters[0].values[0]))
    let saved = try JSONText.decode(
      TrainingReport.self, from: try FileBytes.read(run.path(of: .report)), path: "report.json")
    #expect(try saved.json() == report.json())
  }

  @Test func aRunWithoutAFolderSavesNothing() async throws {
    let names = try await events(trainer(nil)).map(name).filter { $0 != "step" }
    #expect(names == ["started", "epoch 1", "epoch 2", "epoch 3", "finished"])
    #expect(RunPath.entries(of: folder.path) == [])
  }

  @Test func stopEndsTheRunResumably() async throws {
    let run = try makeRun(epochs: 1_000_000)
    let gate = StepGate()
    let trainer = trainer(run, makeStepper: { gate.stepper })
    var last: TrainingEvent?
    for try await event in trainer.events {
      if case .epochFinished(let record) = event, record.epoch == 2 {
        trainer.stop()
        gate.open()
      }
      last = event
    }
    #expect(last == .stopped(resumable: true))
    #expect(try #require(try run.loadCheckpoint()).checkpoint.epoch == 3)
  }

  @Test func aStopBeforeTheStartTrainsNothing() async throws {
    let run = try makeRun()
    let trainer = trainer(run)
    trainer.stop()
    #expect(try await events(trainer).map(name) == ["started", "saved", "stopped true"])
    #expect(try #require(try run.loadCheckpoint()).checkpoint.step == 0)
  }

  @Test func aSignalEndsTheRunAsStopDoes() async throws {
    let run = try makeRun()
    let asked = Atomic<Int>(0)
    let trainer = trainer(run, shouldStop: { asked.wrappingAdd(1, ordering: .relaxed).newValue > 8 })
    #expect(try await events(trainer).map(name).last == "stopped true")
    let checkpoint = try #require(try run.loadCheckpoint()).checkpoint
    #expect(checkpoint.epoch == 2 && checkpoint.step == 3)
    let resumed = try await events(self.trainer(run, resuming: checkpoint))
    guard case .started(let start) = resumed.first, case .finished(let report) = resumed.last else {
      Issue.record("\(resumed)")
      return
    }
    #expect(start.epoch == 2 && start.step == 3 && start.history.count == 1)
    #expect(report.weightsSHA256 == weightsSHA256(of: try Toy.uninterrupted().parameters))
  }

  @Test func aCancelledTaskGetsTheEventsToTheEnd() async throws {
    let run = try makeRun(epochs: 1_000_000)
    let gate = StepGate()
    let trainer = trainer(run, makeStepper: { gate.stepper })
    let task = Task {
      var last: TrainingEvent?
      for try await event in trainer.events {
        if case .epochFinished(let record) = event, record.epoch == 1 {
          withUnsafeCurrentTask { $0?.cancel() }
          gate.open()
        }
        last = event
      }
      return last
    }
    #expect(try await task.value == .stopped(resumable: true))
    #expect(try run.loadCheckpoint() != nil)
  }

  @Test func leavingTheLoopEarlyStopsTheRun() async throws {
    let (steps, continuation) = AsyncStream.makeStream(of: Int.self)
    let gate = StepGate()
    let trainer = trainer(nil, epochs: 1_000_000, makeStepper: { StepCount(continuation, gate).stepper })
    for try await event in trainer.events { if case .step = event { break } }
    gate.open()
    // The thread lets go of the model when the run has ended.
    for await count in steps { #expect(count <= StepGate.step + 1) }
  }

  @Test func aDivergedRunEndsWithItsError() async throws {
    let run = try makeRun()
    let trainer = trainer(
      run,
      makeStepper: {
        let stepper = ToyStepper()
        stepper.lossDivergesAt = 7
        return stepper
      })
    var names: [String] = []
    do throws(InputError) {
      for try await event in trainer.events { names.append(name(event)) }
      Issue.record("no error")
    } catch {
      #expect(error.kind == .failed)
      #expect(error.what == "training diverged in epoch 2, step 2")
    }
    #expect(names.contains("epoch 1") && !names.contains("epoch 2"))
  }

  @Test func badConfigurationsEndWithTheirErrorBeforeAnythingRuns() async throws {
    var configuration = Toy.configuration()
    configuration.threads = 0
    let trainer = Trainer(
      configuration: configuration, data: Toy.data, runFolder: nil, kernels: "portable",
      makeStepper: { () throws(InputError) in
        Issue.record("a model was made")
        return ToyStepper()
      })
    await #expect(throws: InputError.self) { try await events(trainer) }
  }

  @Test func aTestLossThatIsNotFiniteIsAnError() async throws {
    let trainer = Trainer(
      configuration: Toy.configuration(), data: Toy.data, runFolder: nil, kernels: "portable",
      evaluate: { _ in EvaluationResult(correct: 0, count: 1, loss: .infinity) },
      makeStepper: { () throws(InputError) in ToyStepper() })
    do throws(InputError) {
      _ = try await events(trainer)
      Issue.record("no error")
    } catch {
      #expect(error.kind == .failed)
      #expect(error.found == "a loss of inf on the test set")
    }
  }

  @Test func stepsRunOnOneThreadOutsideTheTasksPool() async throws {
    let threads = Mutex<Set<UInt>>([])
    let trainer = trainer(
      nil,
      makeStepper: {
        let stepper = ToyStepper()
        stepper.onStep = { _ in threads.withLock { _ = $0.insert(UInt(bitPattern: pthread_self().hashValue)) } }
        return stepper
      })
    _ = try await events(trainer)
    #expect(threads.withLock { $0.count } == 1)
  }

  @Test func aFinishedRunIsOnlyEvaluatedAgain() async throws {
    let run = try makeRun()
    _ = try await events(trainer(run))
    let checkpoint = try #require(try run.loadCheckpoint()).checkpoint
    let names = try await events(trainer(run, resuming: checkpoint)).map(name)
    #expect(names == ["started", "finished"])
  }
}

/// Counts a model's steps, and tells how many there were when the model is gone.
private final class StepCount: Sendable {
  private let steps = Atomic<Int>(0)
  private let continuation: AsyncStream<Int>.Continuation
  private let gate: StepGate

  init(_ continuation: AsyncStream<Int>.Continuation, _ gate: StepGate) {
    self.continuation = continuation
    self.gate = gate
  }

  deinit {
    continuation.yield(steps.load(ordering: .relaxed))
    continuation.finish()
  }

  var stepper: ToyStepper {
    let stepper = ToyStepper()
    stepper.onStep = {
      self.steps.store($0, ordering: .relaxed)
      self.gate.pass($0)
    }
    return stepper
  }
}

/// Holds a training in its third epoch until it is opened. Beside thousands of other tests a task waits for minutes until it
/// gets an event, and a training that nobody stops took a third of the processor meanwhile.
private final class StepGate: Sendable {
  static let step = 12
  private let opened = DispatchSemaphore(value: 0)

  func open() { opened.signal() }

  func pass(_ step: Int) {
    if step == Self.step { opened.wait() }
  }

  var stepper: ToyStepper {
    let stepper = ToyStepper()
    stepper.onStep = { self.pass($0) }
    return stepper
  }
}
