import InklingPlatform

/// An open file: one descriptor, closed when the value goes away. It knows its path, so every fault names it.
package struct OpenFile: ~Copyable {
  package let path: String
  private let descriptor: CInt

  deinit { _ = close(descriptor) }

  /// Opens an existing file for reading.
  ///
  /// - Throws: `InputError` (`.missing`) when the path is missing, a directory, not readable, or what would have to be waited
  ///   for: a named pipe, a socket or a terminal. What the process was given open (`/dev/stdin`, `/dev/fd/3`) is read.
  package init(reading path: String) throws(InputError) { try self.init(reading: BytePath(path)) }

  /// The same of a path that need not be UTF-8; faults name it with escapes.
  package init(reading file: BytePath) throws(InputError) {
    let path = file.description
    guard !path.isEmpty else {
      throw InputError(.missing, "a path is empty", expected: "the path of a file", remedy: "name the file")
    }
    var fault: InputError?
    // A pipe that nobody writes to would be waited for before it is known to be one.
    let opened = file.withSystemPath { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) } ?? -1
    var status = stat()
    if opened < 0 || fstat(opened, &status) != 0 {
      fault = errno == ENXIO ? Self.noFile(path) : SystemError.last.reading(path)
    } else if status.st_mode & S_IFMT == S_IFDIR {
      fault = SystemError(code: EISDIR).reading(path)
    } else if status.st_mode & S_IFMT != S_IFREG {
      let waits = status.st_mode & S_IFMT == S_IFIFO || isatty(opened) == 1
      if waits, !Self.isGivenOpen(file) { fault = Self.noFile(path) }
      // From here on its bytes are waited for.
      _ = fcntl(opened, F_SETFL, fcntl(opened, F_GETFL) & ~O_NONBLOCK)
    }
    if let fault {
      if opened >= 0 { _ = close(opened) }
      throw fault
    }
    self.path = path
    descriptor = opened
  }

  /// Whether a path leads to what the process was given open: standard input, or what a shell makes of `<(...)`.
  private static func isGivenOpen(_ path: BytePath) -> Bool {
    let folders = ["/dev/fd/", "/proc/self/fd/"]
    return path.bytes == Array("/dev/stdin".utf8) || folders.contains { path.bytes.starts(with: $0.utf8) }
  }

  private static func noFile(_ path: String) -> InputError {
    InputError(
      .missing, "only a regular file can be read here", path: path, expected: "a regular file",
      found: "a pipe or a device", remedy: "write it to a file first")
  }

  /// Whether there is a named pipe at `path`, whose opening waits for somebody who writes.
  package static func isPipe(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
  }

  /// Creates a file that must not exist yet, for writing.
  ///
  /// - Parameter reportedPath: the path that errors name, when `path` is only a temporary stand-in for it.
  package init(creating path: String, reportedAs reportedPath: String? = nil) throws(InputError) {
    try self.init(writing: path, O_WRONLY | O_CREAT | O_EXCL, reportedAs: reportedPath ?? path)
  }

  /// Opens an existing file for writing without emptying it.
  package init(updating path: String) throws(InputError) {
    try self.init(writing: path, O_WRONLY, reportedAs: path)
  }

  /// Opens a folder, only to flush its entries with `synchronize()`.
  init(folder path: String) throws(InputError) {
    try self.init(writing: path, O_RDONLY | O_DIRECTORY, reportedAs: path)
  }

  private init(writing path: String, _ flags: CInt, reportedAs reportedPath: String) throws(InputError) {
    guard !reportedPath.isEmpty else {
      throw InputError(.unwritable, "a path is empty", expected: "the path of a file", remedy: "name the file")
    }
    let opened = open(path, flags | O_CLOEXEC, 0o666)
    guard opened >= 0 else { throw SystemError.last.writing(reportedPath) }
    self.path = reportedPath
    descriptor = opened
  }

  /// The file's size in bytes; nil for a pipe or a device, whose size is not known before its end.
  package func size() throws(InputError) -> Int? {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw SystemError.last.reading(path) }
    return status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
  }

  /// Reads up to the buffer's length; 0 only at the end of the file (or for an empty buffer).
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    while true {
      let count = systemRead(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { throw SystemError.last.reading(path) }
    }
  }

  /// Reads until the buffer is full or the file ends.
  ///
  /// - Returns: the count of bytes read, less than the buffer's length only at the end of the file.
  package func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// The next `count` bytes, fewer only at the end of the file.
  package func next(_ count: Int) throws(InputError) -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: count) { (buffer, filled) throws(InputError) in
      filled = try fill(UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]))
    }
  }

  /// Up to `count` bytes from `offset` on, fewer only at the end of the file.
  package func bytes(_ count: Int, at offset: Int) throws(InputError) -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: count) { (buffer, filled) throws(InputError) in
      while filled < count, let base = buffer.baseAddress {
        let read = pread(descriptor, base + filled, count - filled, off_t(offset + filled))
        if read == 0 { break }
        if read > 0 { filled += read } else if errno != EINTR { throw SystemError.last.reading(path) }
      }
    }
  }

  /// The first `count` bytes as memory that the system fills from the file when it is looked at (mmap(2)); the caller unmaps
  /// it. Looking behind the end of a file that has become shorter ends the process (SIGBUS). Nil where the system does not give it.
  func map(_ count: Int) -> UnsafeMutableRawPointer? {
    let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    return start == MAP_FAILED ? nil : start
  }

  /// Writes all of `bytes`.
  ///
  /// - Throws: `InputError` (`.broken`) on a full disk or a fault of the device.
  package func write(_ bytes: RawSpan) throws(InputError) {
    try bytes.withUnsafeBytes { (buffer: UnsafeRawBufferPointer) throws(InputError) in
      var written = 0
      while written < buffer.count {
        let count = systemWrite(descriptor, buffer.baseAddress! + written, buffer.count - written)
        if count >= 0 { written += count } else if errno != EINTR { throw SystemError.last.writing(path) }
      }
    }
  }

  /// Waits until everything written is on the disk itself.
  package func synchronize() throws(InputError) {
    #if canImport(Darwin)
      // On macOS fsync stops at the drive's cache.
      if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
    #endif
    while fsync(descriptor) != 0 {
      switch errno {
      case EINTR: continue
      case EINVAL, ENOTSUP: return  // A file system, pipe or device that has nothing to wait for.
      default: throw SystemError.last.writing(path)
      }
    }
  }
}
