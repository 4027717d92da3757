public import InklingFiles

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Dataset {
  /// Reads a data set of the catalog from the folder that holds its files.
  ///
  /// - Parameters:
  ///   - entry: the data set's entry in the catalog.
  ///   - folder: the path of the folder that holds its files.
  ///   - verifies: whether the files' SHA-256 digests are compared too; differences become notes.
  /// - Throws: `InputError` for files that are missing or in any way wrong.
  public static func read(
    _ entry: CatalogEntry, from folder: String, verifies: Bool = false
  ) throws(InputError) -> Dataset {
    try IDXDataset.read(entry, from: folder, verifies: verifies)
  }

  /// Finds a data set of the catalog on the disk (see `DatasetLocator`), or else downloads it into the cache.
  ///
  /// - Parameters:
  ///   - entry: the data set's entry in the catalog.
  ///   - dataDirectory: the only data folder to look into; then nothing is downloaded.
  ///   - environment: variables of which some name data folders (`INKLING_DATA`); the process's own by default.
  ///   - verifies: whether the files' SHA-256 digests are compared too; false by default, and differences become notes.
  ///   - progress: called from time to time while it downloads.
  /// - Throws: `InputError`: `.missing` when it is neither on the disk nor can be had from the network, with what to
  ///   do; `.malformed` when it is wrong.
  public static func load(
    _ entry: CatalogEntry, dataDirectory: String? = nil,
    environment: [String: String] = DatasetLocator.environment, verifies: Bool = false,
    progress: (DownloadEvent) -> Void = { _ in }
  ) throws(InputError) -> Dataset {
    let folder = try folder(of: entry, dataDirectory: dataDirectory, environment: environment, progress: progress)
    return try read(entry, from: folder, verifies: verifies)
  }

  /// One image of the test set (or of the training set) with its label, without reading the rest.
  ///
  /// - Throws: as `load`, and `InputError` (`.usage`) when there is no such image.
  public static func load(
    testImage index: Int, of entry: CatalogEntry, dataDirectory: String? = nil,
    environment: [String: String] = DatasetLocator.environment,
    progress: (DownloadEvent) -> Void = { _ in }
  ) throws(InputError) -> LabeledImages {
    let folder = try folder(of: entry, dataDirectory: dataDirectory, environment: environment, progress: progress)
    return try IDXSplit.read(item: index, IDXFolder(folder, of: entry).test, of: entry)
  }

  private static func folder(
    of entry: CatalogEntry, dataDirectory: String?, environment: [String: String], progress: (DownloadEvent) -> Void
  ) throws(InputError) -> String {
    switch try DatasetLocator.find(entry, dataDirectory: dataDirectory, environment: environment) {
    case .found(let folder):
      return folder
    case .notFound(let places):
      guard let cache = DatasetLocator.cacheFolder(environment: environment) else {
        throw InputError(
          .missing, "\(entry.title) is not on the disk, and there is no cache to download it to",
          expected: "\(entry.folders[0])/ in one of " + places.joined(separator: ", "),
          remedy: "set HOME, XDG_CACHE_HOME or INKLING_DATA")
      }
      return try DatasetDownload(entry, to: cache, alsoIn: places).run(progress: progress)
    }
  }
}
