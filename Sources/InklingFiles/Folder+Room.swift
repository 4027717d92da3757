import InklingPlatform

extension Folder {
  /// Refuses a place that a new folder cannot have: where there is anything but an empty folder.
  ///
  /// - Throws: `InputError` of kind `.unwritable`.
  package static func requireRoom(at path: String) throws(InputError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    let other: String? =
      switch status.st_mode & S_IFMT {
      case S_IFDIR: nil
      case S_IFLNK: "a link"
      default: "a file of that name"
      }
    if let other {
      throw InputError(
        .unwritable, "the folder cannot be created", path: path, found: other, remedy: "choose another folder")
    }
    guard let entries = entries(of: path) else {
      throw InputError(.unwritable, "the folder cannot be read", path: path, remedy: "choose another folder")
    }
    guard entries.isEmpty else {
      throw InputError(
        .unwritable, "the folder has something in it", path: path, expected: "an empty folder, or none",
        found: entries.count == 1 ? "1 entry" : "\(entries.count) entries", remedy: "choose another folder")
    }
  }

  /// Gives a whole folder its name, where there is nothing, or an empty folder, and makes that permanent.
  ///
  /// - Throws: as `requireRoom`, for what came there meanwhile; `InputError` as writing a file.
  package static func move(_ source: String, to path: String) throws(InputError) {
    guard rename(source, path) == 0 else {
      let fault = SystemError.last
      try requireRoom(at: path)
      throw fault.writing(path)
    }
    try DurableFile.synchronizeFolder(of: path)
  }
}
