import InklingFiles
import InklingPlatform

/// Some bytes beside a store that are given back when the disk is full: to delete takes some too, for SQLite writes what it
/// changes into its log first.
struct StoreReserve {
  /// Room for the log as it mostly is, and for deleting one correction after the other.
  static let bytes = 1 << 19
  private static let fewest = 1 << 16
  private let path: String

  /// - Parameter path: of the store.
  init(beside path: String) { self.path = path + "-reserve" }

  /// Takes as much as there is, at most `bytes`. Where there is nothing left the store does without.
  ///
  /// - Returns: whether it is there now and was not before.
  @discardableResult
  func take() -> Bool {
    guard !FileStatus.isThere(path) else { return false }
    var size = Self.bytes
    while size >= Self.fewest, !take(size) { size /= 2 }
    return FileStatus.isThere(path)
  }

  private func take(_ size: Int) -> Bool {
    guard !FileStatus.isThere(path) else { return true }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return true }
    let zeros = [UInt8](repeating: 0, count: Self.fewest)
    var written = 0
    while written < size {
      let count = systemWrite(descriptor, zeros, min(zeros.count, size - written))
      guard count > 0 else { break }
      written += count
    }
    close(descriptor)
    if written < size { unlink(path) }
    return written == size
  }

  func giveBack() { unlink(path) }
}
