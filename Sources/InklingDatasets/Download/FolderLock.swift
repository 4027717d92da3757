import InklingFiles
import InklingPlatform

/// A lock on a folder that one process at a time holds; the system takes it back when the process ends, however
/// it ends, and every command that inherited the descriptor too.
struct FolderLock: ~Copyable {
  let descriptor: CInt

  /// Waits until nobody else holds the lock, calling `waiting` some times a second meanwhile.
  ///
  /// - Throws: `InputError` (`.unwritable`) when the lock file cannot be made, as in a read-only folder.
  init(_ folder: String, waiting: () -> Void) throws(InputError) {
    let path = folder + "/.lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw InputError(
        .unwritable, "the folder may not be written to", path: folder, found: String(cString: strerror(errno)),
        remedy: "change its permissions, or set XDG_CACHE_HOME to another folder")
    }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { break }  // A file system without locks.
      waiting()
      usleep(100_000)
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }
}
