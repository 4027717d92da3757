public import InklingFiles
import InklingFormats
import InklingPlatform

/// Downloads a data set of the catalog into a data folder, file by file, from its known mirrors.
///
/// Every file is compared with its published SHA-256 digest and moved into its place only when it is whole. Two
/// processes that download into the same folder take turns. Needs the `curl` command.
public struct DatasetDownload {
  private let entry: CatalogEntry
  private let folder: String
  private let places: [String]
  private let mirrors: [String]
  private let command: String
  private let pause: UInt32

  /// - Parameters:
  ///   - entry: the data set's entry in the catalog.
  ///   - dataFolder: the data folder, in which a folder for the data set is made.
  ///   - places: where the data set was looked for before, for the error when it cannot be had.
  public init(_ entry: CatalogEntry, to dataFolder: String, alsoIn places: [String] = []) {
    self.init(entry, to: dataFolder, alsoIn: places, command: "curl")
  }

  /// - Parameters:
  ///   - command: another command than `curl`.
  ///   - pause: microseconds before the second try of one mirror.
  init(
    _ entry: CatalogEntry, to dataFolder: String, alsoIn places: [String] = [], command: String,
    pause: UInt32 = 1_000_000
  ) {
    self.entry = entry
    folder = dataFolder + "/" + entry.folders[0]
    self.places = places
    self.command = command
    self.pause = pause
    switch entry.origin {
    case .files(let known), .archive(_, _, let known): self.mirrors = known
    }
  }

  /// Fetches what is not there yet.
  ///
  /// - Returns: the folder that holds the files.
  /// - Throws: `InputError`: `.missing` when no mirror has a file, `.malformed` when it has the wrong digest,
  ///   `.unavailable` without curl, `.unwritable` and `.broken` for faults of the disk.
  public func run(progress: (DownloadEvent) -> Void = { _ in }) throws(InputError) -> String {
    do throws(InputError) {
      try Folder.create(folder)
      let lock = try FolderLock(folder) { progress(.waiting(folder: folder)) }
      DurableFile.removeRemnants(in: folder)
      switch entry.origin {
      case .files: try fetchFiles(lock.descriptor, progress)
      case .archive(let archive, let inside, _): try fetchArchive(archive, inside, lock.descriptor, progress)
      }
      return folder
    } catch {
      throw explained(error)
    }
  }

  private func fetchFiles(_ lock: CInt, _ progress: (DownloadEvent) -> Void) throws(InputError) {
    for file in entry.files { try download(file, lock).run(progress: progress) }
  }

  /// Fetches the archive, takes all splits out of it, and removes it.
  private func fetchArchive(
    _ archive: CatalogFile, _ inside: String, _ lock: CInt, _ progress: (DownloadEvent) -> Void
  ) throws(InputError) {
    // Another process may have done it meanwhile.
    if try IDXFolder.holds(entry, at: folder) { return }
    try download(archive, lock).run(progress: progress)
    let path = folder + "/" + archive.name
    let zip = try ZipFile(contentsOf: path)
    let siblings = Catalog.entries.filter { $0.origin == entry.origin && $0 != entry }.flatMap(\.files)
    for file in entry.files { try zip.extract(inside + file.name, to: folder + "/" + file.name) }
    for file in siblings where zip.contains(inside + file.name) {
      try zip.extract(inside + file.name, to: folder + "/" + file.name)
    }
    unlink(path)
  }

  private func download(_ file: CatalogFile, _ lock: CInt) -> FileDownload {
    FileDownload(
      file: file, addresses: mirrors.map { $0 + file.name }, folder: folder, command: command, lock: lock,
      pause: pause, checkFormat: { (path) throws(InputError) in try checkFormat(file, path) })
  }

  /// Reads a file whose digest nobody published as what it should be.
  private func checkFormat(_ file: CatalogFile, _ path: String) throws(InputError) {
    if [entry.train.images, entry.test.images].contains(file) {
      _ = try IDXFile(contentsOf: path, dimensionCount: 3)
    } else if entry.encoding.labels == .bytes {
      _ = try IDXFile(contentsOf: path, dimensionCount: 1)
    } else {
      _ = try IDXFile(contentsOf: path, dimensionCount: 2, element: .int32)
    }
  }

  /// The fault with where the data set was looked for, when it is neither there nor in the network.
  private func explained(_ error: InputError) -> InputError {
    guard error.kind == .missing, !places.isEmpty else { return error }
    return InputError(
      .missing, "\(entry.title) is neither on the disk nor can it be downloaded", path: error.path,
      expected: "\(entry.folders[0])/ in one of " + places.joined(separator: ", ")
        + ", or an answer from one of \(mirrors.count) addresses",
      found: error.found,
      remedy: "check the connection, or put the four files into \(folder), or name their folder with --data")
  }
}
