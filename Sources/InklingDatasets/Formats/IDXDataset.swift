import InklingFiles

/// Reads a data set of the catalog from a folder.
enum IDXDataset {
  /// Reads all four files, the training set on one thread and the test set on another.
  ///
  /// Any counts and any image size will do; counts that are not the catalog's become notes.
  ///
  /// - Parameter verifies: whether the files' digests are compared too, which becomes notes as well.
  /// - Throws: `InputError`: `.missing` for files that are not there, `.malformed` for anything that is wrong in them,
  ///   for counts of images and labels that differ, a label outside the classes, no images at all, and training and
  ///   test images of different sizes.
  static func read(_ entry: CatalogEntry, from folder: String, verifies: Bool = false) throws(InputError) -> Dataset {
    let files = try IDXFolder(folder, of: entry)
    let (train, test) = try sideBySide(
      { () throws(InputError) in try IDXSplit.read(files.train, of: entry) },
      { () throws(InputError) in try IDXSplit.read(files.test, of: entry) })
    guard (train.height, train.width) == (test.height, test.width) else {
      throw InputError(
        .malformed, "training and test images differ in size", path: files.test.images, offset: 8,
        expected: "\(train.height) x \(train.width) as in \(files.train.images)",
        found: "\(test.height) x \(test.width)")
    }
    var notes = [
      countNote("training", train.count, entry.train.count), countNote("test", test.count, entry.test.count),
    ]
    if verifies { notes += try digestNotes(files, entry) }
    return Dataset(name: entry.name, train: train, test: test, notes: notes.compactMap(\.self), source: folder)
  }

  private static func countNote(_ part: String, _ found: Int, _ known: Int) -> String? {
    found == known ? nil : "the \(part) set has \(found) images; the published one has \(known)"
  }

  private static func digestNotes(_ files: IDXFolder, _ entry: CatalogEntry) throws(InputError) -> [String?] {
    var notes: [String?] = []
    let paths = [files.train.images, files.train.labels, files.test.images, files.test.labels]
    for (path, file) in zip(paths, entry.files) {
      guard let known = file.sha256 else { continue }
      let found = try FileDigest.sha256(of: path)
      notes.append(found == known ? nil : "\(path) is not the published file: its SHA-256 is \(found), not \(known)")
    }
    return notes
  }
}
