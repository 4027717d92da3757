import InklingPlatform

/// What the system says of a file that is another one once somebody has written it.
package struct FileStamp: Sendable, Equatable {
  private let device: UInt64
  private let number: UInt64
  private let size: Int64
  /// Its kind, and who may read it.
  private let mode: UInt32
  private let seconds: Int
  private let nanoseconds: Int

  /// Nil where there is nothing to be looked at.
  package init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(status.st_ino)
    size = Int64(status.st_size)
    mode = UInt32(status.st_mode)
    #if os(Linux)
      let time = status.st_mtim
    #else
      let time = status.st_mtimespec
    #endif
    (seconds, nanoseconds) = (Int(time.tv_sec), Int(time.tv_nsec))
  }
}
