import Files
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The exclusive right to write in one run folder: an advisory `flock(2)` on its `lock` file.
///
/// The kernel gives it back when the process ends, however it ends, so a crash never leaves a run locked. The file
/// itself stays and holds the number of the process that locked it last.
final class RunLock: Sendable {
  private let descriptor: Atomic<Int32>

  private init(descriptor: Int32) { self.descriptor = Atomic(descriptor) }

  /// Takes the lock of `folder`, without waiting.
  ///
  /// - Throws: `InputError` of kind `.unwritable`: another process has it (its number is named), or the file cannot be
  ///   made.
  static func acquire(folder: String) throws(InputError) -> RunLock {
    let path = folder + "/lock"
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard file >= 0 else {
      throw InputError(
        .unwritable, "the run folder cannot be locked", path: path, found: systemReason(),
        remedy: "make the folder writable or choose another with --runs")
    }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      let error = code == EWOULDBLOCK ? inUse(by: owner(of: file), folder) : unlockable(path, systemReason(code))
      close(file)
      throw error
    }
    let text = Array("\(getpid())\n".utf8)
    // The number is only for the sentence that a second process prints: a full disk must not stop the first.
    if ftruncate(file, 0) == 0 { _ = pwrite(file, text, text.count, 0) }
    return RunLock(descriptor: file)
  }

  deinit { release() }

  /// Gives the lock back. Calling it again does nothing.
  func release() {
    let file = descriptor.exchange(-1, ordering: .acquiringAndReleasing)
    guard file >= 0 else { return }
    // Closing alone would leave it locked as long as a child that is just being started has a copy of the descriptor.
    flock(file, LOCK_UN)
    close(file)
  }

  private static func owner(of file: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = pread(file, &bytes, bytes.count, 0)
    let digits = bytes.prefix(max(count, 0)).prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    return digits.isEmpty ? "another process" : "process \(String(decoding: digits, as: UTF8.self))"
  }

  private static func inUse(by owner: String, _ folder: String) -> InputError {
    InputError(
      .unwritable, "the run is in use", path: folder, found: "\(owner) training in it",
      remedy: "wait for it, stop it, or choose another --name")
  }

  private static func unlockable(_ path: String, _ reason: String) -> InputError {
    InputError(
      .unwritable, "the file system cannot lock files", path: path, found: reason,
      remedy: "choose a folder on another one with --runs")
  }
}
