import InklingPlatform

/// Folders on the disk.
package enum Folder {
  /// Creates the folder at `path`, with those above it, where they do not exist.
  ///
  /// - Throws: `InputError` (`.unwritable`) that names the folder that cannot be made.
  package static func create(_ path: String) throws(InputError) {
    guard !path.isEmpty else {
      throw InputError(.unwritable, "a path is empty", expected: "the path of a folder", remedy: "name the folder")
    }
    if exists(path) { return }
    let parent = DurableFile.folder(of: path)
    if parent != path, !exists(parent) { try create(parent) }
    if mkdir(path, 0o777) == 0 { return }
    // To look whether it is there has a fault of its own.
    let fault = SystemError.last
    // Another process may have been quicker.
    guard exists(path) else {
      throw InputError(
        .unwritable, "the folder cannot be created", path: path, found: fault.text,
        remedy: "choose another folder or change the permissions of the one above it")
    }
  }

  /// The names of a folder's entries, without `.` and `..`; nil when it cannot be read.
  package static func entries(of folder: String) -> [String]? {
    guard let stream = opendir(folder) else { return nil }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Whether `path` is a folder.
  package static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
