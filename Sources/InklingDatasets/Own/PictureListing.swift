import InklingFiles
import InklingImages

/// The pictures of a data set, by class, before any of them is read.
struct PictureListing: Sendable, Equatable {
  /// One picture.
  struct Entry: Sendable, Equatable {
    let path: String
    /// An index into the class names.
    let label: Int32
    /// What the system says of the file; nil for a link that leads nowhere.
    let status: FileStatus?
  }

  let classNames: [String]
  let train: [Entry]
  /// Empty without a test part.
  let test: [Entry]
  /// Names that were not taken.
  let others: [String]

  private static let longestName = 200

  /// The pictures of a folder: `train/CLASS/PICTURE` and `test/CLASS/PICTURE`, or `CLASS/PICTURE`. The classes are the
  /// training part's folders, in the order of their names' bytes.
  ///
  /// A picture is told by its name's ending; hidden entries do not count. Folders are two or three deep, never more, so
  /// links that lead back are followed no further.
  ///
  /// - Throws: `InputError`: `.missing` for what cannot be read, `.malformed` for a name that is no line of text, a folder
  ///   where a picture belongs, no classes, one class, or a class without a picture.
  init(folder: String) throws(InputError) {
    let entries = try Self.visible(folder)
    let parts = entries.folders.filter { Self.partName($0) != nil }
    var others = entries.files.map { $0 }
    guard let train = try Self.only(parts, "train", in: folder) else {
      if let test = parts.first { throw Self.fault("nothing to train on", folder, found: "only a folder \(test)/") }
      let part = try Self.part(folder, entries.folders, &others)
      try self.init(classNames: part.classes, train: part.entries, test: [], others: others, path: folder)
      return
    }
    others += entries.folders.filter { !parts.contains($0) }.map { "\($0)/" }
    let training = try Self.part("\(folder)/\(train)", Self.visible("\(folder)/\(train)").folders, &others)
    var testing: [Entry] = []
    if let test = try Self.only(parts, "test", in: folder) {
      let path = "\(folder)/\(test)"
      let part = try Self.part(path, Self.visible(path).folders, &others)
      let places = try part.classes.map { name throws(InputError) in
        guard let place = training.classes.firstIndex(of: name) else {
          throw Self.fault("a class to test with that is not trained on", path, found: "the folder \(name)/")
        }
        return Int32(place)
      }
      testing = part.entries.map { Entry(path: $0.path, label: places[Int($0.label)], status: $0.status) }
    }
    try self.init(classNames: training.classes, train: training.entries, test: testing, others: others, path: folder)
  }

  /// The pictures of tables. The classes are the training table's labels: whole numbers by their value, names by their
  /// bytes; or, with `names`, the numbers are indices into these.
  ///
  /// - Throws: as above.
  init(_ train: PictureRows, _ test: PictureRows?, names: [String]?) throws(InputError) {
    let numbers = train.labels.compactMap { Int64($0) }
    let isNumbers = numbers.count == train.labels.count
    let (classNames, place): ([String], (String) -> Int32?)
    if isNumbers {
      let classes = try LabelClasses(of: numbers, names: names, path: train.path)
      classNames = classes.names
      place = { Int64($0).flatMap { try? classes.classes(of: [$0], path: train.path)[0] } }
    } else {
      let sorted = names ?? Set(train.labels).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      let places = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, Int32($0)) })
      classNames = sorted
      place = { places[$0] }
    }
    func entries(_ rows: PictureRows) throws(InputError) -> [Entry] {
      var entries: [Entry] = []
      for (file, label) in zip(rows.files, rows.labels) {
        guard let place = place(label) else {
          throw InputError(
            .malformed, "a label outside the classes", path: rows.path, expected: NameList.classes(classNames),
            found: "'\(label.prefix(100))', the label of \(file)")
        }
        entries.append(try Self.entry(file, place, try Self.status(of: file)))
      }
      return entries
    }
    try self.init(
      classNames: classNames, train: entries(train),
      test: test.map { rows throws(InputError) in try entries(rows) } ?? [],
      others: [], path: train.path)
  }

  private init(
    classNames: [String], train: [Entry], test: [Entry], others: [String], path: String
  ) throws(InputError) {
    guard !train.isEmpty else {
      throw Self.fault("no pictures", path, found: "none of .\(PictureFile.endings.joined(separator: ", ."))")
    }
    try LabelClasses.requireCount(classNames.count, path: path)
    (self.classNames, self.train, self.test, self.others) = (classNames, train, test, others)
  }

  /// "train" or "test" for the name of a part's folder.
  static func partName(_ name: String) -> String? {
    switch name.lowercased() {
    case "train", "training": "train"
    case "test", "testing": "test"
    default: nil
    }
  }

  private static func only(_ parts: [String], _ name: String, in folder: String) throws(InputError) -> String? {
    let found = parts.filter { partName($0) == name }
    guard found.count <= 1 else { throw fault("two folders for one part", folder, found: NameList.text(found)) }
    return found.first
  }

  /// A picture's link that leads nowhere is a file: reading it says so. Any other may have been a class.
  static func visible(_ folder: String) throws(InputError) -> (folders: [String], files: [String]) {
    var (folders, files) = ([String](), [String]())
    for name in try Folder.listing(of: folder) where !name.hasPrefix(".") {
      let path = "\(folder)/\(name)"
      let status = PictureFile.isPictureName(name) ? try status(of: path) : try FileStatus(of: path)
      if status?.kind == .folder { folders.append(name) } else { files.append(name) }
    }
    return (folders, files)
  }

  /// Nil for a link that leads nowhere.
  private static func status(of path: String) throws(InputError) -> FileStatus? {
    do throws(InputError) {
      return try FileStatus(of: path)
    } catch {
      guard FileStatus.isLinkToNothing(path) else { throw error }
      return nil
    }
  }

  /// The classes of a part and their pictures.
  private static func part(
    _ folder: String, _ classes: [String], _ others: inout [String]
  ) throws(InputError) -> (classes: [String], entries: [Entry]) {
    guard !classes.isEmpty else {
      throw fault("no pictures and nothing else that is known", folder, found: "no folder of a class")
    }
    var entries: [Entry] = []
    for (label, name) in classes.enumerated() {
      let path = "\(folder)/\(name)"
      guard name.utf8.count <= longestName else { throw fault("a class with too long a name", path, found: name) }
      let before = entries.count
      for file in try Folder.listing(of: path) where !file.hasPrefix(".") {
        let status = try status(of: "\(path)/\(file)")
        if status?.kind == .folder {
          throw fault("a folder where pictures belong", "\(path)/\(file)", found: "a folder")
        }
        guard PictureFile.isPictureName(file) else {
          others.append("\(name)/\(file)")
          continue
        }
        entries.append(try entry("\(path)/\(file)", Int32(label), status))
      }
      guard entries.count > before else { throw fault("a class without a picture", path, found: "none") }
    }
    return (classes, entries)
  }

  private static func entry(
    _ path: String, _ label: Int32, _ status: FileStatus?
  ) throws(InputError) -> Entry {
    if let status, status.kind != .file {
      throw fault(
        "something else than a picture's file", path, found: status.kind == .folder ? "a folder" : "a pipe or a device")
    }
    return Entry(path: path, label: label, status: status)
  }

  private static func fault(_ what: String, _ path: String, found: String) -> InputError {
    InputError(
      .malformed, "the data set has \(what)", path: path,
      expected: "train/CLASS/PICTURE and test/CLASS/PICTURE, or CLASS/PICTURE", found: found)
  }
}
