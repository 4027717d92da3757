import InklingFiles
import InklingPlatform

/// The four files of a data set as they lie in a folder.
struct IDXFolder: Sendable, Equatable {
  let path: String
  let train: Files
  let test: Files

  struct Files: Sendable, Equatable {
    let images: String
    let labels: String
  }

  /// Whether the folder at `path` has all files of `entry`.
  ///
  /// - Throws: `InputError` (`.missing`) for a folder that cannot be searched: what is in it nobody knows.
  static func holds(_ entry: CatalogEntry, at path: String) throws(InputError) -> Bool {
    for file in [entry.train.images, entry.train.labels, entry.test.images, entry.test.labels] {
      guard try existing(file, in: path) != nil else { return false }
    }
    return true
  }

  /// The files of `entry` in the folder at `path`, under any of their names.
  ///
  /// - Throws: `InputError` (`.missing`) that names the first file that is not there.
  init(_ path: String, of entry: CatalogEntry) throws(InputError) {
    self.path = path
    train = Files(
      images: try Self.find(entry.train.images, in: path), labels: try Self.find(entry.train.labels, in: path))
    test = Files(
      images: try Self.find(entry.test.images, in: path), labels: try Self.find(entry.test.labels, in: path))
  }

  private static func find(_ file: CatalogFile, in folder: String) throws(InputError) -> String {
    if let path = try existing(file, in: folder) { return path }
    throw InputError(
      .missing, "no such file", path: folder + "/" + file.name, expected: "the file, packed or not",
      remedy: "put it there, or download the data set")
  }

  private static func existing(_ file: CatalogFile, in folder: String) throws(InputError) -> String? {
    for path in file.possibleNames.map({ folder + "/" + $0 }) {
      if access(path, F_OK) == 0 { return path }
      guard errno == ENOENT || errno == ENOTDIR else {
        throw InputError(
          .missing, "the folder may not be searched", path: folder, found: String(cString: strerror(errno)),
          remedy: "check its permissions")
      }
    }
    return nil
  }
}
