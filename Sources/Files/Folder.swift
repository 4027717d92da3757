#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Folders on the disk.
package enum Folder {
  /// Creates the folder at `path`, with those above it, where they do not exist.
  ///
  /// - Throws: `InputError` (`.unwritable`) that names the folder that cannot be made.
  package static func create(_ path: String) throws(InputError) {
    if exists(path) { return }
    let parent = DurableFile.folder(of: path)
    if parent != path, !exists(parent) { try create(parent) }
    // Another process may have been quicker.
    guard mkdir(path, 0o777) == 0 || exists(path) else {
      throw InputError(
        .unwritable, "the folder cannot be created", path: path, found: SystemError.last.text,
        remedy: "choose another folder or change the permissions of the one above it")
    }
  }

  /// Whether `path` is a folder.
  package static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
