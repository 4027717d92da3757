package import InklingFiles
import InklingFormats
import InklingImages

/// The files that a data set is made of: what nothing may be written over that is made of it.
package struct DatasetFiles {
  /// The file that is looked for.
  private let file: PathStatus.Identity
  private var searched: Set<PathStatus.Identity> = []
  private var isFound = false

  /// Folders inside one another, as deep as pictures are looked for.
  private static let deepest = 32
  private static let largestTable = 1 << 30

  /// Whether a file is, or could be, one of those at some paths: by another path or through a link, too.
  ///
  /// In a folder, and in those below it, these are pictures and arrays by their endings, IDX files, `classes.txt` and the
  /// tables that are read there. Of a table, the one that is named included, they are the pictures that it names. Anything
  /// else may be written beside them.
  package static func include(_ file: BytePath, at paths: [BytePath]) -> Bool {
    // What is not there is nobody's.
    guard let status = PathStatus(of: file), status.kind == .file else { return false }
    var search = DatasetFiles(file: status.identity)
    for path in paths where !search.isFound { search.look(at: path) }
    return search.isFound
  }

  /// Whether pictures that are written into a folder would lie among those at some paths.
  package static func lie(in folder: BytePath, at paths: [BytePath]) -> Bool {
    guard let names = Folder.names(in: folder) else { return false }
    return names.contains { name in
      PictureFile.isPictureName(String(decoding: name, as: UTF8.self))
        && include(folder.appending(name), at: paths)
    }
  }

  private init(file: PathStatus.Identity) { self.file = file }

  private mutating func look(at path: BytePath) {
    guard let status = PathStatus(of: path) else { return }
    switch status.kind {
    case .folder: search(path, status.identity, depth: 0)
    case .file:
      isFound = isFound || status.identity == file
      if !isFound, path.isText { lookForPictures(namedIn: path.description) }
    case .other: break
    }
  }

  private mutating func search(_ folder: BytePath, _ identity: PathStatus.Identity, depth: Int) {
    guard depth < Self.deepest, searched.insert(identity).inserted else { return }
    for name in Folder.names(in: folder) ?? [] where !isFound && name.first != UInt8(ascii: ".") {
      let path = folder.appending(name)
      guard let status = PathStatus(of: path) else { continue }
      switch status.kind {
      case .folder: search(path, status.identity, depth: depth + 1)
      case .file: look(at: path, called: String(decoding: name, as: UTF8.self), status.identity)
      case .other: break
      }
    }
  }

  /// Whether a folder's file of this name is read as a part of a data set.
  private static func isRead(_ name: String) -> Bool {
    let endings = [".npy", ".npz"]
    return PictureFile.isPictureName(name) || name == TextListing.tableName || name == ClassNameFile.name
      || TableFiles.partName(name) != nil || IDXOwnFiles.Role(name) != nil
      || endings.contains { name.lowercased().hasSuffix($0) }
  }

  private mutating func look(at path: BytePath, called name: String, _ identity: PathStatus.Identity) {
    guard Self.isRead(name) else { return }
    isFound = identity == file
    if !isFound, path.isText, name.lowercased().hasSuffix(".csv") { lookForPictures(namedIn: path.description) }
  }

  /// Looks at the pictures that a table names, wherever they lie. A table that is damaged is refused when it is read.
  private mutating func lookForPictures(namedIn path: String) {
    guard let start = try? OpenFile(reading: path).next(TableKind.shown),
      (try? TableKind(of: start, path: path)) == .pictures,
      let bytes = try? FileBytes.read(path, limit: Self.largestTable),
      let rows = try? CSVTable(decoding: bytes, hasHeader: false, path: path).rows
    else { return }
    let folder = DurableFile.folder(of: path)
    for name in rows.joined() where !isFound && PictureFile.isPictureName(name) {
      isFound = PathStatus(of: BytePath(name.hasPrefix("/") ? name : "\(folder)/\(name)"))?.identity == file
    }
  }
}
