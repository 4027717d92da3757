import Foundation
import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

@Suite struct TrainingLoopTests {
  let folder: TemporaryFolder
  let records = Recorder()

  init() throws { folder = try TemporaryFolder() }

  private func makeRun() throws -> RunFolder {
    try RunFolder.create(in: folder.path, configuration: Toy.configuration())
  }

  /// A clock that goes on by `tick` whenever it is read.
  private func clock(tick: Double) -> () -> Double {
    var now = 1000.0
    return {
      now += tick
      return now
    }
  }

  @Test func everyImageIsSeenOnceAnEpoch() throws {
    let stepper = ToyStepper()
    #expect(try Toy.train(stepper, run: nil, clock: clock(tick: 1), send: records.add))
    #expect(stepper.steps == Toy.steps)
    #expect(records.epochs.map(\.epoch) == [1, 2, 3])
    #expect(records.progress.map(\.step) == [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5])
    for record in records.epochs {
      #expect(record.seconds > 0)
      #expect(record.imagesPerSecond == 23 / record.seconds)
    }
  }

  @Test func everyEpochHasAnOrderOfItsOwn() throws {
    let stepper = ToyStepper()
    try Toy.train(stepper, run: nil)
    #expect(stepper.seen == (1...3).flatMap { Shuffling.order(count: 23, seed: 7, epoch: $0) })
  }

  @Test func withoutShufflingItIsFileOrder() throws {
    let stepper = ToyStepper()
    var configuration = Toy.configuration(epochs: 2)
    configuration.recipe.data.shuffle = false
    var loop = TrainingLoop(
      configuration: configuration, data: Toy.data, stepper: stepper, run: nil, from: nil, shouldStop: { false },
      clock: { 0 }, send: { _ in })
    #expect(try loop.train())
    #expect(stepper.seen == Array(0..<23) + Array(0..<23))
  }

  @Test func theRunningLossIsTheMeanOverTheImagesSoFar() throws {
    let stepper = ToyStepper()
    try Toy.train(stepper, run: nil, clock: clock(tick: 1), send: records.add)
    let batches = Batches(Shuffling.order(count: 23, seed: 7, epoch: 1), batchSize: 5)
    let twin = ToyStepper()
    var loss = 0.0
    var correct = 0
    for step in 0..<5 {
      let result = twin.step(images: Toy.data.images, targets: Toy.data.targets, indices: batches[step])
      loss += result.lossSum
      correct += result.correct
      let seen = Double(min((step + 1) * 5, 23))
      #expect(records.progress[step].loss == loss / seen)
      #expect(records.progress[step].accuracy == Double(correct) / seen)
    }
    #expect(records.epochs[0].loss == loss / 23)
  }

  @Test func stepEventsComeTwentyTimesASecond() throws {
    // The clock is read once a step and a few times an epoch: a hundredth of a second each.
    try Toy.train(ToyStepper(), run: nil, epochs: 200, clock: clock(tick: 0.01), send: records.add)
    let seconds = records.epochs.map(\.seconds).reduce(0, +)
    let events = Double(records.progress.count)
    #expect(events > 15 * seconds && events < 25 * seconds, "\(events) events in \(seconds) s")
  }

