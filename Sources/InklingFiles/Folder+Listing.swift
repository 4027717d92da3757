import InklingPlatform

extension Folder {
  /// The most entries of a folder that are listed.
  package static let mostEntries = 1 << 24

  /// The names of a folder's entries, in the order of their bytes, without `.` and `..`.
  ///
  /// - Throws: `InputError`: `.missing` for a folder that is not there or may not be read; `.malformed` for a name that is
  ///   not UTF-8 or has a character that no line of text can show, such as a line feed, and for more than `mostEntries`.
  package static func listing(of folder: String) throws(InputError) -> [String] {
    guard let stream = opendir(folder) else {
      throw InputError(
        .missing, "the folder cannot be read", path: folder, found: SystemError.last.text,
        remedy: "check the path and its permissions")
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if bytes == [0x2E] || bytes == [0x2E, 0x2E] { continue }
      names.append(try checked(bytes, in: folder))
      guard names.count <= mostEntries else {
        throw InputError(
          .malformed, "the folder has too many entries", path: folder, expected: "at most \(mostEntries)")
      }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func checked(_ bytes: [UInt8], in folder: String) throws(InputError) -> String {
    let name = String(validating: bytes, as: UTF8.self)
    if let name, PrintableText.escaped(name) == name { return name }
    throw InputError(
      .malformed,
      name == nil
        ? "the folder has an entry whose name is not UTF-8" : "the folder has an entry whose name is no line of text",
      path: folder, expected: "names without control characters, in UTF-8",
      found: "'\(String(decoding: bytes.prefix(100), as: UTF8.self))'", remedy: "rename it")
  }
}
