import InklingFiles
import InklingImages

/// The pictures of a text data set with their texts, before any of them is read.
struct TextListing: Sendable, Equatable {
  /// One picture.
  struct Entry: Sendable, Equatable {
    let path: String
    let text: String
  }

  let train: [Entry]
  /// Empty without a test part.
  let test: [Entry]
  /// Names that were not taken.
  let others: [String]

  /// The table of a folder of pictures.
  static let tableName = "labels.csv"

  /// The pictures at a path: a table of paths and texts, or a folder. A folder has a part in `train` and one in `test`, or
  /// `train.csv` and `test.csv`, or is a part itself. A part is a folder of pictures, whose texts are in its `labels.csv`, or
  /// else in their names. Hidden entries do not count.
  ///
  /// - Throws: `InputError`: `.missing` for what is not there, `.malformed` for a folder of classes, for several forms at
  ///   once, and for tables that are wrong.
  ///
  /// - Parameter labels: the table of a folder's pictures; nil for what the folder has.
  init(at path: String, separator: String, labels: String? = nil) throws(InputError) {
    guard let status = try FileStatus.existing(path) else {
      throw InputError(
        .missing, "there is no such data set", path: path, expected: "a folder of pictures or a table",
        remedy: "check the path, or where a run's data was moved give its new one with --dataset")
    }
    if let labels {
      try self.init(folder: path, status.kind == .folder, labels: labels)
      return
    }
    if status.kind == .file {
      try DatasetForm.requireNoPicture(path, OpenFile(reading: path).next(16), texts: true)
      try self.init(train: TextRows(contentsOf: path).entries, test: [], others: [], path: path)
      return
    }
    guard status.kind == .folder else {
      throw InputError(.missing, "no regular file or folder", path: path, found: "a pipe or a device")
    }
    let entries = try PictureListing.visible(path)
    let parts = entries.folders.filter { PictureListing.partName($0) != nil }
    let tables = try TableFiles(entries.files, in: path)
    let isPart = entries.files.contains { $0 == Self.tableName || Self.isPicture($0) }
    guard [!parts.isEmpty, tables != nil, isPart].count(where: \.self) <= 1 else {
      throw Self.fault(
        "several forms at once", path,
        found: NameList.text(
          parts.map { "\($0)/" } + entries.files.filter { $0.hasSuffix(".csv") || Self.isPicture($0) }))
    }
    if let tables {
      let test = try tables.test.map { table throws(InputError) in try TextRows(contentsOf: table).entries } ?? []
      try self.init(train: TextRows(contentsOf: tables.train).entries, test: test, others: [], path: path)
    } else if parts.isEmpty {
      var others = entries.folders.map { "\($0)/" }
      let train = try Self.part(path, entries, separator, &others)
      try self.init(train: train, test: [], others: others, path: path)
    } else {
      var others = entries.files + entries.folders.filter { !parts.contains($0) }.map { "\($0)/" }
      func part(_ name: String) throws(InputError) -> [Entry]? {
        let found = parts.filter { PictureListing.partName($0) == name }
        guard found.count <= 1 else {
          throw Self.fault("two folders for one part", path, found: NameList.text(found))
        }
        return try found.first.map { found throws(InputError) in
          let folder = "\(path)/\(found)"
          return try Self.part(folder, PictureListing.visible(folder), separator, &others)
        }
      }
      guard let train = try part("train") else {
        throw Self.fault("nothing to train on", path, found: "only a folder \(parts[0])/")
      }
      try self.init(train: train, test: part("test") ?? [], others: others, path: path)
    }
  }

  /// Whether a path is a folder of pictures with texts, or of parts that are: pictures and no folders of classes.
  ///
  /// - Throws: what listing the folder throws.
  static func isThere(at path: String) throws(InputError) -> Bool {
    guard Folder.exists(path) else { return false }
    let entries = try PictureListing.visible(path)
    let parts = entries.folders.filter { PictureListing.partName($0) != nil }
    guard parts.isEmpty else {
      for part in parts where try !isThere(at: "\(path)/\(part)") { return false }
      return true
    }
    return entries.files.contains(tableName) || entries.folders.isEmpty && entries.files.contains(where: isPicture)
  }

  /// The pictures of a folder that a table names.
  private init(folder: String, _ isFolder: Bool, labels: String) throws(InputError) {
    guard isFolder else {
      throw InputError(
        .usage, "a table of texts is given beside what is no folder of pictures", path: folder, expected: "a folder",
        found: "a file", remedy: "name the folder, or the table alone")
    }
    let rows = try TextRows(contentsOf: labels, of: folder).entries
    let named = Set(rows.map(\.path))
    let others = try PictureListing.visible(folder).files.filter(Self.isPicture).map { "\(folder)/\($0)" }
    try self.init(train: rows, test: [], others: others.filter { !named.contains($0) }, path: folder)
  }

  private init(train: [Entry], test: [Entry], others: [String], path: String) throws(InputError) {
    guard !train.isEmpty else {
      throw Self.fault("no pictures", path, found: "none of .\(PictureFile.endings.joined(separator: ", ."))")
    }
    (self.train, self.test, self.others) = (train, test, others)
  }

  /// The pictures of one folder.
  private static func part(
    _ folder: String, _ entries: (folders: [String], files: [String]), _ separator: String, _ others: inout [String]
  ) throws(InputError) -> [Entry] {
    let pictures = entries.files.filter(isPicture)
    if entries.files.contains(tableName) {
      let rows = try TextRows(contentsOf: "\(folder)/\(tableName)").entries
      let named = Set(rows.map(\.path))
      others += pictures.map { "\(folder)/\($0)" }.filter { !named.contains($0) }
      return rows
    }
    guard !pictures.isEmpty || entries.folders.isEmpty else {
      throw fault("folders of classes, and the task is to read texts", folder, found: "\(entries.folders[0])/")
    }
    others += entries.files.filter { !isPicture($0) }
    return pictures.map { Entry(path: "\(folder)/\($0)", text: text(inName: $0, separator)) }
  }

  /// What a picture's name says: all before its ending, or before the first separator.
  static func text(inName name: String, _ separator: String) -> String {
    let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name[...]
    guard !separator.isEmpty, let range = stem.firstRange(of: separator) else { return String(stem) }
    return String(stem[..<range.lowerBound])
  }

  static func isPicture(_ name: String) -> Bool { PictureFile.isPictureName(name) }

  private static func fault(_ what: String, _ path: String, found: String) -> InputError {
    InputError(
      .malformed, "the data set of texts has \(what)", path: path,
      expected: "pictures that are called by their texts, or \(tableName), in the folder or in train/ and test/",
      found: found)
  }
}
