import InklingPlatform

/// What the system says of a file that is another one once somebody has written it.
package struct FileStamp: Sendable, Equatable {
  private let device: UInt64
  private let number: UInt64
  private let size: Int64
  /// Its kind, and who may read it.
  private let mode: UInt32
  private let written: Moment
  /// When anything of it was changed: a program that writes may set the time of writing back.
  private let changed: Moment

  private struct Moment: Equatable {
    let seconds: Int
    let nanoseconds: Int

    init(_ time: timespec) { (seconds, nanoseconds) = (Int(time.tv_sec), Int(time.tv_nsec)) }
  }

  /// Nil where there is nothing to be looked at.
  package init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(status.st_ino)
    size = Int64(status.st_size)
    mode = UInt32(status.st_mode)
    #if os(Linux)
      (written, changed) = (Moment(status.st_mtim), Moment(status.st_ctim))
    #else
      (written, changed) = (Moment(status.st_mtimespec), Moment(status.st_ctimespec))
    #endif
  }
}
