import InklingFiles

/// The pictures in a folder and in the folders below it, in the order of their names' bytes, level by level.
///
/// Links are followed, each folder is searched once, and hidden entries do not count.
struct PictureFolder {
  /// The pictures, and what is wrong with places that cannot be searched.
  private(set) var sources: [PictureSources.Source] = []
  /// Entries that are neither a folder nor called as pictures are.
  private(set) var others = 0
  /// The folders from the first to the one that is being searched.
  private var above: [PathStatus.Identity] = []
  private var searched: Set<PathStatus.Identity> = []

  /// The most folders inside one another.
  static let deepest = 32

  /// - Parameter identity: of the folder.
  init(_ folder: BytePath, _ identity: PathStatus.Identity) { search(folder, identity) }

  private mutating func search(_ folder: BytePath, _ identity: PathStatus.Identity) {
    if let fault = fault(folder, identity) { return sources.append(.fault(fault)) }
    guard let names = Folder.names(in: folder) else {
      let fault = InputError(
        .missing, "the folder may not be read", path: folder.description, remedy: "check its permissions")
      return sources.append(.fault(fault))
    }
    searched.insert(identity)
    above.append(identity)
    for name in names where name.first != UInt8(ascii: ".") { take(folder.appending(name)) }
    above.removeLast()
  }

  private mutating func take(_ path: BytePath) {
    let status = PathStatus(of: path)
    if let status, status.kind == .folder { return search(path, status.identity) }
    guard PictureSources.looksLikePicture(path) else {
      others += 1
      return
    }
    sources.append(PictureSources.file(path, status))
  }

  private func fault(_ folder: BytePath, _ identity: PathStatus.Identity) -> InputError? {
    let path = folder.description
    if above.contains(identity) {
      return InputError(
        .malformed, "a link leads back to a folder above it", path: path, remedy: "its pictures are read there")
    }
    if searched.contains(identity) {
      return InputError(
        .malformed, "a link leads to a folder that was searched already", path: path,
        remedy: "its pictures are read there")
    }
    guard above.count < Self.deepest else {
      return InputError(
        .malformed, "folders are nested too deep", path: path, expected: "at most \(Self.deepest) levels",
        remedy: "name a folder further down")
    }
    return nil
  }
}
