import InklingFiles
import InklingFormats
import InklingPlatform

/// The lines of a table of pictures with texts.
struct TextRows: Sendable {
  let entries: [TextListing.Entry]

  private static let largestFile = 1 << 30
  private static let fileNames = ["file", "path", "filename", "file_name", "image", "picture", "name"]
  private static let textNames = ["text", "label", "labels", "words", "transcription", "value"]

  /// Reads a table with the columns `file` and `text`; without a first line of names each line is a path and a text. A path
  /// that is not absolute starts from the table's folder, or from the one that is named.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a table that is damaged or not UTF-8, lacks a column, has a path that is
  ///   no line of text, or one twice; `.missing` for one that cannot be read.
  init(contentsOf path: String, of named: String? = nil) throws(InputError) {
    let bytes = try FileBytes.read(path, limit: Self.largestFile)
    guard !bytes.prefix(1 << 12).contains(0) else {
      throw InputError(
        .malformed, "the file is no table", path: path, expected: "lines of CSV with the columns file and text",
        found: "other bytes", remedy: "give a CSV file or a folder of pictures")
    }
    let table = try CSVTable(decoding: bytes, hasHeader: false, path: path)
    let columns = try Self.columns(of: table.rows[0], path)
    let rows = table.rows.dropFirst(columns.isNamed ? 1 : 0)
    guard !rows.isEmpty else {
      throw InputError(.malformed, "the table names no pictures", path: path, expected: "a line for each")
    }
    let folder = named ?? DurableFile.folder(of: path)
    var (lines, entries) = ([String: Int](), [TextListing.Entry]())
    var places = FilePlaces()
    entries.reserveCapacity(rows.count)
    for (index, row) in rows.enumerated() {
      let file = row[columns.file]
      guard !file.isEmpty, PrintableText.escaped(file) == file else {
        throw InputError(
          .malformed, "row \(index + 1) of the table has a path that is no line of text", path: path,
          expected: "text without control characters", found: "'\(file.prefix(100))'")
      }
      let plain = Self.plain(file)
      let picture = plain.hasPrefix("/") ? plain : "\(folder)/\(plain)"
      if let first = lines.updateValue(index + 1, forKey: places.place(of: picture)) {
        throw InputError(
          .malformed, "a picture is in the table twice", path: path, expected: "each path once",
          found: "\(plain.prefix(200)) in the rows \(first) and \(index + 1)")
      }
      entries.append(TextListing.Entry(path: picture, text: row[columns.text]))
    }
    self.entries = entries
  }

  /// Where the path and the text stand.
  private static func columns(
    of first: [String], _ path: String
  ) throws(InputError) -> (file: Int, text: Int, isNamed: Bool) {
    if first.count == 2, TextListing.isPicture(first[0]) { return (0, 1, false) }
    let names = first.map { $0.lowercased() }
    let file = fileNames.lazy.compactMap { names.firstIndex(of: $0) }.first
    let text = textNames.lazy.compactMap { names.firstIndex(of: $0) }.first
    if let file, let text {
      for place in [file, text] where names.count(where: { $0 == names[place] }) > 1 {
        throw InputError(
          .malformed, "the table has two columns of one name", path: path, expected: "each name once",
          found: "'\(names[place])' \(names.count { $0 == names[place] }) times")
      }
      return (file, text, true)
    }
    let missing = [file == nil ? "'file'" : nil, text == nil ? "'text'" : nil].compactMap(\.self)
    throw InputError(
      .malformed, "the table has no column \(missing.joined(separator: " and none "))", path: path,
      expected: "a first line with the names file and text, or a picture's path and its text in each line",
      found: NameList.text(first.map { "'\($0.prefix(40))'" }))
  }

  /// The path without steps that lead nowhere.
  private static func plain(_ path: String) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: true).filter { $0 != "." }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}

/// Where files lie, by whichever path they are named: each folder is looked at once.
private struct FilePlaces {
  private var folders: [String: String] = [:]

  /// The path without steps back and links of folders; as it is where there is no such folder.
  mutating func place(of path: String) -> String {
    let folder = DurableFile.folder(of: path)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    if let known = folders[folder] { return "\(known)/\(name)" }
    var place = folder
    if let resolved = realpath(folder, nil) {
      place = String(cString: resolved)
      free(resolved)
    }
    folders[folder] = place
    return "\(place)/\(name)"
  }
}
