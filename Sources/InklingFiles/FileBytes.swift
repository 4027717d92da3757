/// Reading a whole file into memory.
public enum FileBytes {
  /// All bytes of the file at `path`, at least one and at most `limit`.
  ///
  /// - Throws: `InputError`: `.missing` for a path that does not exist, is a directory or may not be read;
  ///   `.malformed` for an empty file and for one that is longer than `limit`.
  public static func read(_ path: String, limit: Int = 1 << 30) throws(InputError) -> [UInt8] {
    try read(BytePath(path), limit: limit)
  }

  /// The same of a path that need not be UTF-8.
  public static func read(_ path: BytePath, limit: Int = 1 << 30) throws(InputError) -> [UInt8] {
    let file = try OpenFile(reading: path)
    let path = file.path
    let bytes =
      if let size = try file.size(), size > 0 {
        try read(file, size: size, limit: limit)
      } else {
        try readToEnd(of: file, limit: limit)
      }
    if bytes.isEmpty {
      throw InputError(.malformed, "the file is empty", path: path, offset: 0, expected: "data", found: "0 bytes")
    }
    return bytes
  }

  private static func read(_ file: borrowing OpenFile, size: Int, limit: Int) throws(InputError) -> [UInt8] {
    if size > limit { throw tooLong(file.path, limit: limit, found: "\(size)") }
    try Memory.require(
      size, for: "the file", path: file.path, remedy: "free some memory or raise its limit (ulimit -v)")
    return try file.next(size)
  }

  /// For pipes and for files whose size the system does not tell (it says 0 for those in /proc).
  private static func readToEnd(of file: borrowing OpenFile, limit: Int) throws(InputError) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let piece = try [UInt8](unsafeUninitializedCapacity: 1 << 16) { (buffer, count) throws(InputError) in
        count = try file.fill(UnsafeMutableRawBufferPointer(buffer))
      }
      bytes += piece
      if bytes.count > limit { throw tooLong(file.path, limit: limit, found: "more") }
      if piece.count < 1 << 16 { return bytes }
    }
  }

  private static func tooLong(_ path: String, limit: Int, found: String) -> InputError {
    InputError(
      .malformed, "the file is too long", path: path, expected: "at most \(limit) bytes", found: "\(found) bytes")
  }
}
