import Foundation
import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

/// Folders and files that are taken away while a run is trained.
@Suite struct RunFolderIntactTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func removingTheFileDoesNotGiveTheLockAway() throws {
    let lock = try RunLock.acquire(folder: folder.path)
    for _ in 0..<2 {
      unlink(folder.file("lock"))
      #expect(inputError { () throws(InputError) in _ = try RunLock.acquire(folder: folder.path) }?.kind == .unwritable)
    }
    try lock.requireHeld()
    lock.release()
    try RunLock.acquire(folder: folder.path).release()
  }

  @Test func aFolderThatWasMovedIsNoticed() throws {
    try Folder.create(folder.file("a"))
    let lock = try RunLock.acquire(folder: folder.file("a"))
    rename(folder.file("a"), folder.file("b"))
    #expect(inputError { () throws(InputError) in try lock.requireHeld() }?.kind == .broken)
    try Folder.create(folder.file("a"))
    #expect(inputError { () throws(InputError) in try lock.requireHeld() }?.kind == .broken)
  }

  static let files: [RunFolder.File] = [.configuration, .lastCheckpoint, .lastWeights, .bestWeights, .history]

  /// The file is gone before the report is made.
  @Test(arguments: files) func aFileThatIsGoneIsNoticed(file: RunFolder.File) throws {
    let run = try RunFolder.create(in: folder.path, configuration: Toy.configuration(epochs: 2))
    let path = run.path(of: file)
    let trainer = Trainer(
      configuration: run.configuration, data: Toy.data, runFolder: run, kernels: "portable",
      evaluate: { _ throws(InputError) in
        unlink(path)
        return EvaluationResult(correct: 7, count: 10, loss: 1)
      },
      makeStepper: { () throws(InputError) in ToyStepper() })
    let error = inputError { () throws(InputError) in try trainer.run() }
    #expect(error?.kind == .broken)
    #expect(error?.path == path)
  }
}
