import InklingPlatform

/// What the file system says of a path, links followed.
package struct FileStatus: Sendable, Equatable {
  /// What a path leads to.
  package enum Kind: Sendable {
    case file, folder
    /// A pipe, a device or a socket.
    case other
  }

  package let kind: Kind
  /// The size in bytes.
  package let size: Int
  /// When its bytes were last changed: nanoseconds since 1970.
  package let modified: Int
  /// When anything of it was last changed, its times included, which nobody can set: nanoseconds since 1970.
  package let changed: Int
  /// Its number in its file system: another once another file has taken its place.
  package let number: UInt64

  /// - Throws: `InputError`: `.missing` when there is nothing or it may not be looked at, `.broken` for what cannot be
  ///   followed, such as links in a loop.
  package init(of path: String) throws(InputError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw SystemError.last.reading(path) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    default: kind = .other
    }
    size = Int(status.st_size)
    #if os(Linux)
      (modified, changed) = (Self.nanoseconds(status.st_mtim), Self.nanoseconds(status.st_ctim))
    #else
      (modified, changed) = (Self.nanoseconds(status.st_mtimespec), Self.nanoseconds(status.st_ctimespec))
    #endif
    number = UInt64(status.st_ino)
  }

  private static func nanoseconds(_ time: timespec) -> Int {
    Int(time.tv_sec) &* 1_000_000_000 &+ Int(time.tv_nsec)
  }

  /// Whether there is anything at a path, be it a link that leads nowhere.
  package static func isThere(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Whether a path is a link to what is not there, or one of links in a loop.
  package static func isLinkToNothing(_ path: String) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK, stat(path, &status) != 0 else { return false }
    return errno == ENOENT || errno == ENOTDIR || errno == ELOOP
  }

  /// The same, nil where there is nothing.
  ///
  /// - Throws: as above for all else.
  package static func existing(_ path: String) throws(InputError) -> FileStatus? {
    var status = stat()
    if stat(path, &status) != 0, errno == ENOENT || errno == ENOTDIR { return nil }
    return try FileStatus(of: path)
  }
}
