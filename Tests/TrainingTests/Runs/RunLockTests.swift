import Foundation
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

@Suite struct RunLockTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func theSecondIsToldWhoHasIt() throws {
    let lock = try RunLock.acquire(folder: folder.path)
    let error = inputError { () throws(InputError) in _ = try RunLock.acquire(folder: folder.path) }
    #expect(error?.kind == .unwritable)
    #expect(error?.what == "the run is in use")
    #expect(error?.found == "process \(getpid()) training in it")
    lock.release()
  }

  @Test func aReleasedLockCanBeTaken() throws {
    let first = try RunLock.acquire(folder: folder.path)
    first.release()
    first.release()
    let second = try RunLock.acquire(folder: folder.path)
    // The first one's number of the file must not be closed again when the second may have got the same number.
    first.release()
    #expect(inputError { () throws(InputError) in _ = try RunLock.acquire(folder: folder.path) } != nil)
    second.release()
  }

  @Test func theKernelReleasesTheLockOfACrashedProcess() async throws {
    let path = folder.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let lock = try RunLock.acquire(folder: path)
      kill(getpid(), SIGKILL)
      lock.release()
    }
    let owner = try String(contentsOfFile: path + "/lock", encoding: .utf8)
    #expect(owner != "\(getpid())\n" && Int(owner.dropLast()) != nil)
    try RunLock.acquire(folder: path).release()
  }

  @Test func anotherProcessSeesTheLock() async throws {
    let lock = try RunLock.acquire(folder: folder.path)
    let path = folder.path
    await #expect(processExitsWith: .exitCode(73)) { [path = path as String] in
      let error = inputError { () throws(InputError) in _ = try RunLock.acquire(folder: path) }
      exit(error?.found?.hasPrefix("process ") == true ? error?.kind.exitCode ?? 1 : 1)
    }
    lock.release()
  }

  @Test func aCopyOfTheDescriptorDoesNotKeepTheLock() throws {
    let lock = try RunLock.acquire(folder: folder.path)
    let path = folder.file("lock")
    var status = stat()
    var file = stat()
    #expect(stat(path, &file) == 0)
    // As a child has one between its fork and its exec.
    let own = try #require((0..<1024).first { fstat($0, &status) == 0 && status.st_ino == file.st_ino })
    let copy = dup(Int32(own))
    defer { close(copy) }
    lock.release()
    try RunLock.acquire(folder: folder.path).release()
  }

  @Test func aMissingFolderIsAnError() {
    let error = inputError { () throws(InputError) in _ = try RunLock.acquire(folder: folder.file("nothing")) }
    #expect(error?.kind == .unwritable)
    #expect(error?.found == "No such file or directory")
  }

  @Test func aLinkIsNotFollowed() throws {
    let victim = folder.file("victim")
    try Data("precious".utf8).write(to: URL(fileURLWithPath: victim))
    symlink(victim, folder.file("lock"))
    #expect(inputError { () throws(InputError) in _ = try RunLock.acquire(folder: folder.path) }?.kind == .unwritable)
    #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
  }
}
