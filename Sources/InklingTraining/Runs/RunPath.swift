import InklingFiles
import InklingPlatform

/// Paths of runs, and what is there.
enum RunPath {
  /// What a path leads to.
  enum Content: Equatable { case nothing, folder, other }

  static func content(of path: String) -> Content {
    var status = stat()
    guard stat(path, &status) == 0 else { return .nothing }
    return status.st_mode & S_IFMT == S_IFDIR ? .folder : .other
  }

  /// `runs/name`, whether or not `runs` ends in a slash.
  static func join(_ folder: String, _ name: String) -> String { trimmed(folder) + "/" + name }

  /// The last component.
  static func name(of path: String) -> String {
    trimmed(path).split(separator: "/").last.map(String.init) ?? path
  }

  /// Without slashes at the end.
  static func trimmed(_ path: String) -> String {
    var path = path[...]
    while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path == "/" ? "" : String(path)
  }

  /// The names of a folder's entries, without `.` and `..`; nil when it cannot be read.
  static func entries(of folder: String) -> [String]? { Folder.entries(of: folder) }

  /// Makes a folder and those above it; it may be there already.
  ///
  /// - Throws: `InputError` of kind `.unwritable`.
  static func makeFolders(_ path: String) throws(InputError) {
    let path = trimmed(path)
    switch content(of: path.isEmpty ? "/" : path) {
    case .folder: return
    case .other:
      throw InputError(
        .unwritable, "the folder for runs is a file", path: path, expected: "a folder", found: "a file",
        remedy: "choose another with --runs")
    case .nothing: break
    }
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try makeFolders(String(path[..<slash])) }
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw InputError(
        .unwritable, "a folder for runs cannot be made", path: path, found: systemReason(),
        remedy: "make the folder above it writable or choose another with --runs")
    }
  }
}
