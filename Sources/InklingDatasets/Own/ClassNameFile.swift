import InklingFiles

/// The names of a data set's classes in a file beside it: a line each, in the order of the labels from 0 on.
enum ClassNameFile {
  static let name = "classes.txt"
  private static let largestFile = 1 << 20
  private static let longestName = 200

  /// The names in a folder's `classes.txt`; nil without one.
  ///
  /// - Throws: `InputError` of kind `.malformed` for text that is not UTF-8, empty lines, a name that is given twice or
  ///   too long, and fewer than two or too many.
  static func names(in folder: String) throws(InputError) -> [String]? {
    let path = "\(folder)/\(name)"
    guard let status = try FileStatus.existing(path) else { return nil }
    guard status.kind == .file else { throw fault("no regular file", path) }
    let bytes = ByteOrderMark.skipped(try FileBytes.read(path, limit: largestFile))
    guard let text = String(validating: bytes, as: UTF8.self) else { throw fault("text that is not UTF-8", path) }
    // A line feed behind a carriage return is one character.
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    while lines.last == "" { lines.removeLast() }
    var seen: Set<[UInt8]> = []
    for (index, line) in lines.enumerated() {
      guard !line.isEmpty, line.utf8.count <= longestName, PrintableText.escaped(line) == line else {
        throw fault("a line that is no name: line \(index + 1)", path)
      }
      guard seen.insert(Array(line.utf8)).inserted else { throw fault("the name '\(line)' twice", path) }
    }
    try LabelClasses.requireCount(lines.count, path: path)
    return lines
  }

  private static func fault(_ found: String, _ path: String) -> InputError {
    InputError(
      .malformed, "the file does not name the classes", path: path,
      expected: "a line of text for each class, each once, of at most \(longestName) bytes", found: found)
  }
}
