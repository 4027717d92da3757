import InklingFiles

/// Font files on the disk, by their names.
enum FontListing {
  /// How names of fonts end.
  static let endings = ["ttf", "otf", "ttc", "otc", "pfb"]
  /// The most fonts that are read.
  private static let most = 1000
  /// Folders within folders.
  private static let deepest = 8

  /// The fonts in a folder and those below it, in the order of their paths.
  ///
  /// - Throws: `InputError` for a folder that cannot be read, and for more fonts than `most`.
  static func paths(in folder: String) throws(InputError) -> [String] {
    var paths: [String] = []
    try add(folder, depth: 0, to: &paths)
    return paths
  }

  private static func add(_ folder: String, depth: Int, to paths: inout [String]) throws(InputError) {
    for name in try Folder.listing(of: folder) where !name.hasPrefix(".") {
      let path = "\(folder)/\(name)"
      if endings.contains(where: { name.lowercased().hasSuffix(".\($0)") }) {
        paths.append(path)
        guard paths.count <= most else {
          throw InputError(.malformed, "the folder has too many fonts", path: folder, expected: "at most \(most)")
        }
      } else if depth < deepest, Folder.exists(path) {
        try add(path, depth: depth + 1, to: &paths)
      }
    }
  }
}
