import InklingFiles
import InklingPlatform
import Synchronization

/// The exclusive right to write in one folder: an advisory `flock(2)` on the folder itself, and on its `lock` file.
///
/// The file tells who has it, and stands for the folder in file systems that lock files alone. It can be removed and made
/// anew, and a folder can be moved away, so `requireHeld` looks whether both are still the ones that were locked.
///
/// The kernel gives the lock back when the process ends, however it ends, so a crash never leaves a run locked. The file
/// itself stays and holds the number of the process that locked it last.
final class RunLock: Sendable {
  private let path: String
  private let file: Atomic<Int32>
  private let folder: Atomic<Int32>
  private let locksFolder: Bool

  private init(path: String, file: Int32, folder: Int32, locksFolder: Bool) {
    self.path = path
    self.file = Atomic(file)
    self.folder = Atomic(folder)
    self.locksFolder = locksFolder
  }

  /// Takes the lock of `folder`, without waiting.
  ///
  /// - Throws: `InputError` of kind `.unwritable`: another process has it (its number is named), or the file cannot be
  ///   made.
  static func acquire(folder path: String) throws(InputError) -> RunLock {
    let file = try openLocked(path + "/lock", O_RDWR | O_CREAT | O_NOFOLLOW, in: path, needsLock: true)
    let folder: (descriptor: Int32, isLocked: Bool)
    do throws(InputError) {
      folder = try openLocked(path, O_RDONLY | O_DIRECTORY, in: path, needsLock: false)
    } catch {
      close(file.descriptor)
      throw error
    }
    let text = Array("\(getpid())\n".utf8)
    // The number is only for the sentence that a second process prints: a full disk must not stop the first.
    if ftruncate(file.descriptor, 0) == 0 { _ = pwrite(file.descriptor, text, text.count, 0) }
    return RunLock(
      path: path, file: file.descriptor, folder: folder.descriptor, locksFolder: folder.isLocked)
  }

  private static func openLocked(
    _ path: String, _ flags: Int32, in folder: String, needsLock: Bool
  ) throws(InputError) -> (descriptor: Int32, isLocked: Bool) {
    let opened = open(path, flags | O_CLOEXEC, 0o644)
    guard opened >= 0 else {
      throw InputError(
        .unwritable, "the run folder cannot be locked", path: path, found: systemReason(),
        remedy: "make the folder writable or choose another with --runs")
    }
    guard flock(opened, LOCK_EX | LOCK_NB) != 0 else { return (opened, true) }
    let code = errno
    if code != EWOULDBLOCK, !needsLock { return (opened, false) }
    let error =
      code == EWOULDBLOCK ? inUse(by: owner(of: folder + "/lock"), folder) : unlockable(path, systemReason(code))
    close(opened)
    throw error
  }

  deinit { release() }

  /// Gives the lock back. Calling it again does nothing.
  func release() {
    for descriptor in [file.exchange(-1, ordering: .acquiringAndReleasing), folder.exchange(-1, ordering: .relaxed)]
    where descriptor >= 0 {
      // Closing alone would leave it locked as long as a child that is just being started has a copy of the descriptor.
      flock(descriptor, LOCK_UN)
      close(descriptor)
    }
  }

  /// Makes sure that nobody else can have taken the lock meanwhile: the paths lead to what was locked.
  ///
  /// - Throws: `InputError` of kind `.broken` when they lead elsewhere, or nowhere.
  func requireHeld() throws(InputError) {
    guard Self.isSame(folder.load(ordering: .relaxed), path) else {
      throw Self.takenAway("the folder was taken away while it was in use", path)
    }
    guard locksFolder || Self.isSame(file.load(ordering: .relaxed), path + "/lock") else {
      throw Self.takenAway("the lock was taken away while it was held", path + "/lock")
    }
  }

  private static func isSame(_ descriptor: Int32, _ path: String) -> Bool {
    var (opened, found) = (stat(), stat())
    return fstat(descriptor, &opened) == 0 && stat(path, &found) == 0 && opened.st_dev == found.st_dev
      && opened.st_ino == found.st_ino
  }

  private static func takenAway(_ what: String, _ path: String) -> InputError {
    InputError(
      .broken, what, path: path, expected: "what was there at the start", found: "something else or nothing",
      remedy: "put it back and go on from what it holds, or start anew under another --name")
  }

  private static func owner(of path: String) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    defer { close(file) }
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
