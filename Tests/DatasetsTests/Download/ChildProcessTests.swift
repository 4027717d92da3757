import Foundation
import InklingFiles
import Testing

@testable import InklingDatasets

struct ChildProcessTests {
  @Test func keepsWhatTheCommandPrints() throws {
    let child = try ChildProcess(["sh", "-c", "echo \"$1\"; echo wrong >&2; exit 3", "sh", "a  b"])
    let outcome = child.wait { true }
    #expect(outcome == ChildProcess.Outcome(code: 3, output: "a  b", errors: "wrong"))
  }

  @Test func doesNotBlockHoweverMuchIsPrinted() throws {
    let child = try ChildProcess(["sh", "-c", "head -c 1000000 /dev/zero | tr '\\\\0' x"])
    let outcome = child.wait { true }
    #expect(outcome.code == 0)
    #expect(outcome.output.count >= 1 << 16)
  }

  @Test func isEndedWhenTheTickSaysSo() throws {
    let child = try ChildProcess(["sleep", "600"])
    #expect(child.wait { false }.code == -Int(SIGTERM))
  }

  @Test func handsOnADescriptor() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    defer { close(descriptor) }
    let child = try ChildProcess(["sh", "-c", "echo hello >&3"], inheriting: descriptor)
    #expect(child.wait { true }.code == 0)
    #expect(folder.bytes("a") == Array("hello\n".utf8))
  }

  @Test func aMissingCommandIsSaidSo() {
    let error = #expect(throws: InputError.self) { _ = try ChildProcess(["a-command-that-is-not-there"]) }
    #expect(error?.kind == .unavailable)
    #expect(error?.found == "No such file or directory")
  }

  /// A command that outlives this process keeps the folder locked, since it holds the same lock. It ends when it is told
  /// to, which is only once somebody waits for the lock.
  @Test func aLockLastsAsLongAsTheCommandThatInheritedIt() throws {
    let folder = try TemporaryFolder()
    let path = folder.path
    func start() throws -> ChildProcess {
      let lock = try FolderLock(path) {}
      let untilTold = "until [ -e \"$1/end\" ]; do sleep 0.01; done"
      return try ChildProcess(["sh", "-c", untilTold, "sh", path], inheriting: lock.descriptor)
    }
    let child = try start()
    var waited = 0
    _ = try FolderLock(path) {
      waited += 1
      _ = FileManager.default.createFile(atPath: path + "/end", contents: nil)
    }
    #expect(waited > 0)
    #expect(child.wait { true }.code == 0)
  }
}
