import Files

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The four files of a data set as they lie in a folder.
struct IDXFolder: Sendable, Equatable {
  let path: String
  let train: Files
  let test: Files

  struct Files: Sendable, Equatable {
    let images: String
    let labels: String
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
    for name in file.possibleNames where access(folder + "/" + name, F_OK) == 0 { return folder + "/" + name }
    throw InputError(
      .missing, "no such file", path: folder + "/" + file.name, expected: "the file, packed or not",
      remedy: "put it there, or download the data set")
  }
}
