import InklingPlatform

/// Writing a file so that a crash, a full disk or a loss of power leaves either the old file or the new one, whole.
///
/// The bytes go into a temporary file in the same folder, which is flushed to the disk, renamed over the old file,
/// and made permanent by flushing the folder too.
public enum DurableFile {
  /// Writes `bytes` to `path`, replacing what was there.
  ///
  /// The new file has the process's usual permissions. A symbolic link is replaced, not followed, so that no folder of
  /// another's can lead a write elsewhere; one to a device, a pipe or a folder, such as `/dev/stdout`, is left alone.
  ///
  /// - Throws: `InputError`: `.unwritable` when the folder is missing or read-only or `path` is no file, `.broken`
  ///   when the disk is full or fails. In every case the old file is intact and the temporary one removed.
  public static func write(_ bytes: [UInt8], to path: String) throws(InputError) {
    try write(to: path) { (file: borrowing OpenFile) throws(InputError) in try file.write(bytes.span.bytes) }
  }

  /// The same, with the bytes written by `body` piece by piece.
  package static func write(
    to path: String, _ body: (borrowing OpenFile) throws(InputError) -> Void
  ) throws(InputError) {
    let temporary = temporaryPath(for: path)
    do throws(InputError) {
      let file = try OpenFile(creating: temporary, reportedAs: path)
      try body(file)
      try file.synchronize()
      try move(temporary, to: path)
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Whether a folder's entry is the unfinished file of a process that was killed while it wrote.
  package static func isRemnant(_ entry: String) -> Bool { entry.hasPrefix(".") && entry.hasSuffix(".partial") }

  /// Removes what killed processes left in a folder in which nobody else writes now.
  package static func removeRemnants(in folder: String) {
    for entry in Folder.entries(of: folder) ?? [] where isRemnant(entry) { unlink("\(folder)/\(entry)") }
  }

  /// Renames a complete, flushed file over `path` (in the same file system) and flushes the folder.
  package static func move(_ source: String, to path: String) throws(InputError) {
    try requireReplaceable(path)
    guard rename(source, path) == 0 else { throw SystemError.last.writing(path) }
    try synchronizeFolder(of: path)
  }

  /// Makes the entries of the folder that holds `path` permanent.
  package static func synchronizeFolder(of path: String) throws(InputError) {
    try OpenFile(folder: folder(of: path)).synchronize()
  }

  /// The folder that holds `path`: "." for a bare name.
  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// A hidden name beside `path` that nobody else uses.
  private static func temporaryPath(for path: String) -> String {
    let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
    let unique = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    // A name may have 255 bytes at most; the end that is cut off only told people what it belongs to.
    return folder(of: path) + "/.\(String(decoding: name.utf8.prefix(200), as: UTF8.self)).\(unique).partial"
  }
}
