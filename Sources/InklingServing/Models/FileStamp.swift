import InklingPlatform

/// What the system says of a file that is another one once somebody has written it.
package struct FileStamp: Sendable, Equatable {
  private let device: UInt64
  private let number: UInt64
  private let size: Int64
  /// Its kind, and who may read it.
  private let mode: UInt32
  /// When its bytes were last changed.
  private let modified: [Int]
  /// When anything of it was, its times included: copying and unpacking restore the time of its bytes, never this one.
  private let changed: [Int]

  /// Nil where there is nothing to be looked at.
  package init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(status.st_ino)
    size = Int64(status.st_size)
    mode = UInt32(status.st_mode)
    #if os(Linux)
      let times = (status.st_mtim, status.st_ctim)
    #else
      let times = (status.st_mtimespec, status.st_ctimespec)
    #endif
    modified = [Int(times.0.tv_sec), Int(times.0.tv_nsec)]
    changed = [Int(times.1.tv_sec), Int(times.1.tv_nsec)]
  }
}
