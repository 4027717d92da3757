import InklingPlatform

extension DurableFile {
  /// Refuses a path to which nothing could be written, before the work whose result goes there.
  ///
  /// - Throws: `InputError` of kind `.unwritable`, as `write(_:to:)` would once the work is done.
  package static func requireWritable(_ path: String) throws(InputError) {
    let folder = folder(of: path)
    guard Folder.exists(folder) else {
      throw SystemError(code: FileStatus.isThere(folder) ? ENOTDIR : ENOENT).writing(path)
    }
    guard access(folder, W_OK | X_OK) == 0 else { throw SystemError.last.writing(path) }
    try requireReplaceable(path)
  }

  /// Refuses what is no regular file, and would be replaced.
  static func requireReplaceable(_ path: String) throws(InputError) {
    guard let found = ReplacedPath.obstacle(at: path) else { return }
    throw InputError(
      .unwritable, "the file cannot be replaced", path: path, expected: "a regular file", found: found,
      remedy: "choose another path")
  }
}

extension Folder {
  /// Refuses a folder that could not be made, or into which nothing could be written, before the work whose results go there.
  ///
  /// - Throws: `InputError` of kind `.unwritable`.
  package static func requireWritable(_ path: String) throws(InputError) {
    var place = path
    while !FileStatus.isThere(place), DurableFile.folder(of: place) != place { place = DurableFile.folder(of: place) }
    let found: String? =
      if !exists(place) { "\(place), which is no folder" } else if access(place, W_OK | X_OK) != 0 {
        SystemError.last.text
      } else {
        nil
      }
    guard let found else { return }
    throw InputError(
      .unwritable, "nothing can be written into the folder", path: path, found: found,
      remedy: "choose another folder or change its permissions")
  }
}
