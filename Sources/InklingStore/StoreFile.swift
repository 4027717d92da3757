import InklingFiles
import InklingPlatform

/// Which file a store is. SQLite goes on with one that was deleted, or that another has taken the place of: what is given then
/// would be in no file.
struct StoreFile: Equatable {
  private let device: UInt64
  private let number: UInt64

  /// Nil where there is nothing.
  init?(at path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
  }

  /// Whether a file of that path is, or would be, where nothing can be written, whoever asks.
  static func isOnReadOnlySystem(_ path: String) -> Bool {
    access(FileStatus.isThere(path) ? path : DurableFile.folder(of: path), W_OK) != 0 && errno == EROFS
  }

  /// - Throws: `InputError` of kind `.missing` when another file, or none, is at the path now.
  func require(at path: String) throws(InputError) {
    let now = StoreFile(at: path)
    guard now != self else { return }
    throw InputError(
      .missing, "the store's file was taken away, and nothing is kept", path: path,
      expected: "the file that was opened",
      found: now == nil ? "none" : "another file of that name", remedy: "put it back, or start the program again")
  }
}