  @Test func theRunFolderHoldsWhatWasLearned() throws {
    let run = try makeRun()
    let stepper = ToyStepper()
    try Toy.train(stepper, run: run, send: records.add)
    let last = try Safetensors(contentsOf: run.path(of: .lastWeights))
    #expect(try RunFolder.weights(at: run.path) == last.tensors)
    #expect(weightsSHA256(of: last.tensors) == weightsSHA256(of: stepper.namedParameters()))
    #expect(
      last.metadata == [
        "dataset": "toy", "model": "chain", "epoch": "3", "run": "toy", "inkling_normalization": "\"half\"",
        "inkling_classes": #"["zero","one","two"]"#, "weights_sha256": weightsSHA256(of: last.tensors),
      ])
    let history = try String(contentsOfFile: run.path(of: .history), encoding: .utf8)
    #expect(history == records.epochs.csv)
    let checkpoint = try #require(try run.loadCheckpoint()).checkpoint
    #expect(checkpoint.epoch == 4 && checkpoint.step == 0)
    #expect(checkpoint.state.history == records.epochs)
  }

  @Test func theBestWeightsAreThoseOfTheLowestLoss() throws {
    let run = try makeRun()
    var saved: [[NamedTensor]] = []
    let stepper = ToyStepper()
    try Toy.train(
      stepper, run: run,
      send: { event in
        if case .epochFinished = event { saved.append(stepper.namedParameters()) }
        records.add(event)
      })
    let losses = records.epochs.map(\.loss)
    let best = try #require(losses.indices.min { losses[$0] < losses[$1] })
    let file = try Safetensors(contentsOf: run.path(of: .bestWeights))
    #expect(file.metadata["epoch"] == "\(best + 1)")
    #expect(weightsSHA256(of: file.tensors) == weightsSHA256(of: saved[best]))
  }

  @Test func worseEpochsNeverReplaceTheBest() throws {
    // Negative momentum in time: an epoch whose loss is lower comes first when the images of later ones are harder.
    let run = try makeRun()
    let records = [3.0, 1.0, 2.0, 1.0].enumerated().map {
      EpochRecord(epoch: $0 + 1, loss: $1, accuracy: 0, seconds: 1, imagesPerSecond: 1)
    }
    #expect(records.best?.epoch == 2)
    #expect([EpochRecord]().best == nil)
    run.unlock()
  }

  @Test(arguments: [1, 4, 5, 6, 15])
  func aLossThatIsNotFiniteStopsTheRunAndTouchesNothing(_ step: Int) throws {
    let run = try makeRun()
    let stepper = ToyStepper()
    stepper.lossDivergesAt = step
    var before: [String: Data] = [:]
    stepper.onStep = { if $0 == step { before = contents(of: run.path) } }
    let error = inputError { () throws(InputError) in try Toy.train(stepper, run: run, checkpointEvery: 2) }
    #expect(error?.kind == .failed)
    #expect(error?.what == "training diverged in epoch \((step - 1) / 5 + 1), step \((step - 1) % 5 + 1)")
    #expect(error?.found == "a loss of nan; the first layer with such values is layer")
    #expect(!before.isEmpty && contents(of: run.path) == before)
  }

  @Test(arguments: [2, 5, 15])
  func aWeightThatOverflowsIsNeverSaved(_ step: Int) throws {
    let run = try makeRun()
    let stepper = ToyStepper()
    stepper.weightOverflowsAt = step
    let error = inputError { () throws(InputError) in try Toy.train(stepper, run: run, checkpointEvery: 1) }
    #expect(error?.kind == .failed)
    #expect(error?.found == "inf in layer.weight; the first layer with such values is layer")
    let place = step.isMultiple(of: 5) ? "at the end of epoch \(step / 5)" : "in epoch 1, step \(step)"
    #expect(error?.what == "training diverged \(place)")
    let saved = try #require(try run.loadCheckpoint()).checkpoint
    #expect((saved.epoch - 1) * 5 + saved.step == step - 1)
    #expect((saved.parameters + saved.optimizerState).allSatisfy { $0.values.allSatisfy(\.isFinite) })
  }

  @Test func aStopSavesOnceAndOnlyWhatIsNew() throws {
    let run = try makeRun()
    #expect(try !Toy.train(ToyStepper(), run: run, stopAfter: 5, send: records.add))
    let saves = records.events.count { if case .checkpointSaved = $0 { true } else { false } }
    #expect(saves == 1, "the end of the epoch saved already")
    let stopped = try #require(try run.loadCheckpoint()).checkpoint
    #expect(stopped.epoch == 2 && stopped.step == 0)
  }

  @Test func aStopInTheMiddleSavesItsWeights() throws {
    let run = try makeRun()
    let stepper = ToyStepper()
    #expect(try !Toy.train(stepper, run: run, stopAfter: 3, send: records.add))
    #expect(stepper.steps == 3)
    let stopped = try #require(try run.loadCheckpoint()).checkpoint
    #expect(stopped.epoch == 1 && stopped.step == 3)
    #expect(try Safetensors(contentsOf: run.path(of: .lastWeights)).tensors == stopped.parameters)
  }

  @Test func aDiskThatFailsEndsTheRun() throws {
    let run = try makeRun()
    try FileManager.default.removeItem(atPath: run.path)
    let error = inputError { () throws(InputError) in try Toy.train(ToyStepper(), run: run) }
    #expect(error?.kind == .unwritable)
  }

  private func contents(of path: String) -> [String: Data] {
    var files: [String: Data] = [:]
    for name in RunPath.entries(of: path) ?? [] {
      files[name] = FileManager.default.contents(atPath: "\(path)/\(name)")
    }
    return files
  }
}
