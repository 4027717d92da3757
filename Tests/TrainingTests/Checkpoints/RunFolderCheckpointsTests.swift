import Foundation
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

@Suite struct RunFolderCheckpointsTests {
  let folder: TemporaryFolder
  let run: RunFolder

  init() throws {
    folder = try TemporaryFolder()
    run = try RunFolder.create(in: folder.path, configuration: Toy.configuration())
  }

  /// Steps 0, 1, ... of the first epoch as checkpoints that can be told apart.
  private func checkpoint(_ step: Int) -> Checkpoint {
    let sample = CheckpointTests.sample()
    let state = TrainingState(step: step, count: min(step * 5, 23))
    return Checkpoint(
      configuration: sample.configuration, trainingCount: 23, state: state, parameters: sample.parameters,
      optimizerState: sample.optimizerState)
  }

  private func write(_ bytes: [UInt8], _ file: RunFolder.File) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: run.path(of: file)))
  }

  /// Halves a file.
  private func truncate(_ file: RunFolder.File) throws {
    let bytes = try FileBytes.read(run.path(of: file))
    try write(Array(bytes[..<(bytes.count / 2)]), file)
  }

  @Test func aNewRunHasNone() throws {
    #expect(try run.loadCheckpoint() == nil)
  }

  @Test func theLastBecomesThePrevious() throws {
    for step in 1...3 { try run.save(checkpoint(step)) }
    let loaded = try #require(try run.loadCheckpoint())
    #expect(loaded.checkpoint.step == 3)
    #expect(loaded.note == nil)
    #expect(try RunFolder.readCheckpoint(run.path(of: .previousCheckpoint)).step == 2)
    #expect(
      Set(RunPath.entries(of: run.path) ?? []) == [
        "configuration.json", "recipe.yaml", "lock", "checkpoint-last", "checkpoint-previous",
      ])
  }

  @Test func anUnreadableOneIsNotCalledDamaged() throws {
    for step in 1...2 { try run.save(checkpoint(step)) }
    let last = run.path(of: .lastCheckpoint)
    try FileManager.default.removeItem(atPath: last)
    try FileManager.default.createDirectory(atPath: last, withIntermediateDirectories: false)
    let error = inputError { () throws(InputError) in _ = try run.loadCheckpoint() }
    #expect(
      error?.kind == .missing && error?.what == "a directory where a file belongs", "\(String(describing: error))")
    #expect(RunPath.content(of: last) == .folder)
    // The last one is damaged, and the one before cannot be read.
    try FileManager.default.moveItem(atPath: last, toPath: last + "-aside")
    try write([1, 2, 3], .lastCheckpoint)
    let previous = run.path(of: .previousCheckpoint)
    try FileManager.default.removeItem(atPath: previous)
    try FileManager.default.createDirectory(atPath: previous, withIntermediateDirectories: false)
    let other = inputError { () throws(InputError) in _ = try run.loadCheckpoint() }
    #expect(other?.kind == .missing && other?.path == previous, "\(String(describing: other))")
  }

  @Test func aTruncatedLastOneIsRefusedAndThePreviousUsed() throws {
    for step in 1...2 { try run.save(checkpoint(step)) }
    try truncate(.lastCheckpoint)
    let loaded = try #require(try run.loadCheckpoint())
    #expect(loaded.checkpoint.step == 1)
    let note = try #require(loaded.note)
    #expect(note.contains(run.path(of: .lastCheckpoint)))
    #expect(note.hasSuffix("The run goes on from epoch 1, step 1, the checkpoint before."))
  }

  @Test func aFlippedLastOneIsRefusedAndThePreviousUsed() throws {
    for step in 1...2 { try run.save(checkpoint(step)) }
    var bytes = try FileBytes.read(run.path(of: .lastCheckpoint))
    bytes[bytes.count - 1] ^= 1
    try write(bytes, .lastCheckpoint)
    let loaded = try #require(try run.loadCheckpoint())
    #expect(loaded.checkpoint.step == 1)
    #expect(loaded.note?.contains("wrong SHA-256") == true)
  }

  @Test func aDamagedOneNeverTakesThePlaceOfAGoodOne() throws {
    for step in 1...2 { try run.save(checkpoint(step)) }
    try truncate(.lastCheckpoint)
    _ = try run.loadCheckpoint()
    try run.save(checkpoint(3))
    #expect(try RunFolder.readCheckpoint(run.path(of: .previousCheckpoint)).step == 1)
    #expect(try RunFolder.readCheckpoint(run.path(of: .lastCheckpoint)).step == 3)
  }

  @Test func killedBetweenTheTwoRenamesThePreviousIsUsed() throws {
    for step in 1...2 { try run.save(checkpoint(step)) }
    try write(try checkpoint(3).encoded(), .lastCheckpoint)
    rename(run.path(of: .lastCheckpoint), run.path + "/checkpoint-next")
    try write(try checkpoint(2).encoded(), .previousCheckpoint)
    let loaded = try #require(try run.loadCheckpoint())
    #expect(loaded.checkpoint.step == 2)
    #expect(loaded.note?.hasPrefix("the run ended while it saved") == true)
    try run.save(checkpoint(4))
    #expect(try run.loadCheckpoint()?.checkpoint.step == 4)
    #expect(try RunFolder.readCheckpoint(run.path(of: .previousCheckpoint)).step == 2)
  }

  @Test func bothDamagedIsAnError() throws {
    for step in 1...2 { try run.save(checkpoint(step)) }
    try truncate(.lastCheckpoint)
    try write([], .previousCheckpoint)
    let error = inputError { () throws(InputError) in _ = try run.loadCheckpoint() }
    #expect(error?.kind == .malformed)
    #expect(error?.what == "both checkpoints are damaged")
    #expect(RunPath.content(of: run.path(of: .lastCheckpoint)) == .other)
  }

  @Test func theOnlyOneDamagedIsAnError() throws {
    try run.save(checkpoint(1))
    try truncate(.lastCheckpoint)
    #expect(
      inputError { () throws(InputError) in _ = try run.loadCheckpoint() }?.what == "the only checkpoint is damaged")
  }

  @Test func aFullDiskLeavesBothOldOnes() async throws {
    for step in 1...2 { try run.save(checkpoint(step)) }
    run.unlock()
    let path = run.path
    await #expect(processExitsWith: .exitCode(74)) { [path = path as String] in
      let run = try RunFolder.reopen(path)
      // A limit on the file size, with its signal ignored, fails writes as a full disk does.
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 600, rlim_max: 600)
      #if canImport(Glibc)
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      #else
        setrlimit(RLIMIT_FSIZE, &limit)
      #endif
      exit(
        inputError { () throws(InputError) in try run.save(CheckpointTests.sample()) }?.kind.exitCode ?? 1)
    }
    #expect(try RunFolder.readCheckpoint(run.path(of: .lastCheckpoint)).step == 2)
    #expect(try RunFolder.readCheckpoint(run.path(of: .previousCheckpoint)).step == 1)
    #expect(RunPath.entries(of: run.path)?.count == 5)
  }
}
