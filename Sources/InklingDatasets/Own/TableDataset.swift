import InklingFiles
import InklingFormats

/// A data set in CSV files: a label and pixels in each line, or a picture's path and its label.
enum TableDataset {
  private static let largestFile = 1 << 32

  /// - Throws: `InputError` for files that are missing or in any way wrong.
  static func read(
    _ files: TableFiles, name: String, source: String, _ reading: DatasetReading
  ) throws(InputError) -> Dataset {
    let train = try FileBytes.read(files.train, limit: largestFile)
    let kind = try TableKind(of: train, path: files.train)
    let test = try files.test.map { path throws(InputError) in
      let bytes = try FileBytes.read(path, limit: largestFile)
      guard try TableKind(of: bytes, path: path) == kind else {
        throw InputError(
          .malformed, "one table has pixels and the other has paths of pictures", path: path,
          expected: "two of one kind, as in \(files.train)")
      }
      return (path, bytes)
    }
    let names = try source == files.train ? nil : ClassNameFile.names(in: source)
    switch kind {
    case .pixels:
      return try ArrayDataset.dataset(
        part(train, files.train), test.map { file throws(InputError) in try part(file.1, file.0) }, names: names,
        name: name, source: source, reading: reading)
    case .pictures:
      let rows = try PictureRows(train, path: files.train)
      let others = try test.map { file throws(InputError) in try PictureRows(file.1, path: file.0) }
      return try PictureDataset(PictureListing(rows, others, names: names), name: name, source: source).read(reading)
    }
  }

  private static func part(_ bytes: [UInt8], _ path: String) throws(InputError) -> ArrayPart {
    let table = try CSVDataset(decoding: bytes, path: path)
    return try ArrayPart(pixels: table.pixels, labels: table.labels, path: path)
  }
}

/// The lines of a table of pictures: where each is, and the name of its class.
struct PictureRows: Sendable {
  let path: String
  let files: [String]
  let labels: [String]

  private static let pathNames = ["path", "file", "filename", "file_name", "image", "picture", "name"]
  private static let labelNames = ["label", "labels", "class", "target", "y"]

  /// A first line is one of names when it has one of `path`'s and one of `label`'s; without it a line is a path and a
  /// label. A path that is not absolute starts from the table's folder.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a table that is damaged, or has other columns.
  init(_ bytes: [UInt8], path: String) throws(InputError) {
    let table = try CSVTable(decoding: bytes, hasHeader: false, path: path)
    var rows = table.rows[...]
    var (filePlace, labelPlace) = (0, 1)
    let first = table.rows[0].map { $0.lowercased() }
    if let file = first.firstIndex(where: Self.pathNames.contains),
      let label = first.firstIndex(where: Self.labelNames.contains)
    {
      (filePlace, labelPlace) = (file, label)
      rows.removeFirst()
    } else if first.count != 2 {
      throw InputError(
        .malformed, "the table names no pictures", path: path,
        expected: "a path and a label in each line, or a first line with the names 'path' and 'label'",
        found: "\(first.count) columns that begin with '\(table.rows[0][0].prefix(40))'")
    }
    guard !rows.isEmpty else {
      throw InputError(.malformed, "the table names no pictures", path: path, expected: "a line for each")
    }
    self.path = path
    let folder = DurableFile.folder(of: path)
    files = rows.map { row in row[filePlace].hasPrefix("/") ? row[filePlace] : "\(folder)/\(row[filePlace])" }
    labels = rows.map { $0[labelPlace] }
    for (index, row) in rows.enumerated() {
      for text in [row[filePlace], row[labelPlace]] where text.isEmpty || PrintableText.escaped(text) != text {
        throw InputError(
          .malformed, "row \(index + 1) of the table has a path or a label that is no line of text", path: path,
          expected: "text without control characters", found: "'\(text.prefix(100))'")
      }
    }
  }
}
