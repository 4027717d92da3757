import Foundation
import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

/// A run that was interrupted ends with the bytes of one that was not, wherever that happened.
@Suite struct ExactResumeTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func makeRun() throws -> RunFolder {
    try RunFolder.create(in: folder.path, configuration: Toy.configuration())
  }

  /// Continues the run in another "process", and compares all that it learned and recorded.
  private func expectSameEnd(after run: RunFolder, checkpointEvery: Int? = nil) throws {
    run.unlock()
    let run = try RunFolder.reopen(run.path)
    let stepper = ToyStepper()
    #expect(
      try Toy.train(stepper, run: run, from: try run.loadCheckpoint()?.checkpoint, checkpointEvery: checkpointEvery))
    let expected = try Toy.uninterrupted()
    #expect(stepper.namedParameters() == expected.parameters)
    #expect(stepper.namedOptimizerState() == expected.momenta)
    let history = try #require(try run.loadCheckpoint()).checkpoint.state.history
    #expect(history.map(\.loss) == expected.history.map(\.loss))
    #expect(history.map(\.accuracy) == expected.history.map(\.accuracy))
    let csv = try String(contentsOfFile: run.path(of: .history), encoding: .utf8)
    #expect(csv.split(separator: "\n").map { $0.prefix { $0 != "," } } == ["epoch", "1", "2", "3"])
    run.unlock()
  }

  @Test(arguments: 0...Toy.steps)
  func stoppedAfterAnyStep(_ step: Int) throws {
    let run = try makeRun()
    try Toy.train(ToyStepper(), run: run, stopAfter: step)
    try expectSameEnd(after: run)
  }

  @Test func stoppedAfterEveryStep() throws {
    let run = try makeRun()
    for _ in 0..<Toy.steps {
      try Toy.train(ToyStepper(), run: run, from: try run.loadCheckpoint()?.checkpoint, stopAfter: 1)
    }
    try expectSameEnd(after: run)
  }

  /// A step that fails saves nothing, as a process that is killed there.
  @Test(arguments: 1...Toy.steps, [nil, 1, 2, 3, 7])
  func brokenOffInAnyStep(_ step: Int, _ checkpointEvery: Int?) throws {
    let run = try makeRun()
    let stepper = ToyStepper()
    stepper.lossDivergesAt = step
    #expect(
      inputError { () throws(InputError) in try Toy.train(stepper, run: run, checkpointEvery: checkpointEvery) } != nil)
    try expectSameEnd(after: run, checkpointEvery: checkpointEvery)
  }

  @Test(arguments: [1, 5, 8, 15])
  func killedInAStep(_ step: Int) async throws {
    let run = try makeRun()
    run.unlock()
    let path = run.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, step] in
      let stepper = ToyStepper()
      stepper.onStep = { if $0 == step { kill(getpid(), SIGKILL) } }
      try Toy.train(stepper, run: try RunFolder.reopen(path), checkpointEvery: 2)
    }
    try expectSameEnd(after: run)
  }

  /// Saving after every step takes nearly all of the time, so most of these are killed while they save.
  @Test(arguments: [0, 1, 2, 3, 5, 8, 13, 21, 34, 55])
  func killedAtAnyTime(_ milliseconds: Int) async throws {
    let run = try makeRun()
    run.unlock()
    let path = run.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, milliseconds] in
      let run = try RunFolder.reopen(path)
      try SystemThread(stackBytes: 8 << 20) {
        usleep(UInt32(milliseconds * 1000 + 137))
        kill(getpid(), SIGKILL)
      }.detach()
      while true { try Toy.train(ToyStepper(), run: run, checkpointEvery: 1) }
    }
    try expectSameEnd(after: run)
  }

  @Test func aDamagedCheckpointOnlyCostsTime() throws {
    let run = try makeRun()
    try Toy.train(ToyStepper(), run: run, checkpointEvery: 2, stopAfter: 9)
    let last = run.path(of: .lastCheckpoint)
    try Data(try FileBytes.read(last).dropLast(1)).write(to: URL(fileURLWithPath: last))
    try expectSameEnd(after: run)
  }

  @Test func moreEpochsContinueAFinishedRun() throws {
    let run = try makeRun()
    try Toy.train(ToyStepper(), run: run)
    run.unlock()
    let longer = try RunFolder.reopen(run.path) { $0.recipe.epochs = 6 }
    let stepper = ToyStepper()
    try Toy.train(stepper, run: longer, from: try longer.loadCheckpoint()?.checkpoint)
    #expect(stepper.steps == 15)
    let whole = ToyStepper()
    try Toy.train(whole, run: nil, epochs: 6)
    #expect(stepper.namedParameters() == whole.namedParameters())
  }
}
